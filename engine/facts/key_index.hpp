// Finds the rows of a growing table by their key: rows whose keys hash alike are chained, the latest first.
// Invariant: covers the rows before covered(); a copy starts empty and covers the table again when it is asked.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "engine/model/code.hpp"

namespace reckon::engine {

class KeyIndex {
 public:
  static constexpr std::uint32_t none = 0xffffffff;

  KeyIndex() = default;
  KeyIndex(const KeyIndex&) {}
  KeyIndex(KeyIndex&&) = default;
  KeyIndex& operator=(const KeyIndex&) { return *this = KeyIndex(); }
  KeyIndex& operator=(KeyIndex&&) = default;

  std::size_t covered() const { return previous_.size(); }
  // Covers rows up to `rows` of the columns.
  void cover(const std::vector<std::vector<Code>>& columns, std::size_t rows);
  // The last row whose key hashes as this one, and the one before a row in its chain; none at the end. Keys may differ.
  std::uint32_t last(std::span<const Code> key) const;
  std::uint32_t before(std::uint32_t row) const { return previous_[row]; }

 private:
  std::unordered_map<std::uint64_t, std::uint32_t> last_;
  std::vector<std::uint32_t> previous_;
};

}  // namespace reckon::engine

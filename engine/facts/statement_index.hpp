// Finds what a source has said of a cell on a date, in a table of facts that grows.
// Invariant: of the rows before covered_ there is one entry for each source, cell and date of which some statement
// stands and gives a value; a copy starts empty and covers the table again when it is asked.
#pragma once

#include <tsl/robin_map.h>

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "engine/model/range.hpp"

namespace reckon::engine {

struct Fact;
class FactTable;

class StatementIndex {
 public:
  StatementIndex() = default;
  StatementIndex(const StatementIndex&) {}
  StatementIndex(StatementIndex&&) = default;
  StatementIndex& operator=(const StatementIndex&) { return *this = StatementIndex(); }
  StatementIndex& operator=(StatementIndex&&) = default;

  // Covers the table's rows up to its end; it is the same table on every call.
  void cover(const FactTable&);
  // The meet of what the fact's source says of its cell on its date; nothing where it says nothing.
  std::optional<Range> said(const FactTable&, const Fact&) const;

 private:
  static constexpr std::uint32_t none = 0xffffffff;

  void add(const FactTable&, std::uint32_t row);
  Range said(const FactTable&, std::uint32_t first) const;

  std::uint32_t covered_ = 0;
  tsl::robin_map<std::uint64_t, std::uint32_t> first_;          // by hash the first row of an entry
  std::unordered_map<std::uint32_t, std::uint32_t> same_hash_;  // the next entry of the same hash
  std::unordered_map<std::uint32_t, Range> meets_;              // by first row, where several rows meet
};

}  // namespace reckon::engine

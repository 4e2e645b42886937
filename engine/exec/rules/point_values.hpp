// Values of cells that are points and fit 64 bits: integers over one decimal scale, in rows below each prefix of codes.
// Measures under `greatest` are held negated, so that everywhere less is better.
#pragma once

#include <tsl/robin_map.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "engine/exec/rules/trie.hpp"
#include "engine/facts/cell_table.hpp"

namespace reckon::engine {

inline constexpr std::int64_t no_point = std::numeric_limits<std::int64_t>::max();
inline constexpr std::int64_t greatest_point = std::int64_t{1} << 62;

// A value left the 64 bits: the stratum runs once more, on ranges.
struct PointOverflow {};

// The values of one row: a window of codes, or codes in ascending order. Refers to what it was made from.
struct PointView {
  const Code* codes = nullptr;  // null of a window
  const std::int64_t* values = nullptr;
  std::uint32_t size = 0;
  Code first = 0;

  std::int64_t operator[](Code code) const;
  template <class F>
  void each(F&& f) const {
    for (std::uint32_t i = 0; i < size; ++i)
      if (values[i] != no_point) f(codes ? codes[i] : first + static_cast<Code>(i), values[i]);
  }
};

// Finished cells. Refers to the cells and to a trie of their coordinates.
class PointTable {
 public:
  // Nothing where some value is no such point at the scale.
  static std::unique_ptr<PointTable> of(const CellTable&, const Trie& rows, int scale);
  PointView row(std::span<const Code> prefix) const;

 private:
  const std::vector<Code>* codes_ = nullptr;  // of the last axis, by cell; null of a measure without axes
  std::span<const std::int64_t> values_;      // by cell
  std::vector<std::int64_t> rescaled_;        // behind values_ where the cells have another scale
  const Trie* rows_ = nullptr;
  std::vector<std::uint32_t> first_cell_, cells_;  // by last-level node
};

// The least values so far, and by which rule each came. Within a round what is there already is lowered in place; new
// cells wait aside until settle, so that views stay valid.
class LeastPoints {
 public:
  static constexpr std::uint8_t stated = 255;  // by no rule

  explicit LeastPoints(std::size_t axes);

  enum class Change : std::uint8_t { none, lower, fresh };
  using Node = std::uint32_t;
  Node node(std::span<const Code> prefix);
  Change lower(Node, Code, std::int64_t value, std::uint8_t by);
  PointView row(std::span<const Code> prefix) const;
  void settle();

  std::int64_t value(std::span<const Code> key) const;
  std::uint8_t by(std::span<const Code> key) const;
  std::uint64_t cells() const { return cells_; }
  std::size_t bytes() const;

 private:
  class Row;
  Trie places_;            // of prefixes alone: its last level stays empty
  std::vector<Row> rows_;  // by last-level node
  std::vector<Node> waiting_;
  std::uint64_t cells_ = 0;
};

class LeastPoints::Row {
 public:
  Change lower(Code, std::int64_t value, std::uint8_t by);
  PointView view() const;
  std::uint8_t by(Code) const;
  bool waits() const { return waiting_ != nullptr; }
  // Takes in the new cells; the result is how many there were.
  std::size_t settle();
  std::size_t bytes() const { return values_.capacity() * 8 + by_.capacity() + at_.capacity() * sizeof(Code); }

 private:
  struct Entry {
    std::int64_t value;
    std::uint8_t by;
  };
  std::size_t place(Code) const;

  Code first_ = 0;        // of a window
  std::vector<Code> at_;  // of a list, ascending
  std::vector<std::int64_t> values_;
  std::vector<std::uint8_t> by_;
  std::unique_ptr<tsl::robin_map<Code, Entry>> waiting_;
};

}  // namespace reckon::engine

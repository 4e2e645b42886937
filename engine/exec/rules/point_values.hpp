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

inline constexpr std::uint8_t by_no_rule = 255;
enum class PointChange : std::uint8_t { none, lower, fresh };

// The least values of one row of cells, by code, and by which rule each came.
class PointRow {
 public:
  PointChange lower(Code, std::int64_t value, std::uint8_t by);
  PointView view() const {
    return {at_.empty() ? nullptr : at_.data(), values_.data(), static_cast<std::uint32_t>(values_.size()), first_};
  }
  template <class F>
  void each(F&& f) const {
    for (std::size_t i = 0; i < values_.size(); ++i)
      if (values_[i] != no_point) f(at_.empty() ? first_ + static_cast<Code>(i) : at_[i], values_[i], by_[i]);
  }
  std::uint8_t by(Code) const;
  bool waits() const { return waiting_ != nullptr; }
  // A window of so many codes is made in any case, a larger one where it is not much larger than its cells.
  void settle(std::int64_t smallest_window);
  std::size_t bytes() const { return values_.capacity() * 8 + by_.capacity() + at_.capacity() * sizeof(Code); }

 private:
  struct Entry {
    std::int64_t value;
    std::uint8_t by;
  };
  struct Cell {
    Code code;
    Entry entry;
  };
  std::size_t place(Code) const;
  PointChange put(std::size_t at, std::int64_t value, std::uint8_t by) {
    if (values_[at] <= value) return PointChange::none;
    const PointChange change = values_[at] == no_point ? PointChange::fresh : PointChange::lower;
    values_[at] = value;
    by_[at] = by;
    return change;
  }
  PointChange wait(Code, std::int64_t value, std::uint8_t by);

  Code first_ = 0;        // of a window
  std::vector<Code> at_;  // of a list, ascending
  std::vector<std::int64_t> values_;
  std::vector<std::uint8_t> by_;
  std::unique_ptr<tsl::robin_map<Code, Entry>> waiting_;
};

inline PointChange PointRow::lower(Code code, std::int64_t value, std::uint8_t by) {
  const auto offset = static_cast<std::uint32_t>(code) - static_cast<std::uint32_t>(first_);
  if (at_.empty() && offset < values_.size()) return put(offset, value, by);
  return wait(code, value, by);
}

// The least values so far, and by which rule each came. What lies in a row's window is put there at once; other new
// cells wait aside until the row is settled, so that views stay valid.
class LeastPoints {
 public:
  explicit LeastPoints(std::size_t axes);

  using Node = Trie::Node;
  Node node(std::span<const Code> prefix);
  PointChange lower(Node, Code, std::int64_t value, std::uint8_t by);
  PointView row(Node node) const { return rows_[node].view(); }
  PointView row(std::span<const Code> prefix) const;
  // Takes in what waits: of one row, of all.
  void settle(Node node) { rows_[node].settle(smallest_window()); }
  void settle();

  // f(prefix, code, value, rule) for every settled cell, in the order of codes.
  template <class F>
  void each(F&& f) const {
    places_.each_prefix([&](std::span<const Code> prefix, Node node) {
      rows_[node].each([&](Code code, std::int64_t value, std::uint8_t by) { f(prefix, code, value, by); });
    });
  }
  std::int64_t value(std::span<const Code> key) const;
  std::uint8_t by(std::span<const Code> key) const;
  std::uint64_t cells() const { return cells_; }
  std::size_t bytes() const;

 private:
  std::int64_t smallest_window() const;

  Trie places_;                 // of prefixes alone: its last level stays empty
  std::vector<PointRow> rows_;  // by last-level node
  std::vector<Node> waiting_;
  std::uint64_t cells_ = 0;
};

inline PointChange LeastPoints::lower(Node node, Code code, std::int64_t value, std::uint8_t by) {
  PointRow& row = rows_[node];
  const bool waited = row.waits();
  const PointChange change = row.lower(code, value, by);
  if (!waited && row.waits()) waiting_.push_back(node);
  cells_ += change == PointChange::fresh ? 1 : 0;
  return change;
}

}  // namespace reckon::engine

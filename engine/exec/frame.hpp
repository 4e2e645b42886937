// What one operation hands to the next: rows of coordinates with a value each (several side by side for columns).
// Invariant: every key column and every value column has rows() entries; the axes are those of the operation.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/exec/missing.hpp"
#include "engine/model/code.hpp"
#include "engine/model/range.hpp"

namespace reckon::engine {

using NodeId = std::uint32_t;  // of lineage.hpp; 0 where nothing is recorded

struct Value {
  Range range;                  // of numbers
  Truth truth = Truth::no;      // of truths
  MissingId missing = present;  // why there is no value
  bool maybe = false;           // it may be missing instead
  Day date = no_code;           // the latest of the facts it came from
  NodeId node = 0;

  bool is_missing() const { return missing != present; }
  static Value absent(MissingId why) {
    Value value;
    value.missing = why;
    return value;
  }
};

// What is one or the other: missing only where both are, perhaps missing where one is.
Value either(const Value&, const Value&);

// Whether a row belongs. Excluded rows stay for aggregates alone, which must know that their group had cells. Where the
// value is also missing or maybe, the row may be gone instead: no cell was there, or its condition has no value.
enum class Membership : std::uint8_t { certain, maybe, excluded };

struct Frame {
  std::vector<std::vector<Code>> keys;
  std::vector<std::vector<Value>> columns{1};
  std::vector<Membership> memberships;  // empty where every row is certain
  std::optional<Value> otherwise;       // the value at every coordinate without a row (`?? 0`)
  bool makes_rows = true;  // false of shifted cells and literals: beside others their rows alone are no rows

  std::size_t rows() const { return columns.front().size(); }
  std::vector<Value>& values() { return columns.front(); }
  const std::vector<Value>& values() const { return columns.front(); }
  Membership membership(std::size_t row) const { return memberships.empty() ? Membership::certain : memberships[row]; }
  void set_membership(std::size_t row, Membership membership) {
    memberships.resize(rows(), Membership::certain);
    memberships[row] = membership;
  }
  // No rows; what rows took stays for the next ones.
  void clear(std::size_t axes);
};

// The frame without its excluded rows.
void drop_excluded(Frame&);

// The rows given, in that order; `to` is another frame, and what it held goes.
void take_rows(const Frame&, std::span<const std::uint32_t> rows, Frame& to);
Frame take_rows(const Frame&, std::span<const std::uint32_t> rows);

// Whether rows are sorted by key, axis by axis; and row numbers sorted so.
bool is_in_key_order(const Frame&);
std::vector<std::uint32_t> key_order(const Frame&);

}  // namespace reckon::engine

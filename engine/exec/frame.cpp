// Choosing and ordering rows of a frame.
#include "engine/exec/frame.hpp"

#include <algorithm>
#include <numeric>

namespace reckon::engine {

Value either(const Value& a, const Value& b) {
  Value result = a.is_missing() ? b : a;
  if (a.is_missing() || b.is_missing()) {
    // Which of the two it is at every best is not known.
    result.range.drop_best();
    result.maybe = !result.is_missing();
    return result;
  }
  result.range = hull(a.range, b.range);
  if (a.truth != b.truth) result.truth = Truth::maybe;
  result.maybe = a.maybe || b.maybe;
  return result;
}

void Frame::clear(std::size_t axes) {
  keys.resize(axes);
  for (auto& codes : keys) codes.clear();
  columns.resize(1);
  columns.front().clear();
  memberships.clear();
  otherwise.reset();
  makes_rows = true;
}

void take_rows(const Frame& from, std::span<const std::uint32_t> rows, Frame& to) {
  to.clear(from.keys.size());
  to.otherwise = from.otherwise;
  to.makes_rows = from.makes_rows;
  for (std::size_t axis = 0; axis < from.keys.size(); ++axis) {
    to.keys[axis].reserve(rows.size());
    for (const auto row : rows) to.keys[axis].push_back(from.keys[axis][row]);
  }
  to.columns.resize(from.columns.size());
  for (std::size_t c = 0; c < from.columns.size(); ++c) {
    to.columns[c].reserve(rows.size());
    for (const auto row : rows) to.columns[c].push_back(from.columns[c][row]);
  }
  if (!from.memberships.empty())
    for (const auto row : rows) to.memberships.push_back(from.memberships[row]);
}

Frame take_rows(const Frame& from, std::span<const std::uint32_t> rows) {
  Frame to;
  take_rows(from, rows, to);
  return to;
}

void drop_excluded(Frame& frame) {
  if (std::find(frame.memberships.begin(), frame.memberships.end(), Membership::excluded) == frame.memberships.end())
    return;
  std::vector<std::uint32_t> kept;
  for (std::uint32_t row = 0; row < frame.rows(); ++row)
    if (frame.memberships[row] != Membership::excluded) kept.push_back(row);
  frame = take_rows(frame, kept);
}

namespace {

bool is_before(const Frame& frame, std::size_t a, std::size_t b) {
  for (const auto& codes : frame.keys)
    if (codes[a] != codes[b]) return codes[a] < codes[b];
  return false;
}

}  // namespace

bool is_in_key_order(const Frame& frame) {
  for (std::size_t row = 1; row < frame.rows(); ++row)
    if (is_before(frame, row, row - 1)) return false;
  return true;
}

std::vector<std::uint32_t> key_order(const Frame& frame) {
  std::vector<std::uint32_t> rows(frame.rows());
  std::iota(rows.begin(), rows.end(), 0U);
  if (!is_in_key_order(frame))
    std::stable_sort(rows.begin(), rows.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return is_before(frame, a, b); });
  return rows;
}

}  // namespace reckon::engine

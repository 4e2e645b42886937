// What a range is: its parts, its text, comparison, hull and intersection.
#include "engine/model/range.hpp"

#include <cassert>
#include <utility>

namespace reckon::engine {

namespace {

bool low_below(const Range& a, const Range& b) noexcept {
  return !b.unbounded_below && (a.unbounded_below || a.low < b.low);
}

bool high_above(const Range& a, const Range& b) noexcept {
  return !b.unbounded_above && (a.unbounded_above || a.high > b.high);
}

// From the low end of one to the high end of another, without a central figure.
Range between(const Range& low, const Range& high) {
  Range result(low.low, high.high);
  result.unbounded_below = low.unbounded_below;
  result.unbounded_above = high.unbounded_above;
  return result;
}

bool surely_below(const Range& a, const Range& b) noexcept {
  return !a.unbounded_above && !b.unbounded_below && a.high < b.low;
}

bool surely_not_above(const Range& a, const Range& b) noexcept {
  return !a.unbounded_above && !b.unbounded_below && a.high <= b.low;
}

}  // namespace

Range Range::everything() {
  Range result;
  result.unbounded_below = true;
  result.unbounded_above = true;
  return result;
}

Range Range::at_least(Number low) {
  Range result(std::move(low), 0);
  result.unbounded_above = true;
  return result;
}

Range Range::at_most(Number high) {
  Range result(0, std::move(high));
  result.unbounded_below = true;
  return result;
}

bool Range::contains(const Number& value) const noexcept {
  return (unbounded_below || low <= value) && (unbounded_above || value <= high);
}

bool Range::contains(const Range& other) const noexcept {
  return !low_below(other, *this) && !high_above(other, *this);
}

bool Range::contains_zero() const noexcept {
  return (unbounded_below || low.sign() <= 0) && (unbounded_above || high.sign() >= 0);
}

std::optional<Number> Range::best() const {
  const Number* figure = best_figure();
  return figure == nullptr ? std::nullopt : std::optional<Number>(*figure);
}

void Range::set_best(Number figure) {
  assert(contains(figure));
  has_central = !is_point();
  central = has_central ? std::move(figure) : Number();
}

Number Range::middle() const {
  assert(is_bounded());
  return (low + high) / 2;
}

std::string Range::text() const {
  if (is_point()) return low.text();
  std::string result = unbounded_below ? "" : low.text();
  result += "..";
  if (!unbounded_above) result += high.text();
  return result;
}

Truth operator!(Truth a) noexcept {
  if (a == Truth::maybe) return a;
  return a == Truth::yes ? Truth::no : Truth::yes;
}

Truth truth_and(Truth a, Truth b) noexcept {
  if (a == Truth::no || b == Truth::no) return Truth::no;
  return a == Truth::yes ? b : a;
}

Truth truth_or(Truth a, Truth b) noexcept {
  if (a == Truth::yes || b == Truth::yes) return Truth::yes;
  return a == Truth::no ? b : a;
}

Truth less(const Range& a, const Range& b) noexcept {
  if (surely_below(a, b)) return Truth::yes;
  return surely_not_above(b, a) ? Truth::no : Truth::maybe;
}

Truth less_equal(const Range& a, const Range& b) noexcept {
  if (surely_not_above(a, b)) return Truth::yes;
  return surely_below(b, a) ? Truth::no : Truth::maybe;
}

Truth equal(const Range& a, const Range& b) noexcept {
  if (disjoint(a, b)) return Truth::no;
  return a.is_point() && b.is_point() ? Truth::yes : Truth::maybe;
}

bool disjoint(const Range& a, const Range& b) noexcept { return surely_below(a, b) || surely_below(b, a); }

Range hull(const Range& a, const Range& b) {
  Range result = between(low_below(a, b) ? a : b, high_above(a, b) ? a : b);
  const Number* x = a.best_figure();
  const Number* y = b.best_figure();
  if (x != nullptr && y != nullptr && *x == *y) result.set_best(*x);
  return result;
}

std::optional<Range> meet(const Range& a, const Range& b) {
  if (disjoint(a, b)) return std::nullopt;
  Range result = between(low_below(a, b) ? b : a, high_above(a, b) ? b : a);
  const Number* x = a.best_figure();
  const Number* y = b.best_figure();
  if (x != nullptr && y != nullptr && *x != *y) return result;
  const Number* figure = x != nullptr ? x : y;
  if (figure != nullptr && result.contains(*figure)) result.set_best(*figure);
  return result;
}

}  // namespace reckon::engine

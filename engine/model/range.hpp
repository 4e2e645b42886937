// A range of numbers: every value from low to high, either end possibly unbounded, with an optional central figure.
// Invariant: low <= high; best, where there is one, lies inside. A point (equal ends) is its own best, has_central is
// false for it. An unused low, high or central is 0, so that equal ranges compare equal member by member.
// Operations follow IEEE 1788-2015 (set-based flavour): the result encloses every value that the operation takes
// when each operand takes any value in its range, and is the least such range for operands that vary independently.
// A result has a central figure where each operand has one and the operation is defined there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/model/number.hpp"

namespace reckon::engine {

struct Range {
  Number low;      // 0 where unbounded_below
  Number high;     // 0 where unbounded_above
  Number central;  // the source's own central figure where has_central; unused for points
  bool unbounded_below = false;
  bool unbounded_above = false;
  bool has_central = false;

  Range() = default;                                           // the point 0
  Range(Number point) : low(point), high(std::move(point)) {}  // NOLINT: a number is a range
  Range(Number from, Number to) : low(std::move(from)), high(std::move(to)) {}
  static Range everything();
  static Range at_least(Number low);
  static Range at_most(Number high);

  bool is_point() const noexcept { return !unbounded_below && !unbounded_above && low == high; }
  bool is_bounded() const noexcept { return !unbounded_below && !unbounded_above; }
  bool contains(const Number&) const noexcept;
  bool contains(const Range&) const noexcept;
  bool contains_zero() const noexcept;
  // The central figure: the point itself, or the source's own; nothing otherwise.
  std::optional<Number> best() const;
  // The same without a copy: valid while the range is, null for nothing.
  const Number* best_figure() const noexcept { return has_central ? &central : is_point() ? &low : nullptr; }
  // Gives the range a central figure, which must lie inside; a point keeps none.
  void set_best(Number figure);
  void drop_best() {
    has_central = false;
    central = 0;
  }
  // (low + high) / 2; bounded ranges only.
  Number middle() const;
  std::string text() const;  // "69000..460000", "0.15", "30..", "..5": exact ends

  friend bool operator==(const Range&, const Range&) = default;
};

enum class Truth : std::uint8_t { no, yes, maybe };

Truth operator!(Truth) noexcept;
Truth truth_and(Truth, Truth) noexcept;
Truth truth_or(Truth, Truth) noexcept;

Range operator-(const Range&);
Range operator+(const Range&, const Range&);
Range operator-(const Range&, const Range&);
Range operator*(const Range&, const Range&);
// Nothing where the divisor is exactly 0. A divisor that holds 0 gives the hull of what is reached: half-open or
// everything.
std::optional<Range> divide(const Range&, const Range&);
// Integer powers, base^0 being 1. Nothing for a negative power of exactly 0.
// Results past `max_bits` are enclosed outward; `exact` is then set to false (never to true).
std::optional<Range> pow(const Range& base, std::int64_t exponent, std::size_t max_bits, bool& exact);

Range abs(const Range&);
Range floor(const Range&);
Range ceil(const Range&);
Range round(const Range&, int digits);
Range least(const Range&, const Range&);     // end by end
Range greatest(const Range&, const Range&);  // end by end
Range hull(const Range&, const Range&);      // central figure kept only where both have the same
std::optional<Range> meet(const Range&,
                          const Range&);  // intersection; nothing where disjoint. A central outside is dropped
bool disjoint(const Range&, const Range&) noexcept;

// Comparison of values that may each lie anywhere in their range: yes and no only where certain.
Truth less(const Range&, const Range&) noexcept;
Truth less_equal(const Range&, const Range&) noexcept;
Truth equal(const Range&, const Range&) noexcept;

// Enclosures of 34 significant digits with directed ends (exact where the result is, such as root(4, 2), ln(1),
// exp(0)); `exact` is set to false where an end or the central figure is rounded. degree >= 1; roots of odd degree take
// negatives. Each is nothing where no value of the range lies in the function's domain; the range is cut to the domain
// otherwise. exp past 2^65,536 is an open end, and below 2^-65,536 a range from 0.
std::optional<Range> root(const Range&, int degree, bool& exact);
std::optional<Range> ln(const Range&, bool& exact);
std::optional<Range> exp(const Range&, bool& exact);

// Makes ends that need more than max_bits bits into an outward enclosure and sets exact to false; cheap when small.
// Magnitudes past 2^max_bits become open ends on the outer side and a power of ten on the inner; magnitudes under
// 2^-max_bits are enclosed by 0 on the inner side. max_bits >= 64.
inline void limit_bits(Range&, std::size_t max_bits, bool& exact);

// ---- inline ----

void limit_big(Range&, std::size_t max_bits, bool& exact);  // limit_bits for ends that need a closer look

inline void limit_bits(Range& range, std::size_t max_bits, bool& exact) {
  if (max_bits >= 64 && range.low.is_small() && range.high.is_small() && range.central.is_small()) return;
  limit_big(range, max_bits, exact);
}

}  // namespace reckon::engine

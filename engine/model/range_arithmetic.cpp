// Interval arithmetic with exact ends, after the definitions of IEEE 1788-2015 (set-based flavour, clauses 10.5
// and 10.6). Invariant: each end of a result is attained by ends of the operands, or is the limit that an open end
// stands for.
#include <utility>

#include "engine/model/range.hpp"

namespace reckon::engine {

namespace {

// An end of a range while it is computed: a number, or infinity of a sign (-1 or 1) where `infinite` is not 0.
struct End {
  Number value;
  int infinite = 0;
};

// An end of an operand, without a copy.
struct EndOf {
  const Number* value;
  int infinite;
  int sign() const noexcept { return infinite != 0 ? infinite : value->sign(); }
};

EndOf low_end(const Range& range) noexcept { return {&range.low, range.unbounded_below ? -1 : 0}; }
EndOf high_end(const Range& range) noexcept { return {&range.high, range.unbounded_above ? 1 : 0}; }

// 0 * infinity is 0: an open end stands for finite numbers only.
End operator*(const EndOf& a, const EndOf& b) {
  if (a.infinite == 0 && b.infinite == 0) return {*a.value * *b.value};
  return {Number(), a.sign() * b.sign()};
}

bool before(const End& a, const End& b) noexcept {
  if (a.infinite != 0 || b.infinite != 0) return a.infinite < b.infinite;
  return a.value < b.value;
}

Range between(End low, End high) {
  Range result(std::move(low.value), std::move(high.value));
  result.unbounded_below = low.infinite < 0;
  result.unbounded_above = high.infinite > 0;
  return result;
}

// The ends of a product or quotient, by the signs of what the operands hold.
enum class Side : std::uint8_t { positive, negative, both };

Side side(const Range& range) noexcept {
  if (low_end(range).sign() >= 0) return Side::positive;
  return high_end(range).sign() <= 0 ? Side::negative : Side::both;
}

Range product(const Range& a, const Range& b) {
  const EndOf al = low_end(a), ah = high_end(a), bl = low_end(b), bh = high_end(b);
  const Side left = side(a), right = side(b);
  if (left == Side::both && right == Side::both) {
    End first = al * bh, second = ah * bl, third = al * bl, fourth = ah * bh;
    return between(before(first, second) ? std::move(first) : std::move(second),
                   before(third, fourth) ? std::move(fourth) : std::move(third));
  }
  // The low end takes the partner that makes it least, the high end the one that makes it greatest.
  const bool low_takes_high_a = right == Side::negative || (right == Side::both && left == Side::positive);
  const bool low_takes_high_b = left == Side::negative || (left == Side::both && right == Side::positive);
  const bool high_takes_high_a = right == Side::positive || (right == Side::both && left == Side::positive);
  const bool high_takes_high_b = left == Side::positive || (left == Side::both && right == Side::positive);
  return between((low_takes_high_a ? ah : al) * (low_takes_high_b ? bh : bl),
                 (high_takes_high_a ? ah : al) * (high_takes_high_b ? bh : bl));
}

// 1/x over a range that holds more than 0; the hull of both branches where 0 lies inside.
Range reciprocal(const Range& range) {
  if (side(range) == Side::both) return Range::everything();
  const auto invert = [](const EndOf& end, int sign_of_pole) -> End {
    if (end.infinite != 0) return {};
    if (end.value->is_zero()) return {Number(), sign_of_pole};
    return {Number(1) / *end.value};
  };
  return between(invert(high_end(range), -1), invert(low_end(range), 1));
}

// Bounded and without a central figure: the everyday case.
bool is_plain(const Range& range) noexcept { return range.is_bounded() && !range.has_central; }

template <class Operation>
void carry_best(Range& result, const Range& a, const Range& b, Operation operation) {
  const Number* x = a.best_figure();
  const Number* y = b.best_figure();
  if (x != nullptr && y != nullptr && !result.is_point()) result.set_best(operation(*x, *y));
}

// A rising function applied to both ends and the central figure.
template <class Function>
Range rising(const Range& range, Function function) {
  if (range.is_point()) return function(range.low);
  Range result;
  result.unbounded_below = range.unbounded_below;
  result.unbounded_above = range.unbounded_above;
  if (!range.unbounded_below) result.low = function(range.low);
  if (!range.unbounded_above) result.high = function(range.high);
  if (range.has_central) result.set_best(function(range.central));
  return result;
}

}  // namespace

Range operator-(const Range& a) {
  Range result(-a.high, -a.low);
  result.unbounded_below = a.unbounded_above;
  result.unbounded_above = a.unbounded_below;
  if (a.has_central) result.set_best(-a.central);
  return result;
}

Range operator+(const Range& a, const Range& b) {
  if (a.is_point() && b.is_point()) return a.low + b.low;
  if (is_plain(a) && is_plain(b)) return Range(a.low + b.low, a.high + b.high);
  Range result;
  result.unbounded_below = a.unbounded_below || b.unbounded_below;
  result.unbounded_above = a.unbounded_above || b.unbounded_above;
  if (!result.unbounded_below) result.low = a.low + b.low;
  if (!result.unbounded_above) result.high = a.high + b.high;
  carry_best(result, a, b, [](const Number& x, const Number& y) { return x + y; });
  return result;
}

Range operator-(const Range& a, const Range& b) {
  if (a.is_point() && b.is_point()) return a.low - b.low;
  if (is_plain(a) && is_plain(b)) return Range(a.low - b.high, a.high - b.low);
  Range result;
  result.unbounded_below = a.unbounded_below || b.unbounded_above;
  result.unbounded_above = a.unbounded_above || b.unbounded_below;
  if (!result.unbounded_below) result.low = a.low - b.high;
  if (!result.unbounded_above) result.high = a.high - b.low;
  carry_best(result, a, b, [](const Number& x, const Number& y) { return x - y; });
  return result;
}

Range operator*(const Range& a, const Range& b) {
  if (a.is_point() && b.is_point()) return a.low * b.low;
  if (is_plain(a) && is_plain(b) && a.low.sign() >= 0 && b.low.sign() >= 0)
    return Range(a.low * b.low, a.high * b.high);
  Range result = product(a, b);
  carry_best(result, a, b, [](const Number& x, const Number& y) { return x * y; });
  return result;
}

std::optional<Range> divide(const Range& a, const Range& b) {
  if (b.is_point()) {
    if (b.low.is_zero()) return std::nullopt;
    if (a.is_point()) return a.low / b.low;
  }
  const bool everyday = a.is_bounded() && b.is_bounded() && b.low.sign() > 0;
  Range result = everyday
                     ? Range(a.low / (a.low.sign() < 0 ? b.low : b.high), a.high / (a.high.sign() < 0 ? b.high : b.low))
                     : product(a, reciprocal(b));
  if (const Number* y = b.best_figure(); y != nullptr && !y->is_zero()) {
    carry_best(result, a, b, [](const Number& x, const Number& divisor) { return x / divisor; });
  }
  return result;
}

Range abs(const Range& range) {
  if (side(range) == Side::positive) return range;
  if (side(range) == Side::negative) return -range;
  Range result;
  result.unbounded_above = !range.is_bounded();
  if (range.is_bounded()) result.high = max(-range.low, range.high);
  if (range.has_central) result.set_best(abs(range.central));
  return result;
}

Range floor(const Range& range) {
  return rising(range, [](const Number& value) { return floor(value); });
}

Range ceil(const Range& range) {
  return rising(range, [](const Number& value) { return ceil(value); });
}

Range round(const Range& range, int digits) {
  return rising(range, [digits](const Number& value) { return round(value, digits); });
}

Range least(const Range& a, const Range& b) {
  Range result;
  result.unbounded_below = a.unbounded_below || b.unbounded_below;
  result.unbounded_above = a.unbounded_above && b.unbounded_above;
  if (!result.unbounded_below) result.low = min(a.low, b.low);
  if (!result.unbounded_above)
    result.high = a.unbounded_above ? b.high : b.unbounded_above ? a.high : min(a.high, b.high);
  carry_best(result, a, b, [](const Number& x, const Number& y) { return min(x, y); });
  return result;
}

Range greatest(const Range& a, const Range& b) {
  Range result;
  result.unbounded_below = a.unbounded_below && b.unbounded_below;
  result.unbounded_above = a.unbounded_above || b.unbounded_above;
  if (!result.unbounded_below) result.low = a.unbounded_below ? b.low : b.unbounded_below ? a.low : max(a.low, b.low);
  if (!result.unbounded_above) result.high = max(a.high, b.high);
  carry_best(result, a, b, [](const Number& x, const Number& y) { return max(x, y); });
  return result;
}

}  // namespace reckon::engine

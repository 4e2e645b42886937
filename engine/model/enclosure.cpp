// Rounding outward: to some digits, and to what max_bits allow.
#include "engine/model/enclosure.hpp"

#include <algorithm>
#include <cassert>

#include "engine/model/big_rational.hpp"  // decimal_exponent

namespace reckon::engine {

namespace {

// The value (at least 0) where it needs no more than max_bits, else one at or above (below) it that does not.
// Nothing where there is none above.
std::optional<Number> limit_magnitude(const Number& value, std::size_t max_bits, bool up) {
  if (value.bits() <= max_bits) return value;
  // 10^places is the largest power of ten that may stand above or below the line.
  const auto places = static_cast<int>(decimal_exponent(static_cast<std::int64_t>(max_bits) - 1));
  const Number largest = Number::power_of_ten(static_cast<unsigned>(places));
  const int digits = std::min(places, enclosure_digits);
  Number rounded = up ? round_up(value, digits) : round_down(value, digits);
  if (rounded.bits() <= max_bits) return rounded;
  if (rounded > largest) return up ? std::nullopt : std::optional<Number>(largest);
  return (up ? ceil(value * largest) : floor(value * largest)) / largest;
}

std::optional<Number> limit(const Number& value, std::size_t max_bits, bool up) {
  if (value.sign() >= 0) return limit_magnitude(value, max_bits, up);
  std::optional<Number> size = limit_magnitude(-value, max_bits, !up);
  return size ? std::optional<Number>(-*size) : std::nullopt;
}

}  // namespace

Range round_outward(const Range& range, int digits) {
  Range result;
  result.unbounded_below = range.unbounded_below;
  result.unbounded_above = range.unbounded_above;
  if (!range.unbounded_below) result.low = round_down(range.low, digits);
  if (!range.unbounded_above) result.high = round_up(range.high, digits);
  return result;
}

void set_best_within(Range& range, const Number& figure) {
  if (!range.unbounded_below && figure < range.low) return range.set_best(range.low);
  if (!range.unbounded_above && figure > range.high) return range.set_best(range.high);
  range.set_best(figure);
}

void limit_big(Range& range, std::size_t max_bits, bool& exact) {
  assert(max_bits >= 64);
  if (range.low.bits() <= max_bits && range.high.bits() <= max_bits && range.central.bits() <= max_bits) return;
  exact = false;
  const std::optional<Number> figure = range.best();
  const std::optional<Number> low = limit(range.low, max_bits, false);
  const std::optional<Number> high = limit(range.high, max_bits, true);
  Range result(low.value_or(Number()), high.value_or(Number()));
  result.unbounded_below = range.unbounded_below || !low;
  result.unbounded_above = range.unbounded_above || !high;
  // A central figure past the limit is gone: towards infinity there is nothing to round it to.
  if (const std::optional<Number> rounded = figure ? limit(*figure, max_bits, figure->sign() > 0) : figure) {
    set_best_within(result, *rounded);
  }
  range = std::move(result);
}

}  // namespace reckon::engine

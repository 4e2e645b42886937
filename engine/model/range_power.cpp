// Integer powers of ranges, exact while they fit and enclosed by repeated squaring beyond.
#include <algorithm>
#include <cassert>

#include "engine/model/enclosure.hpp"
#include "engine/model/range.hpp"

namespace reckon::engine {

namespace {

// Each squaring may double the relative error, at most 63 times (19 digits).
constexpr int working_digits = enclosure_digits + 20;

// base^exponent for base > 1, to working_digits; open above where it passes 2^max_bits.
Range enclose_growing_power(const Number& base, std::uint64_t exponent, std::size_t max_bits) {
  bool exact = true;
  const auto bounded = [&](const Range& range) {
    Range result = round_outward(range, working_digits);
    limit_bits(result, max_bits, exact);
    return result;
  };
  Range square = bounded(base);
  Range result = Number(1);
  for (;;) {
    if (square.unbounded_above) return Range::at_least(square.low);  // at least this factor remains
    if (exponent % 2 != 0) result = bounded(result * square);
    exponent /= 2;
    if (exponent == 0) return result;
    square = bounded(square * square);
  }
}

// base^exponent as a point where it fits max_bits, else enclosed.
Range power(const Number& base, std::uint64_t exponent, std::size_t max_bits) {
  const Number magnitude = abs(base);
  if (magnitude == Number(1) || magnitude.is_zero()) return exponent % 2 == 0 ? magnitude : base;
  if (exponent <= INT32_MAX) {
    const auto size = static_cast<std::int64_t>(exponent);
    if (pow_bits(base, size) <= max_bits) return pow(base, size);
  }
  const std::size_t working_bits = std::max<std::size_t>(max_bits, 256);
  Range result = magnitude > Number(1)
                     ? enclose_growing_power(magnitude, exponent, working_bits)
                     : *divide(Number(1), enclose_growing_power(1 / magnitude, exponent, working_bits));
  result = round_outward(result, enclosure_digits);
  bool exact = true;
  limit_bits(result, max_bits, exact);
  return base.sign() < 0 && exponent % 2 != 0 ? -result : result;
}

}  // namespace

std::optional<Range> pow(const Range& base, std::int64_t exponent, std::size_t max_bits, bool& exact) {
  if (exponent == 0) return Number(1);
  Range argument = exponent % 2 == 0 ? abs(base) : base;
  if (exponent < 0) {
    std::optional<Range> inverse = divide(Number(1), argument);
    if (!inverse) return std::nullopt;
    argument = *std::move(inverse);
  }
  const std::uint64_t size =
      exponent < 0 ? 0 - static_cast<std::uint64_t>(exponent) : static_cast<std::uint64_t>(exponent);
  // Rising: an even power has no negative values left in its argument.
  return enclose_rising(
      argument, [&](const Number& value) { return power(value, size, max_bits); }, exact);
}

}  // namespace reckon::engine

// Roundings and integer powers of a Number.
#include <cassert>

#include "engine/model/big_rational.hpp"
#include "engine/model/number.hpp"

namespace reckon::engine {

namespace {

// 2^32 times the binary logarithm of a positive whole number, rounded up; at most two units too large.
Int128 binary_logarithm(const Integer& value) {
  // A factor in [1, 2] with 62 binary places, rounded up; each squaring yields one more bit of the logarithm.
  const std::size_t bits = bit_length(value);
  std::uint64_t factor = bits <= 63 ? static_cast<std::uint64_t>(value) << (63 - bits)
                                    : static_cast<std::uint64_t>(value >> (bits - 63)) + 1;
  std::uint64_t result = bits - 1;
  for (int i = 0; i < 32; ++i) {
    const Int128 square = static_cast<Int128>(factor) * static_cast<Int128>(factor);
    const int doubled = square >> 125 != 0 ? 1 : 0;
    const Int128 unit = Int128{1} << (62 + doubled);
    factor = static_cast<std::uint64_t>((square + unit - 1) / unit);
    result = result * 2 + static_cast<std::uint64_t>(doubled);
  }
  return static_cast<Int128>(result) + 1;
}

// top / bottom (both positive) with at most `digits` significant digits, away from zero or towards it; nothing where
// it has no more to begin with.
std::optional<Number> round_magnitude(const Integer& top, const Integer& bottom, int digits, bool away) {
  const auto bits = static_cast<std::int64_t>(bit_length(top)) - static_cast<std::int64_t>(bit_length(bottom));
  // top/bottom > 2^(bits-1), so this scale leaves `digits` digits or one more.
  std::int64_t scale = digits - 1 - decimal_exponent(bits - 1);
  const Integer factor = power_of_ten(static_cast<std::size_t>(scale < 0 ? -scale : scale));
  Integer mantissa, rest;
  boost::multiprecision::divide_qr(scale < 0 ? top : top * factor, scale < 0 ? bottom * factor : bottom, mantissa,
                                   rest);
  bool inexact = !rest.is_zero();
  if (mantissa >= power_of_ten(static_cast<std::size_t>(digits))) {
    inexact = inexact || mantissa % 10u != 0;
    mantissa /= 10u;
    --scale;
  }
  if (!inexact) return std::nullopt;
  if (away) ++mantissa;
  return BigRational::decimal(std::move(mantissa), -scale);
}

Number round_significant(const Number& value, int digits, bool up) {
  assert(digits >= 1);
  if (value.is_zero() || (digits >= 19 && value.to_int64())) return value;
  const bool negative = value.sign() < 0;
  const Parts parts(value);
  std::optional<Number> rounded = round_magnitude(abs(parts.top()), parts.bottom(), digits, up != negative);
  if (!rounded) return value;
  return negative ? -*rounded : *std::move(rounded);
}

}  // namespace

Number abs(const Number& value) { return value.sign() < 0 ? -value : value; }

Number floor(const Number& value) {
  if (value.is_integer()) return value;
  if (value.is_small()) {
    const std::int64_t quotient = value.small_numerator() / value.small_denominator();
    return value.sign() < 0 ? quotient - 1 : quotient;
  }
  const Parts parts(value);
  return BigRational::lowest(floor_divide(parts.top(), parts.bottom()), 1);
}

Number ceil(const Number& value) { return -floor(-value); }

Number round(const Number& value, int digits) {
  if (value.is_zero() || (digits >= 0 && value.is_integer())) return value;
  if (digits < 0 && -std::int64_t{digits} * 3 > static_cast<std::int64_t>(value.bits()) + 2) return 0;
  if (const std::optional<int> scale = value.decimal_scale(); scale && *scale <= digits) return value;
  const Number unit = Number::decimal(1, digits);
  const Number half = Number::ratio(1, 2);
  const Number steps = floor(abs(value) / unit + half) * unit;
  return value.sign() < 0 ? -steps : steps;
}

Number pow(const Number& base, std::int64_t exponent) {
  assert(exponent >= 0 || !base.is_zero());
  if (exponent == 0) return 1;
  if (base.is_integer() && abs(base) <= Number(1)) return exponent % 2 == 0 ? abs(base) : base;
  assert(exponent >= -INT32_MAX && exponent <= INT32_MAX);
  const auto size = static_cast<unsigned>(exponent < 0 ? -exponent : exponent);
  const Parts parts(base);
  Integer top = boost::multiprecision::pow(parts.top(), size);
  Integer bottom = boost::multiprecision::pow(parts.bottom(), size);
  if (exponent > 0) return BigRational::lowest(std::move(top), std::move(bottom));
  return top.sign() < 0 ? BigRational::lowest(-bottom, -top) : BigRational::lowest(std::move(bottom), std::move(top));
}

std::size_t pow_bits(const Number& base, std::int64_t exponent) {
  if (exponent == 0 || (base.is_integer() && abs(base) <= Number(1))) return 1;
  const Parts parts(base);
  const Integer top = abs(parts.top());
  const Int128 size = exponent < 0 ? -Int128{exponent} : Int128{exponent};
  const Int128 bits = (binary_logarithm(top < parts.bottom() ? parts.bottom() : top) * size >> 32) + 1;
  return bits > SIZE_MAX / 2 ? SIZE_MAX / 2 : static_cast<std::size_t>(bits);
}

Number round_down(const Number& value, int digits) { return round_significant(value, digits, false); }

Number round_up(const Number& value, int digits) { return round_significant(value, digits, true); }

}  // namespace reckon::engine

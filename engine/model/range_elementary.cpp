// Roots, logarithms and exponentials as enclosures of 34 digits, by whole-number arithmetic alone.
// Method: reduction of the argument by powers of 2 and a Taylor series in fixed point with a proved bound of its error
// (Brent and Zimmermann, Modern Computer Arithmetic, 4.2 to 4.4), ends then rounded outward.
#include <cassert>
#include <cstdlib>

#include "engine/model/big_rational.hpp"
#include "engine/model/enclosure.hpp"

namespace reckon::engine {

namespace {

// Fixed point: an Integer v stands for v * 2^-places; a unit is 2^-places.
constexpr std::size_t places = 256;
// No fixed-point result below is further than 2^error_bits units from the truth; 34 digits are 2^143 units at 1.
constexpr std::size_t error_bits = 48;
constexpr std::size_t exp_max_bits = 65536;
constexpr int exp_reach = 45'500;  // e^45500 > 2^65536
constexpr unsigned longest_integer_root = 32;

// The sum of square^k / (2k+1), which is artanh(z)/z for square = z^2. Between the result and 512 units above the truth
// for 0 <= square <= 1/9: powers are below by under 3 units each (one by rounding square, one by rounding itself, a
// ninth of what the last was), each of at most 82 terms by one more, and what is cut off is under 4 units.
Integer artanh_series(const Integer& square) {
  Integer power = Integer(1) << places;
  Integer sum = power;
  for (unsigned divisor = 3; !power.is_zero(); divisor += 2) {
    power = power * square >> places;
    sum += power / divisor;
  }
  return sum;
}

constexpr unsigned series_error = 512;

// ln 2 = 2 artanh(1/3), at most series_error units below.
const Integer& ln_2() {
  static const Integer value = artanh_series((Integer(1) << places) / 9u) * 2u / 3u;
  return value;
}

// (value ± 2^error_bits units) * 2^exponent.
Range from_fixed(const Integer& value, std::int64_t exponent) {
  const std::int64_t shift = exponent - static_cast<std::int64_t>(places);
  const Integer error = Integer(1) << error_bits;
  const auto scaled = [shift](const Integer& end) {
    return shift < 0 ? BigRational::ratio(end, Integer(1) << static_cast<std::size_t>(-shift))
                     : BigRational::lowest(end * (Integer(1) << static_cast<std::size_t>(shift)), 1);
  };
  return Range(scaled(value - error), scaled(value + error));
}

// ln(value) for value > 0, to a relative error of 2^-200.
Range enclose_ln(const Number& value) {
  // value = 2^exponent * top/bottom with top/bottom from 2/3 to 4/3.
  const Parts parts(value);
  Integer top = parts.top();
  Integer bottom = parts.bottom();
  std::int64_t exponent = static_cast<std::int64_t>(bit_length(top)) - static_cast<std::int64_t>(bit_length(bottom));
  (exponent < 0 ? top : bottom) <<= static_cast<std::size_t>(std::abs(exponent));
  if (top * 3u > bottom * 4u) {
    bottom <<= 1;
    ++exponent;
  } else if (top * 3u < bottom * 2u) {
    top <<= 1;
    --exponent;
  }
  // ln(top/bottom) = 2 artanh z with z = difference/total from -1/5 to 1/7.
  const Integer difference = top - bottom;
  const Integer total = top + bottom;
  const Integer series = artanh_series((difference * difference << places) / (total * total));
  if (exponent == 0) {  // near 1 the result is as small as z, so z stays exact
    const Number unit = BigRational::lowest(1, Integer(1) << places);
    const Range factor(BigRational::lowest(series, 1) * unit, BigRational::lowest(series + series_error, 1) * unit);
    return Range(BigRational::ratio(difference * 2u, total)) * factor;
  }
  // Off by 512 units for each power of 2 (fewer than 2^38), and 1,200 in the rest.
  const Integer twice_z = difference * (Integer(1) << (places + 1)) / total;
  return from_fixed(ln_2() * exponent + twice_z * series / (Integer(1) << places), 0);
}

// exp(value), to a relative error of 2^-200.
Range enclose_exp(const Number& value) {
  // value = exponent * ln 2 + rest, |rest| < 0.4; rest is off by 512 units for each power of 2 (fewer than 2^36).
  const std::int64_t exponent =
      floor(value * Number::decimal(1'442'695, 6) + Number::ratio(1, 2)).to_int64().value_or(0);
  const Parts parts(value);
  const Integer rest = floor_divide(parts.top() * (Integer(1) << places), parts.bottom()) - ln_2() * exponent;
  // Terms are off by under 3 units each and fewer than 100; what is cut off is less than a unit.
  Integer term = Integer(1) << places;
  Integer sum = term;
  for (unsigned n = 1; !term.is_zero(); ++n) {
    term = term * rest / (Integer(n) << places);
    sum += term;
  }
  return from_fixed(sum, exponent);
}

Range ln_at(const Number& value) {
  if (value == Number(1)) return Number(0);
  return round_outward(enclose_ln(value), enclosure_digits);
}

Range exp_at(const Number& value) {
  if (value.is_zero()) return Number(1);
  bool exact = false;
  if (value > Number(exp_reach)) {
    Range huge = Range::at_least(pow(Number(2), exp_max_bits));
    limit_bits(huge, exp_max_bits, exact);
    return huge;
  }
  // A smaller argument's value lies between 0 and that of the least.
  Range result = round_outward(enclose_exp(max(value, -exp_reach)), enclosure_digits);
  if (value < Number(-exp_reach)) result.low = 0;
  if (value.sign() > 0 && result.low < Number(1)) result.low = 1;
  if (value.sign() < 0 && result.high > Number(1)) result.high = 1;
  limit_bits(result, exp_max_bits, exact);
  return result;
}

// The root where it is rational: numerator and denominator are powers.
std::optional<Number> rational_root(const Parts& value, unsigned degree) {
  Integer bottom = floor_root(value.bottom(), degree);
  if (boost::multiprecision::pow(bottom, degree) != value.bottom()) return std::nullopt;
  Integer top = floor_root(value.top(), degree);
  if (boost::multiprecision::pow(top, degree) != value.top()) return std::nullopt;
  return BigRational::lowest(std::move(top), std::move(bottom));
}

// The root of a positive value.
Range positive_root(const Number& value, unsigned degree) {
  const Parts parts(value);
  if (std::optional<Number> root = rational_root(parts, degree)) return *std::move(root);
  if (degree > longest_integer_root) {
    const Range exponent = *divide(enclose_ln(value), Number(static_cast<std::int64_t>(degree)));
    return round_outward(Range(enclose_exp(exponent.low).low, enclose_exp(exponent.high).high), enclosure_digits);
  }
  // The whole root of value * 10^(scale * degree) has at least one digit more than asked for.
  const std::int64_t bits =
      static_cast<std::int64_t>(bit_length(parts.top())) - static_cast<std::int64_t>(bit_length(parts.bottom()));
  const Number tens = floor(Number::ratio(decimal_exponent(bits - 1), degree));
  const std::int64_t scale = enclosure_digits - tens.small_numerator();
  const Integer factor = power_of_ten(static_cast<std::size_t>(std::abs(scale)) * degree);
  const Integer whole = scale < 0 ? parts.top() / (parts.bottom() * factor) : parts.top() * factor / parts.bottom();
  const Integer root = floor_root(whole, degree);
  return round_outward(Range(BigRational::decimal(root, -scale), BigRational::decimal(root + 1, -scale)),
                       enclosure_digits);
}

Range root_at(const Number& value, unsigned degree) {
  if (value.is_zero()) return value;
  return value.sign() < 0 ? -positive_root(-value, degree) : positive_root(value, degree);
}

// The part of `range` at or above 0.
std::optional<Range> not_negative(const Range& range) { return meet(range, Range::at_least(0)); }

}  // namespace

std::optional<Range> root(const Range& range, int degree, bool& exact) {
  assert(degree >= 1);
  const std::optional<Range> argument = degree % 2 == 0 ? not_negative(range) : range;
  if (!argument) return std::nullopt;
  return enclose_rising(
      *argument, [degree](const Number& x) { return root_at(x, static_cast<unsigned>(degree)); }, exact);
}

std::optional<Range> ln(const Range& range, bool& exact) {
  std::optional<Range> argument = not_negative(range);
  if (!argument || (argument->is_point() && argument->low.is_zero())) return std::nullopt;
  if (argument->low.is_zero()) {
    argument->unbounded_below = true;
    if (argument->has_central && argument->central.is_zero()) argument->has_central = false;
  }
  return enclose_rising(*argument, ln_at, exact);
}

std::optional<Range> exp(const Range& range, bool& exact) {
  Range result = enclose_rising(range, exp_at, exact);
  result.unbounded_below = false;  // low is 0 then: no exponential is less
  return result;
}

}  // namespace reckon::engine

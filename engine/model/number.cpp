// Arithmetic of rationals: within 64 bits through 128-bit intermediates, beyond through big integers.
// Invariant: every result is in lowest terms and lies inline where it fits (Knuth, TAOCP volume 2, 4.5.1).
#include "engine/model/number.hpp"

#include <array>
#include <bit>
#include <cassert>

#include "engine/model/big_rational.hpp"

namespace reckon::engine {

namespace {

__extension__ typedef unsigned __int128 UInt128;  // NOLINT: the extension marker needs a typedef

std::uint64_t magnitude(std::int64_t value) noexcept {
  return value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

bool fits_64(Int128 value) noexcept { return value >= INT64_MIN && value <= INT64_MAX; }

// 10^0 to 10^18: all that fit 64 bits.
constexpr std::array<std::int64_t, 19> tens = [] {
  std::array<std::int64_t, 19> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

// gcd of |value| and a positive divisor; divides the latter, so it fits 64 bits.
std::int64_t common(Int128 value, std::int64_t divisor) noexcept {
  if (divisor == 1) return 1;
  const UInt128 size = value < 0 ? 0 - static_cast<UInt128>(value) : static_cast<UInt128>(value);
  const auto positive = static_cast<std::uint64_t>(divisor);
  const std::uint64_t rest =
      size >> 64 == 0 ? static_cast<std::uint64_t>(size) % positive : static_cast<std::uint64_t>(size % positive);
  return static_cast<std::int64_t>(gcd(rest, positive));
}

std::size_t mix(std::size_t seed, std::uint64_t value) noexcept {
  std::uint64_t h = (static_cast<std::uint64_t>(seed) ^ value) * 0x9E3779B97F4A7C15u;
  return static_cast<std::size_t>(h ^ (h >> 32));
}

std::size_t mix(std::size_t seed, const Integer& value) noexcept {
  for (std::size_t i = 0; i < value.backend().size(); ++i) seed = mix(seed, value.backend().limbs()[i]);
  return mix(seed, static_cast<std::uint64_t>(value.sign()));
}

Number big_sum(const Parts& a, const Parts& b, bool subtract) {
  const Integer divisor = a.bottom() == 1 || b.bottom() == 1 ? Integer(1) : gcd(a.bottom(), b.bottom());
  const Integer b_share = divisor == 1 ? b.bottom() : b.bottom() / divisor;
  const Integer a_share = divisor == 1 ? a.bottom() : a.bottom() / divisor;
  const Integer left = a.top() * b_share;
  const Integer right = b.top() * a_share;
  Integer top = subtract ? left - right : left + right;
  if (divisor == 1) return BigRational::lowest(std::move(top), a.bottom() * b.bottom());
  const Integer rest = gcd(abs(top), divisor);
  return BigRational::lowest(top / rest, a_share * (b.bottom() / rest));
}

// (a / b) * (c / d) of two fractions in lowest terms.
Number big_product(const Integer& a, const Integer& b, const Integer& c, const Integer& d) {
  const Integer first = d == 1 ? Integer(1) : gcd(abs(a), abs(d));
  const Integer second = b == 1 ? Integer(1) : gcd(abs(c), abs(b));
  Integer top = first == 1 ? a : a / first;
  top *= second == 1 ? c : c / second;
  Integer bottom = second == 1 ? b : b / second;
  bottom *= first == 1 ? d : d / first;
  if (bottom.sign() < 0) return BigRational::lowest(-top, -bottom);
  return BigRational::lowest(std::move(top), std::move(bottom));
}

}  // namespace

Number Number::from_lowest(Int128 top, Int128 bottom) {
  if (fits_64(top) && fits_64(bottom)) return Number(static_cast<std::int64_t>(top), static_cast<std::int64_t>(bottom));
  return BigRational::lowest(Integer(top), Integer(bottom));
}

Number Number::from_int128(Int128 value) { return from_lowest(value, 1); }

Number Number::ratio(std::int64_t numerator, std::int64_t denominator) {
  assert(denominator != 0);
  return quotient(numerator, denominator);
}

Number Number::decimal(std::int64_t mantissa, int scale) {
  if (scale == 0) return mantissa;
  if (scale < -18 || scale > 18) return BigRational::decimal(mantissa, -std::int64_t{scale});
  if (scale < 0) return from_lowest(Int128{mantissa} * tens[static_cast<std::size_t>(-scale)], 1);
  const std::int64_t unit = tens[static_cast<std::size_t>(scale)];
  const std::int64_t divisor = common(mantissa, unit);
  return Number(mantissa / divisor, unit / divisor);
}

Number Number::power_of_ten(unsigned exponent) { return BigRational::decimal(1, exponent); }

Number Number::sum(const Number& a, const Number& b, int sign_of_second) {
  if (a.is_big() || b.is_big()) return big_sum(Parts(a), Parts(b), sign_of_second < 0);
  // Each product is below 2^126, so their sum cannot overflow.
  const auto divisor = static_cast<std::int64_t>(
      a.bottom_ == b.bottom_ ? static_cast<std::uint64_t>(a.bottom_)
                             : gcd(static_cast<std::uint64_t>(a.bottom_), static_cast<std::uint64_t>(b.bottom_)));
  const std::int64_t a_share = a.bottom_ / divisor;
  const Int128 top = Int128{a.top_} * (b.bottom_ / divisor) + Int128{b.top_} * sign_of_second * a_share;
  const std::int64_t rest = common(top, divisor);
  return from_lowest(top / rest, Int128{a_share} * (b.bottom_ / rest));
}

Number Number::product(const Number& a, const Number& b) {
  if (a.is_big() || b.is_big()) {
    const Parts x(a), y(b);
    return big_product(x.top(), x.bottom(), y.top(), y.bottom());
  }
  const std::int64_t first = common(a.top_, b.bottom_);
  const std::int64_t second = common(b.top_, a.bottom_);
  return from_lowest(Int128{a.top_ / first} * (b.top_ / second), Int128{a.bottom_ / second} * (b.bottom_ / first));
}

Number Number::quotient(const Number& a, const Number& b) {
  assert(!b.is_zero());
  if (a.is_big() || b.is_big()) {
    const Parts x(a), y(b);
    return big_product(x.top(), x.bottom(), y.bottom(), y.top());
  }
  const Int128 first = static_cast<Int128>(gcd(magnitude(a.top_), magnitude(b.top_)));
  const std::int64_t second = common(a.bottom_, b.bottom_);
  const Int128 top = a.top_ / first * (b.bottom_ / second);
  const Int128 bottom = b.top_ / first * (a.bottom_ / second);
  return bottom < 0 ? from_lowest(-top, -bottom) : from_lowest(top, bottom);
}

bool Number::big_equal(const Number& a, const Number& b) noexcept {
  const BigRational& x = BigRational::of(a);
  const BigRational& y = BigRational::of(b);
  return x.numerator == y.numerator && x.denominator == y.denominator;
}

int Number::big_compare(const Number& a, const Number& b) noexcept {
  const int sign = a.sign();
  if (sign != b.sign()) return sign < b.sign() ? -1 : 1;
  const Parts x(a), y(b);
  // |p/q| lies between 2^(bits p - bits q - 1) and 2^(bits p - bits q + 1): most comparisons end here.
  const auto size = [](const Parts& parts) {
    return static_cast<std::int64_t>(bit_length(parts.top())) - static_cast<std::int64_t>(bit_length(parts.bottom()));
  };
  const std::int64_t difference = size(x) - size(y);
  if (difference <= -2 || difference >= 2) return difference < 0 ? -sign : sign;
  const int order = (x.top() * y.bottom()).compare(y.top() * x.bottom());
  return (order > 0) - (order < 0);
}

bool Number::big_is_integer() const noexcept { return BigRational::of(*this).denominator == 1; }

int Number::big_sign() const noexcept { return BigRational::of(*this).numerator.sign(); }

void Number::retain() const noexcept { BigRational::of(*this).references.fetch_add(1, std::memory_order_relaxed); }

void Number::release() const noexcept {
  const BigRational& value = BigRational::of(*this);
  if (value.references.fetch_sub(1, std::memory_order_acq_rel) == 1) delete &value;
}

std::size_t Number::bits() const noexcept {
  if (is_big())
    return std::max(bit_length(BigRational::of(*this).numerator), bit_length(BigRational::of(*this).denominator));
  return static_cast<std::size_t>(std::bit_width(magnitude(top_) | static_cast<std::uint64_t>(bottom_)));
}

std::optional<std::int64_t> Number::to_scaled(int scale) const {
  if (scale == 0) return to_int64();
  return (*this * decimal(1, -scale)).to_int64();
}

std::size_t Number::hash() const noexcept {
  if (is_small()) return mix(mix(0, static_cast<std::uint64_t>(top_)), static_cast<std::uint64_t>(bottom_));
  return mix(mix(0, BigRational::of(*this).numerator), BigRational::of(*this).denominator);
}

}  // namespace reckon::engine

// Whole numbers of any size: greatest common divisor (Lehmer), roots (Newton), powers of ten, lowest terms.
#include "engine/model/big_rational.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <utility>

namespace reckon::engine {

namespace {

using boost::multiprecision::limb_type;
static_assert(sizeof(limb_type) >= 4);

constexpr std::uint64_t five_to_27 = 7450580596923828125u;  // the largest power of 5 in 64 bits

bool fits_64(const Integer& value) noexcept {
  const std::size_t bits = bit_length(value);
  return bits < 64 || (bits == 64 && value.sign() < 0 && boost::multiprecision::lsb(-value) == 63);
}

// The bits of `value` from `shift` up, which must be fewer than 64.
std::int64_t leading(const Integer& value, std::size_t shift) {
  constexpr std::size_t limb_bits = sizeof(limb_type) * 8;
  const limb_type* limbs = value.backend().limbs();
  const std::size_t count = value.backend().size();
  std::uint64_t result = 0;
  for (std::size_t i = shift / limb_bits, filled = 0; i < count && filled < 64; ++i) {
    const std::size_t skip = filled == 0 ? shift % limb_bits : 0;
    result |= static_cast<std::uint64_t>(limbs[i] >> skip) << filled;
    filled += limb_bits - skip;
  }
  return static_cast<std::int64_t>(result);
}

// The matrix that a run of Euclid's divisions multiplies (a, b) by.
struct Cofactors {
  std::int64_t a_a = 1, a_b = 0, b_a = 0, b_b = 1;
};

// The divisions that the leading 62 bits of a >= b decide beyond doubt: Knuth, TAOCP volume 2, 4.5.2, algorithm L.
Cofactors leading_divisions(const Integer& a, const Integer& b) {
  const std::size_t shift = bit_length(a) - 62;
  std::int64_t x = leading(a, shift);
  std::int64_t y = leading(b, shift);
  Cofactors m;
  while (y + m.b_a != 0 && y + m.b_b != 0) {
    const std::int64_t q = (x + m.a_a) / (y + m.b_a);
    if (q != (x + m.a_b) / (y + m.b_b)) break;
    m = {m.b_a, m.b_b, m.a_a - q * m.b_a, m.a_b - q * m.b_b};
    x = std::exchange(y, x - q * y);
  }
  return m;
}

}  // namespace

std::size_t bit_length(const Integer& value) noexcept {
  const limb_type* limbs = value.backend().limbs();
  const std::size_t count = value.backend().size();
  return (count - 1) * sizeof(limb_type) * 8 + static_cast<std::size_t>(std::bit_width(limbs[count - 1]));
}

std::uint64_t gcd(std::uint64_t a, std::uint64_t b) noexcept {
  if (a == 0) return b;
  if (b == 0) return a;
  const int shift = std::countr_zero(a | b);
  a >>= std::countr_zero(a);
  while (b != 0) {
    b >>= std::countr_zero(b);
    const std::uint64_t difference = a > b ? a - b : b - a;  // conditional moves, no branch to mispredict
    a = std::min(a, b);
    b = difference;
  }
  return a << shift;
}

Integer gcd(Integer a, Integer b) {
  if (a < b) std::swap(a, b);
  while (bit_length(b) > 64) {
    const Cofactors m = leading_divisions(a, b);
    if (m.a_b == 0) {
      a %= b;
      std::swap(a, b);
    } else {
      Integer next = a * m.a_a + b * m.a_b;
      b = a * m.b_a + b * m.b_b;
      a = std::move(next);
    }
  }
  if (b.is_zero()) return a;
  const auto divisor = static_cast<std::uint64_t>(b);
  return gcd(static_cast<std::uint64_t>(a % divisor), divisor);
}

Integer power_of_ten(std::size_t exponent) {
  Integer five_power = boost::multiprecision::pow(Integer(5), static_cast<unsigned>(exponent));
  return five_power << exponent;
}

std::size_t strip_fives(Integer& value, std::size_t limit) {
  std::size_t count = 0;
  while (limit - count >= 27 && value % five_to_27 == 0) {
    value /= five_to_27;
    count += 27;
  }
  while (count < limit && value % 5u == 0) {
    value /= 5u;
    ++count;
  }
  return count;
}

Integer floor_divide(const Integer& value, const Integer& divisor) {
  Integer quotient, remainder;
  boost::multiprecision::divide_qr(value, divisor, quotient, remainder);
  if (remainder.sign() < 0) --quotient;
  return quotient;
}

Integer floor_root(const Integer& value, unsigned degree) {
  const std::size_t bits = bit_length(value);
  if (bits == 0 || degree == 1) return value;
  const std::size_t root_bits = (bits - 1) / degree + 1;
  if (root_bits == 1) return 1;
  using boost::multiprecision::pow;
  if (root_bits / 2 < static_cast<std::size_t>(std::bit_width(degree)) + 2) {  // few bits: one after the other
    Integer root = 0;
    for (std::size_t bit = root_bits; bit-- > 0;) {
      boost::multiprecision::bit_set(root, static_cast<unsigned>(bit));
      if (pow(root, degree) > value) boost::multiprecision::bit_unset(root, static_cast<unsigned>(bit));
    }
    return root;
  }
  // The upper half of the root's bits from the upper part of the value, then Newton from above, which only falls
  // until it has arrived (Brent and Zimmermann, Modern Computer Arithmetic, 1.5.2).
  const std::size_t half = root_bits / 2;
  Integer root = (floor_root(value >> (half * degree), degree) + 1) << half;
  for (;;) {
    Integer next = (root * (degree - 1) + value / pow(root, degree - 1)) / degree;
    if (next >= root) return root;
    root = std::move(next);
  }
}

std::int64_t decimal_exponent(std::int64_t bits) noexcept {
  // log10(2) * 2^32 lies between these two whole numbers.
  return bits >= 0 ? (bits * 1292913986) >> 32 : (bits * 1292913987) >> 32;
}

const BigRational& BigRational::of(const Number& number) noexcept {
  assert(number.is_big());
  return *reinterpret_cast<const BigRational*>(static_cast<std::intptr_t>(number.top_));
}

Number BigRational::lowest(Integer top, Integer bottom) {
  assert(bottom.sign() > 0);
  if (fits_64(top) && fits_64(bottom)) return Number(static_cast<std::int64_t>(top), static_cast<std::int64_t>(bottom));
  const auto* value = new BigRational(std::move(top), std::move(bottom));
  return Number(static_cast<std::int64_t>(reinterpret_cast<std::intptr_t>(value)), 0);
}

Number BigRational::ratio(Integer top, Integer bottom) {
  assert(!bottom.is_zero());
  if (bottom.sign() < 0) {
    top = -top;
    bottom = -bottom;
  }
  if (bottom != 1) {
    const Integer divisor = gcd(abs(top), bottom);
    if (divisor != 1) {
      top /= divisor;
      bottom /= divisor;
    }
  }
  return lowest(std::move(top), std::move(bottom));
}

Number BigRational::decimal(Integer mantissa, std::int64_t exponent) {
  if (mantissa.is_zero()) return 0;
  if (exponent >= 0) return lowest(mantissa * engine::power_of_ten(static_cast<std::size_t>(exponent)), 1);
  // Only 2 and 5 can be common factors.
  const auto scale = static_cast<std::size_t>(-exponent);
  const std::size_t twos = std::min<std::size_t>(boost::multiprecision::lsb(abs(mantissa)), scale);
  mantissa = mantissa.sign() < 0 ? -(-mantissa >> twos) : mantissa >> twos;
  const std::size_t fives = strip_fives(mantissa, scale);
  Integer bottom = boost::multiprecision::pow(Integer(5), static_cast<unsigned>(scale - fives));
  return lowest(std::move(mantissa), bottom << (scale - twos));
}

Parts::Parts(const Number& number) {
  if (number.is_big()) {
    top_ = &BigRational::of(number).numerator;
    bottom_ = &BigRational::of(number).denominator;
  } else {
    small_top_ = number.small_numerator();
    small_bottom_ = number.small_denominator();
    top_ = &small_top_;
    bottom_ = &small_bottom_;
  }
}

}  // namespace reckon::engine

// The value of a Number beyond 64 bits, and the whole numbers of any size that rational arithmetic is made of.
// Invariant: lowest terms, positive denominator, and not both fit 64 bits. Included by the .cpp files of this folder
// only.
#pragma once

#include <atomic>
#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>

#include "engine/model/number.hpp"

namespace reckon::engine {

// Without expression templates every operator yields an Integer, so that `auto` and `?:` mean what they say.
using Integer = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<>, boost::multiprecision::et_off>;

struct BigRational {
  Integer numerator;
  Integer denominator;
  mutable std::atomic<std::uint32_t> references{1};

  BigRational(Integer top, Integer bottom) : numerator(std::move(top)), denominator(std::move(bottom)) {}

  // The big value behind `number`, which must be big.
  static const BigRational& of(const Number& number) noexcept;
  // top / bottom: any two whole numbers, bottom not 0.
  static Number ratio(Integer top, Integer bottom);
  // The same for two that are in lowest terms already, bottom positive.
  static Number lowest(Integer top, Integer bottom);
  // mantissa * 10^exponent.
  static Number decimal(Integer mantissa, std::int64_t exponent);
};

// Numerator and denominator of a Number, small or big, without copying big ones. Must not outlive the Number.
class Parts {
 public:
  explicit Parts(const Number& number);
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;
  const Integer& top() const noexcept { return *top_; }
  const Integer& bottom() const noexcept { return *bottom_; }

 private:
  Integer small_top_;
  Integer small_bottom_;
  const Integer* top_;
  const Integer* bottom_;
};

// The length in bits of |value|; 0 for 0.
std::size_t bit_length(const Integer& value) noexcept;
// Greatest common divisors; of nonnegative values, gcd(0, b) == b.
std::uint64_t gcd(std::uint64_t a, std::uint64_t b) noexcept;
Integer gcd(Integer a, Integer b);
Integer power_of_ten(std::size_t exponent);
// Divides `value` by 5 as long as that leaves no remainder, at most `limit` times; returns how many times. value != 0.
std::size_t strip_fives(Integer& value, std::size_t limit);
// value / divisor rounded down; divisor positive.
Integer floor_divide(const Integer& value, const Integer& divisor);
// The greatest r with r^degree <= value; value >= 0, degree >= 1.
Integer floor_root(const Integer& value, unsigned degree);
// A lower bound of log10(2^bits), less than 1 below it while |bits| < 2^30.
std::int64_t decimal_exponent(std::int64_t bits) noexcept;

}  // namespace reckon::engine

// An exact rational number.
// Invariant: lowest terms, positive denominator. Numerator and denominator lie inline while both fit 64 bits
// (no allocation); beyond that the value is an immutable, reference-counted Boost.Multiprecision rational.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace reckon::engine {

struct BigRational;                     // engine/model/big_rational.hpp: the value beyond 64 bits
__extension__ typedef __int128 Int128;  // NOLINT: the extension marker needs a typedef

// Threads may read one Number at once, and make and drop copies of it.
class Number {
 public:
  Number() noexcept = default;                          // 0
  Number(std::int64_t value) noexcept : top_(value) {}  // NOLINT: whole numbers convert silently, they are exact
  Number(int value) noexcept : top_(value) {}           // NOLINT
  Number(const Number& other) noexcept : top_(other.top_), bottom_(other.bottom_) {
    if (is_big()) retain();
  }
  Number(Number&& other) noexcept : top_(other.top_), bottom_(other.bottom_) { other.top_ = 0, other.bottom_ = 1; }
  Number& operator=(const Number& other) noexcept;
  Number& operator=(Number&& other) noexcept;
  ~Number() {
    if (is_big()) release();
  }

  // numerator / denominator; denominator must not be 0.
  static Number ratio(std::int64_t numerator, std::int64_t denominator);
  // mantissa * 10^-scale, exactly; any scale (also negative) within a few thousand.
  static Number decimal(std::int64_t mantissa, int scale);
  static Number from_int128(Int128 value);
  // 10^exponent.
  static Number power_of_ten(unsigned exponent);
  // Plain decimal text such as "-1_000.25e3": optional sign, digits with `_` between them, optional fraction, optional
  // exponent. Nothing when the text is not of this form or the value would need more than max_bits bits.
  static std::optional<Number> parse(std::string_view text, std::size_t max_bits = 65536);

  bool is_small() const noexcept { return bottom_ != 0; }  // numerator and denominator fit 64 bits
  bool is_big() const noexcept { return bottom_ == 0; }
  bool is_zero() const noexcept { return top_ == 0 && bottom_ != 0; }
  bool is_integer() const noexcept { return bottom_ == 1 || (is_big() && big_is_integer()); }
  int sign() const noexcept { return is_small() ? (top_ > 0) - (top_ < 0) : big_sign(); }  // -1, 0, 1
  // Bits of the longer of numerator and denominator.
  std::size_t bits() const noexcept;

  // Small values only (is_small()).
  std::int64_t small_numerator() const noexcept { return top_; }
  std::int64_t small_denominator() const noexcept { return bottom_; }

  // The value as a 64-bit integer if it is one and fits.
  std::optional<std::int64_t> to_int64() const noexcept {
    return bottom_ == 1 ? std::optional<std::int64_t>(top_) : std::nullopt;
  }
  // The mantissa m with value == m * 10^-scale, if it is whole and fits 64 bits.
  std::optional<std::int64_t> to_scaled(int scale) const;
  // The least scale s >= 0 with value * 10^s whole; nothing when the decimal expansion does not end.
  std::optional<int> decimal_scale() const;

  std::string numerator_text() const;
  std::string denominator_text() const;
  // Exact: a decimal where the expansion ends ("0.15"), else "p/q" in lowest terms. Never an exponent.
  std::string text() const;

  Number operator-() const;
  friend Number operator+(const Number&, const Number&);
  friend Number operator-(const Number&, const Number&);
  friend Number operator*(const Number&, const Number&);
  friend Number operator/(const Number&, const Number&);  // divisor must not be 0
  Number& operator+=(const Number& other) { return *this = *this + other; }
  Number& operator-=(const Number& other) { return *this = *this - other; }
  Number& operator*=(const Number& other) { return *this = *this * other; }
  Number& operator/=(const Number& other) { return *this = *this / other; }

  friend bool operator==(const Number&, const Number&) noexcept;
  friend std::strong_ordering operator<=>(const Number&, const Number&) noexcept;

  std::size_t hash() const noexcept;

 private:
  friend struct BigRational;
  Number(std::int64_t top, std::int64_t bottom) noexcept : top_(top), bottom_(bottom) {}  // in lowest terms

  // What the inline operators leave: fractions, and whatever passes 64 bits.
  static Number sum(const Number&, const Number&, int sign_of_second);
  static Number product(const Number&, const Number&);
  static Number quotient(const Number&, const Number&);
  static Number from_lowest(Int128 top, Int128 bottom);
  static bool big_equal(const Number&, const Number&) noexcept;
  static int big_compare(const Number&, const Number&) noexcept;  // -1, 0, 1
  bool big_is_integer() const noexcept;
  int big_sign() const noexcept;
  void retain() const noexcept;
  void release() const noexcept;

  std::int64_t top_ = 0;     // numerator, or the address of a BigRational where bottom_ is 0
  std::int64_t bottom_ = 1;  // denominator, or 0
};

Number abs(const Number&);
Number floor(const Number&);
Number ceil(const Number&);
// To `digits` decimals (negative: tens, hundreds, …), halves away from zero. The caller keeps `digits` within some
// 20,000: the result of a value whose expansion is longer has that many digits.
Number round(const Number&, int digits);
// base^exponent; base must not be 0 where exponent is negative. The caller bounds the size of the result: see pow_bits.
Number pow(const Number& base, std::int64_t exponent);
// An upper bound of the bits of base^exponent, to decide before computing it: hardly ever more than one too many.
std::size_t pow_bits(const Number& base, std::int64_t exponent);

// The nearest value at or below (above) with at most `digits` significant decimal digits; digits >= 1.
Number round_down(const Number&, int digits);
Number round_up(const Number&, int digits);

// ---- inline: the everyday case, whole numbers within 64 bits ----

inline Number& Number::operator=(const Number& other) noexcept {
  if (other.is_big()) other.retain();
  if (is_big()) release();
  top_ = other.top_;
  bottom_ = other.bottom_;
  return *this;
}

inline Number& Number::operator=(Number&& other) noexcept {
  if (this == &other) return *this;
  if (is_big()) release();
  top_ = other.top_;
  bottom_ = other.bottom_;
  other.top_ = 0;
  other.bottom_ = 1;
  return *this;
}

inline Number Number::operator-() const {
  if (is_small() && top_ != INT64_MIN) return Number(-top_, bottom_);
  return sum(Number(), *this, -1);
}

inline Number operator+(const Number& a, const Number& b) {
  std::int64_t result = 0;
  if (a.bottom_ == 1 && b.bottom_ == 1 && !__builtin_add_overflow(a.top_, b.top_, &result)) return Number(result);
  return Number::sum(a, b, 1);
}

inline Number operator-(const Number& a, const Number& b) {
  std::int64_t result = 0;
  if (a.bottom_ == 1 && b.bottom_ == 1 && !__builtin_sub_overflow(a.top_, b.top_, &result)) return Number(result);
  return Number::sum(a, b, -1);
}

inline Number operator*(const Number& a, const Number& b) {
  std::int64_t result = 0;
  if (a.bottom_ == 1 && b.bottom_ == 1 && !__builtin_mul_overflow(a.top_, b.top_, &result)) return Number(result);
  return Number::product(a, b);
}

inline Number operator/(const Number& a, const Number& b) { return Number::quotient(a, b); }

inline bool operator==(const Number& a, const Number& b) noexcept {
  if (a.top_ == b.top_ && a.bottom_ == b.bottom_) return true;
  return a.is_big() && b.is_big() && Number::big_equal(a, b);
}

inline std::strong_ordering operator<=>(const Number& a, const Number& b) noexcept {
  if (!a.is_small() || !b.is_small()) return Number::big_compare(a, b) <=> 0;
  if (a.bottom_ == b.bottom_) return a.top_ <=> b.top_;
  const Int128 left = Int128{a.top_} * b.bottom_;
  const Int128 right = Int128{b.top_} * a.bottom_;
  if (left == right) return std::strong_ordering::equal;
  return left < right ? std::strong_ordering::less : std::strong_ordering::greater;
}

inline const Number& min(const Number& a, const Number& b) { return b < a ? b : a; }
inline const Number& max(const Number& a, const Number& b) { return a < b ? b : a; }

}  // namespace reckon::engine

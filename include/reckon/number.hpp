// Exact numbers and ranges as a host program holds them.
#pragma once

#include <compare>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "reckon/export.h"

namespace reckon {

// An exact rational number of any size; or an open end (an infinity); or nothing, where there is no value.
// Immutable values: copies are cheap, and threads may read one at once.
class RECKON_API Number {
 public:
  Number() noexcept;                 // nothing
  Number(long long value) noexcept;  // NOLINT: whole numbers are exact
  Number(int value) noexcept;        // NOLINT
  Number(const Number&) noexcept;
  Number(Number&&) noexcept;
  Number& operator=(const Number&) noexcept;
  Number& operator=(Number&&) noexcept;
  ~Number();

  // Throws std::domain_error where the denominator is 0.
  static Number ratio(long long numerator, long long denominator);
  // "2.5", "-1e6", "75万", "15%", "1/3", "inf", "-inf"; nothing (std::nullopt) for other text.
  static std::optional<Number> parse(std::string_view text);
  static Number infinity() noexcept;
  static Number minus_infinity() noexcept;

  bool has_value() const noexcept { return kind_ != Kind::nothing; }  // a number, or an open end
  bool is_finite() const noexcept { return kind_ == Kind::finite; }
  bool is_integer() const noexcept;
  int sign() const noexcept;  // -1, 0, 1; 0 of nothing

  // Exact: a decimal where it ends, else p/q in lowest terms; "-inf" and "inf"; "" of nothing.
  std::string text() const;
  // In lowest terms, with a positive denominator. Throw std::domain_error where the number is not finite.
  std::string numerator() const;
  std::string denominator() const;
  // The value where it is a whole number and fits.
  std::optional<long long> to_long_long() const noexcept;
  // The nearest double or its neighbour: what is exact ends here. NaN of nothing.
  double approximate_double() const;

  // Exact arithmetic of finite numbers. Throws std::domain_error where an operand is not finite, for a division by 0,
  // and where the result would take more than 65,536 bits.
  friend RECKON_API Number operator-(const Number&);
  friend RECKON_API Number operator+(const Number&, const Number&);
  friend RECKON_API Number operator-(const Number&, const Number&);
  friend RECKON_API Number operator*(const Number&, const Number&);
  friend RECKON_API Number operator/(const Number&, const Number&);
  // Nothing equals nothing, and is not ordered beside anything else.
  friend RECKON_API bool operator==(const Number&, const Number&) noexcept;
  friend RECKON_API std::partial_ordering operator<=>(const Number&, const Number&) noexcept;

 private:
  friend struct NumberAccess;
  enum class Kind : unsigned char { nothing, finite, below, above };
  explicit Number(Kind kind) noexcept;

  alignas(8) unsigned char value_[16];  // the engine's own number
  Kind kind_;
};

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out, const Number& number) {
  return out << number.text();
}

// Every value from low to high; either end may be open. Ends are nothing where there is no value.
struct Range {
  Number low, high;
  std::optional<Number> best;  // the central figure of a range that is no point

  Range() = default;
  Range(Number point) : low(point), high(std::move(point)) {}  // NOLINT: a number is a range
  Range(long long point) : Range(Number(point)) {}             // NOLINT
  Range(int point) : Range(Number(point)) {}                   // NOLINT
  Range(Number from, Number to) : low(std::move(from)), high(std::move(to)) {}
  Range(Number from, Number to, Number figure) : low(std::move(from)), high(std::move(to)), best(std::move(figure)) {}

  bool is_point() const { return low.is_finite() && low == high; }
  friend bool operator==(const Range&, const Range&) = default;
};

}  // namespace reckon

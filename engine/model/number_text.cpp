// Decimal text to a Number and back, exactly in both directions.
// Invariant: the cost of reading is bounded by the length of the text and max_bits, whatever the exponent says.
#include <algorithm>
#include <bit>
#include <cassert>
#include <charconv>

#include "engine/model/big_rational.hpp"
#include "engine/model/number.hpp"

namespace reckon::engine {

namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// ±(digits of mantissa) * 10^exponent; the mantissa's text begins and ends with a digit other than 0, or is empty.
struct DecimalText {
  bool negative = false;
  std::string_view mantissa;  // digits, `_` and perhaps one point
  std::size_t digits = 0;
  std::int64_t exponent = 0;
};

// Reads digits with single `_` between them; false when there is none.
bool take_digits(std::string_view& text) noexcept {
  std::size_t i = 0;
  while (i < text.size() && (is_digit(text[i]) || (text[i] == '_' && i > 0 && is_digit(text[i - 1])))) ++i;
  if (i == 0 || text[i - 1] == '_') return false;
  text.remove_prefix(i);
  return true;
}

bool take_sign(std::string_view& text) noexcept {
  if (text.empty() || (text.front() != '-' && text.front() != '+')) return false;
  const bool negative = text.front() == '-';
  text.remove_prefix(1);
  return negative;
}

// The exponent's digits as a number; past 10^15, where every value but 0 is too large, as 10^15.
bool take_exponent(std::string_view& text, std::int64_t& exponent) noexcept {
  const bool negative = take_sign(text);
  std::size_t i = 0;
  for (; i < text.size() && is_digit(text[i]); ++i) {
    exponent = std::min<std::int64_t>(exponent * 10 + (text[i] - '0'), 1'000'000'000'000'000);
  }
  text.remove_prefix(i);
  if (negative) exponent = -exponent;
  return i > 0;
}

std::int64_t count_digits(std::string_view text) noexcept { return std::count_if(text.begin(), text.end(), is_digit); }

// Drops zeros on both sides and moves those on the right, and the point, to the exponent.
void trim(DecimalText& number, std::string_view mantissa) noexcept {
  const std::size_t first = mantissa.find_first_of("123456789");
  if (first == std::string_view::npos) return;
  const std::size_t last = mantissa.find_last_of("123456789");
  number.mantissa = mantissa.substr(first, last + 1 - first);
  number.digits = static_cast<std::size_t>(count_digits(number.mantissa));
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  if (last < point) {
    number.exponent += count_digits(mantissa.substr(last + 1, point - last - 1));
  } else {
    number.exponent -= count_digits(mantissa.substr(point, last + 1 - point));
  }
}

std::optional<DecimalText> scan(std::string_view text) noexcept {
  DecimalText number;
  number.negative = take_sign(text);
  std::string_view mantissa = text;
  if (!take_digits(text)) return std::nullopt;
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    if (!take_digits(text)) return std::nullopt;
  }
  mantissa.remove_suffix(text.size());
  if (!text.empty() && (text.front() == 'e' || text.front() == 'E')) {
    text.remove_prefix(1);
    if (!take_exponent(text, number.exponent)) return std::nullopt;
  }
  if (!text.empty()) return std::nullopt;
  trim(number, mantissa);
  return number;
}

// At most 18 digits.
std::int64_t small_mantissa(std::string_view mantissa) noexcept {
  std::int64_t value = 0;
  for (const char c : mantissa) {
    if (is_digit(c)) value = value * 10 + (c - '0');
  }
  return value;
}

// 18 digits at a time: quadratic with so small a factor that 100,000 digits take milliseconds.
Integer big_mantissa(std::string_view mantissa) {
  Integer value = 0;
  std::uint64_t chunk = 0;
  std::uint64_t factor = 1;
  for (const char c : mantissa) {
    if (!is_digit(c)) continue;
    chunk = chunk * 10 + static_cast<std::uint64_t>(c - '0');
    factor *= 10;
    if (factor == 1'000'000'000'000'000'000u) {
      value = value * factor + chunk;
      chunk = 0;
      factor = 1;
    }
  }
  return value * factor + chunk;
}

std::string small_text(std::int64_t value) {
  char buffer[24];
  return std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

}  // namespace

std::optional<Number> Number::parse(std::string_view text, std::size_t max_bits) {
  const std::optional<DecimalText> number = scan(text);
  if (!number) return std::nullopt;
  if (number->digits == 0) return Number();
  // In lowest terms a denominator keeps at least one bit for each decimal place, and a numerator loses at most the
  // bits that the denominator loses: more digits or a larger exponent than bits cannot fit.
  const auto limit = static_cast<std::int64_t>(std::min<std::size_t>(max_bits, 1u << 30));
  if (number->exponent > limit || -number->exponent > limit) return std::nullopt;
  if (number->digits > static_cast<std::size_t>(limit) + 1) return std::nullopt;
  Number value;
  if (number->digits <= 18) {
    const std::int64_t mantissa = small_mantissa(number->mantissa);
    value = decimal(number->negative ? -mantissa : mantissa, static_cast<int>(-number->exponent));
  } else {
    Integer mantissa = big_mantissa(number->mantissa);
    value = BigRational::decimal(number->negative ? -mantissa : mantissa, number->exponent);
  }
  if (value.bits() > max_bits) return std::nullopt;
  return value;
}

std::optional<int> Number::decimal_scale() const {
  if (is_integer()) return 0;
  if (is_small()) {
    const auto bottom = static_cast<std::uint64_t>(bottom_);
    const int twos = std::countr_zero(bottom);
    std::uint64_t rest = bottom >> twos;
    int fives = 0;
    for (; rest % 5 == 0; rest /= 5) ++fives;
    return rest == 1 ? std::optional<int>(std::max(twos, fives)) : std::nullopt;
  }
  Integer rest = BigRational::of(*this).denominator;
  const std::size_t twos = boost::multiprecision::lsb(rest);
  rest >>= twos;
  const std::size_t fives = strip_fives(rest, bit_length(rest));
  return rest == 1 ? std::optional<int>(static_cast<int>(std::max(twos, fives))) : std::nullopt;
}

std::string Number::numerator_text() const {
  return is_small() ? small_text(top_) : BigRational::of(*this).numerator.str();
}

std::string Number::denominator_text() const {
  return is_small() ? small_text(bottom_) : BigRational::of(*this).denominator.str();
}

std::string Number::text() const {
  if (is_integer()) return numerator_text();
  const std::optional<int> scale = decimal_scale();
  if (!scale) return numerator_text() + "/" + denominator_text();
  const auto places = static_cast<std::size_t>(*scale);
  const Parts parts(*this);
  std::string digits = Integer(abs(parts.top()) * engine::power_of_ten(places) / parts.bottom()).str();
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  digits.insert(digits.size() - places, 1, '.');
  if (sign() < 0) digits.insert(0, 1, '-');
  return digits;
}

}  // namespace reckon::engine

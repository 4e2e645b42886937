// Grouping and rounding for the eye.
#include "engine/model/readable.hpp"

#include <algorithm>

namespace reckon::engine {
namespace {

constexpr int shown_digits = 6;
constexpr int few_digits = 3;
constexpr std::size_t plain_digits = 21;  // a whole part longer than this is shown with an exponent
constexpr std::size_t plain_bits = 96;    // a longer numerator or denominator is not read digit by digit

enum class Towards : std::uint8_t { below, above, nearest };

// Puts `,` between groups of three digits of each whole number in the text; digits after a point stay together.
std::string grouped(const std::string& digits) {
  std::string result;
  for (std::size_t at = 0; at < digits.size();) {
    if (digits[at] < '0' || digits[at] > '9') {
      result += digits[at++];
      continue;
    }
    const std::size_t end = std::min(digits.find_first_not_of("0123456789", at), digits.size());
    const bool is_fraction = at > 0 && digits[at - 1] == '.';
    for (; at < end; ++at) {
      result += digits[at];
      if (!is_fraction && at + 1 < end && (end - at - 1) % 3 == 0) result += ',';
    }
  }
  return result;
}

std::size_t whole_digits(const Number& magnitude) { return floor(magnitude).numerator_text().size(); }

bool is_short(const Number& value) {
  if (value.bits() > plain_bits) return false;
  const auto scale = value.decimal_scale();
  if (!scale) return false;
  const Number magnitude = abs(value);
  if (whole_digits(magnitude) > plain_digits) return false;
  if (*scale > 2 * shown_digits) return false;
  const Number decimals = (magnitude - floor(magnitude)) * Number::power_of_ten(static_cast<unsigned>(*scale));
  return decimals.numerator_text().size() <= static_cast<std::size_t>(shown_digits);
}

Number rounded(const Number& value, int digits, Towards towards) {
  const Number below = round_down(value, digits);
  if (towards == Towards::below) return below;
  const Number above = round_up(value, digits);
  if (towards == Towards::above) return above;
  const Number to_below = value - below, to_above = above - value;
  if (to_below == to_above) return value.sign() < 0 ? below : above;
  return to_below < to_above ? below : above;
}

// The power of ten of the first digit of a number that is not 0.
int magnitude_of(const Number& value) {
  const Number magnitude = abs(value);
  if (magnitude >= Number(1)) return static_cast<int>(whole_digits(magnitude)) - 1;
  const int places = static_cast<int>(whole_digits(Number(1) / magnitude));
  const bool exact_power = Number::power_of_ten(static_cast<unsigned>(places - 1)) * magnitude == Number(1);
  return exact_power ? 1 - places : -places;
}

std::string with_exponent(const Number& value, int power) {
  const Number ten = Number::power_of_ten(static_cast<unsigned>(power < 0 ? -power : power));
  return (power < 0 ? value * ten : value / ten).text() + 'e' + std::to_string(power);
}

// A number of a million or more, in thousands of thousands: "2.65M".
std::string with_suffix(const Number& value, Towards towards, bool& is_rounded) {
  static constexpr std::string_view suffixes[] = {"M", "B", "T"};
  const Number near = rounded(value, few_digits, towards);
  is_rounded = is_rounded || near != value;
  const int thousands = magnitude_of(near) / 3;
  if (thousands - 2 >= static_cast<int>(std::size(suffixes))) return with_exponent(near, magnitude_of(near));
  return (near / Number::power_of_ten(static_cast<unsigned>(3 * thousands))).text() +
         std::string(suffixes[thousands - 2]);
}

std::string shown(const Number& value, Digits digits, Towards towards, bool& is_rounded) {
  if (digits == Digits::few && abs(value) >= Number(1'000'000)) return with_suffix(value, towards, is_rounded);
  if (digits == Digits::every || is_short(value)) return grouped(value.text());
  const int power = magnitude_of(value);
  const bool plain = power < static_cast<int>(plain_digits) && power >= -shown_digits;
  const Number near = rounded(value, plain ? std::max(shown_digits, power + 1) : shown_digits, towards);
  is_rounded = is_rounded || near != value;
  return plain ? grouped(near.text()) : with_exponent(near, magnitude_of(near));
}

}  // namespace

ReadableRange readable_parts(const Range& range, Digits digits) {
  ReadableRange parts;
  parts.is_point = range.is_point();
  if (parts.is_point) {
    parts.low = shown(range.low, digits, Towards::nearest, parts.rounded);
    return parts;
  }
  if (!range.unbounded_below) parts.low = shown(range.low, digits, Towards::below, parts.rounded);
  if (!range.unbounded_above) parts.high = shown(range.high, digits, Towards::above, parts.rounded);
  if (range.has_central) parts.best = shown(range.central, digits, Towards::nearest, parts.rounded);
  return parts;
}

std::string readable(const Range& range, Digits digits) {
  const ReadableRange parts = readable_parts(range, digits);
  std::string text = (parts.rounded ? "≈" : "") + parts.low;
  if (!parts.is_point) text += ".." + parts.high;
  if (!parts.best.empty()) text += " (best " + parts.best + ')';
  return text;
}

std::string_view readable(Truth truth) { return truth == Truth::yes ? "yes" : truth == Truth::no ? "no" : "maybe"; }

}  // namespace reckon::engine

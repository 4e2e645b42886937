// Scaled integers first; text is for what has no such form.
#include "engine/storage/number_cell.hpp"

#include <algorithm>
#include <array>

namespace reckon::engine {
namespace {

constexpr std::size_t most_digits = 1 << 16;  // of a numerator or denominator in text

bool fits(const Number& number, int scale) {
  const auto mantissa = number.to_scaled(scale);
  return mantissa && *mantissa != INT64_MIN;
}

}  // namespace

int cell_scale(const Range& range) {
  if (range.low.is_integer() && range.high.is_integer() && range.central.is_integer()) return 0;
  const std::array numbers{&range.low, &range.high, &range.central};
  int scale = 0;
  for (const Number* number : numbers) {
    const auto own = number->decimal_scale();
    if (!own || *own > most_cell_scale) return 0;
    scale = std::max(scale, *own);
  }
  const bool all =
      std::all_of(numbers.begin(), numbers.end(), [&](const Number* number) { return fits(*number, scale); });
  return all ? scale : 0;
}

void bind_number(Statement& statement, int parameter, const Number& number, int scale, std::string& text) {
  if (fits(number, scale)) {
    statement.bind(parameter, *number.to_scaled(scale));
    return;
  }
  text = number.text();
  statement.bind(parameter, std::string_view(text));
}

Number number_cell(const Statement& statement, int column, int scale) {
  if (!statement.is_text(column)) {
    const std::int64_t mantissa = statement.integer(column, INT64_MIN, INT64_MAX);
    return scale == 0 ? Number(mantissa) : Number::decimal(mantissa, scale);
  }
  const auto number = parse_exact(statement.text(column));
  if (!number) statement.damaged("a number is written in a way that cannot be read");
  return *number;
}

std::optional<Number> parse_exact(std::string_view text) {
  if (text.size() > most_digits) return std::nullopt;
  const auto slash = text.find('/');
  const auto top = Number::parse(text.substr(0, slash));
  if (!top || slash == std::string_view::npos) return top;
  const auto bottom = Number::parse(text.substr(slash + 1));
  if (!bottom || bottom->sign() <= 0) return std::nullopt;
  return *top / *bottom;
}

}  // namespace reckon::engine

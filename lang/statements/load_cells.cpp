// Cells, one kind after another.
#include "lang/statements/load_cells.hpp"

#include <algorithm>

#include "lang/ast/print.hpp"
#include "lang/diagnostics/problems.hpp"
#include "lang/parse/literal.hpp"

namespace reckon::lang {
namespace {

using engine::Calendar;

constexpr std::size_t most_compared = 100'000;  // members among which the nearest name is sought

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string in_quotes(std::string_view text) {
  constexpr std::size_t most = 60;
  std::size_t end = std::min(text.size(), most);
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return '"' + std::string(text.substr(0, end)) + (end < text.size() ? "…\"" : "\"");
}

// True where commas part the digits before the point by threes: `1,234,567.8`.
bool has_thousands_separators(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  const std::string_view whole = text.substr(0, text.find('.'));
  std::size_t comma = whole.find(',');
  if (comma == 0 || comma > 3 || whole.size() <= comma) return false;
  for (; comma < whole.size(); comma += 4)
    if (whole[comma] != ',' || whole.size() < comma + 4) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == ',' || c == '.'; });
}

// True of digits without end, and of powers of ten.
bool may_be_too_large(std::string_view text) {
  const std::size_t power = text.find_first_of("eE");
  const bool is_plain = text.find_first_not_of("+-.0123456789eE") == std::string_view::npos && is_digit(text.back());
  return is_plain && (text.size() > 1000 || (power != std::string_view::npos && power > 0));
}

std::string number_hint(std::string_view text) {
  if (text.find(',') != std::string_view::npos &&
      std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == ',' || c == '-'; }))
    return "decimals are written with a point, as 0.5";
  if (std::any_of(text.begin(), text.end(), is_digit))
    return "write digits alone, as 1234.5: the unit is the measure's";
  return "leave the cell empty where there is nothing to say, or write unknown where the source says that it has no "
         "figure";
}

std::string date_hint(std::string_view format, std::string_view example) {
  if (!format.empty()) return "the statement says that dates are written as " + in_quotes(format);
  return "write it as " + std::string(example) + ", or say after the column how dates are written: format \"%m/%d/%Y\"";
}

std::string_view example(Calendar calendar) {
  switch (calendar) {
    case Calendar::year: return "2024";
    case Calendar::quarter: return "2024Q4";
    case Calendar::month: return "2024M12";
    default: return "2024-12-31";
  }
}

}  // namespace

engine::Number read_number(const LoadTable& table, std::size_t column) {
  const std::string_view text = table.cell(column);
  if (auto number = literal_value(text)) return std::move(*number);
  if (has_thousands_separators(text)) {
    std::string mended(text);
    mended.erase(std::remove(mended.begin(), mended.end(), ','), mended.end());
    table.fail(column, problem::thousands_separator, "the number " + in_quotes(text) + " has commas in it",
               "write " + mended);
  }
  if (may_be_too_large(text))
    table.fail(column, problem::number_too_large,
               "the number " + in_quotes(text) + " is too large or too fine to be held exactly",
               "numbers may have some 19,000 digits");
  table.fail(column, problem::cell_not_a_number, in_quotes(text) + " is not a number", number_hint(text));
}

engine::Day read_date(const LoadTable& table, std::size_t column, std::string_view format) {
  const std::string_view text = table.cell(column);
  if (!format.empty()) {
    if (const auto day = engine::parse_date(text, format)) return *day;
  } else {
    for (const Calendar calendar : {Calendar::day, Calendar::month, Calendar::quarter, Calendar::year})
      if (const auto period = engine::parse_period(text, calendar)) return engine::last_day(*period, calendar);
  }
  table.fail(column, problem::not_a_date, in_quotes(text) + " is not a date",
             date_hint(format, example(Calendar::day)));
}

std::optional<engine::Code> read_member(const LoadTable& table, std::size_t column, const engine::Dimension& dimension,
                                        std::string_view format) {
  const std::string_view text = table.cell(column);
  if (text.empty())
    table.fail(column, problem::empty_cell, "the cell is empty, but every fact needs its " + dimension.name(),
               "fill it in, or take the row out");
  if (!format.empty()) {
    if (const auto day = engine::parse_date(text, format))
      return engine::roll_up(*day, Calendar::day, dimension.calendar());
    table.fail(column, problem::not_a_date, in_quotes(text) + " is not a date", date_hint(format, {}));
  }
  if (const auto code = dimension.find(text)) return code;
  if (dimension.is_calendar())
    table.fail(column, problem::not_a_date, in_quotes(text) + " is not a " + dimension.name(),
               date_hint({}, example(dimension.calendar())));
  if (!dimension.closed()) return std::nullopt;
  engine::NearestNames nearest(text);
  if (dimension.size() <= most_compared)
    for (const engine::MemberInfo& member : dimension.members()) {
      nearest.offer(member.name);
      for (const std::string& alias : member.aliases) nearest.offer(alias, member.name);
    }
  std::string hint = nearest.hint();
  if (hint.empty())
    hint = "add it: dimension " + quoted_if_needed(dimension.name()) + " { " + quoted_if_needed(text) + " }";
  table.fail(column, problem::unknown_member, "there is no member " + in_quotes(text) + " of " + dimension.name(),
             hint);
}

}  // namespace reckon::lang

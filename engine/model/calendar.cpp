// Calendar codes: conversions between text, days and coarser periods.
// Days are counted in the proleptic Gregorian calendar by Howard Hinnant's days_from_civil
// ("chrono-Compatible Low-Level Date Algorithms").
#include "engine/model/calendar.hpp"

#include <array>
#include <cstdio>

namespace reckon::engine {
namespace {

struct Civil {
  int year, month, day;
};

Day days_from_civil(int y, int m, int d) {
  y -= m <= 2;
  const int era = (y >= 0 ? y : y - 399) / 400;
  const int yoe = y - era * 400;
  const int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  const int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

Civil civil_from_days(Day z) {
  z += 719468;
  const int era = (z >= 0 ? z : z - 146096) / 146097;
  const int doe = z - era * 146097;
  const int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const int mp = (5 * doy + 2) / 153;
  const int m = mp + (mp < 10 ? 3 : -9);
  return {yoe + era * 400 + (m <= 2), m, doy - (153 * mp + 2) / 5 + 1};
}

int days_in_month(int y, int m) {
  static constexpr std::array<int, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
  return m == 2 && leap ? 29 : lengths[static_cast<std::size_t>(m - 1)];
}

std::optional<Day> checked_day(int y, int m, int d) {
  if (y < 0 || y > 9999 || m < 1 || m > 12 || d < 1 || d > days_in_month(y, m)) return std::nullopt;
  return days_from_civil(y, m, d);
}

// Reads 1 to `most` digits at the front and removes them.
std::optional<int> take_digits(std::string_view& text, std::size_t most) {
  std::size_t n = 0;
  int value = 0;
  while (n < text.size() && n < most && text[n] >= '0' && text[n] <= '9') value = value * 10 + (text[n++] - '0');
  if (n == 0) return std::nullopt;
  text.remove_prefix(n);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<int> take_month_name(std::string_view& text) {
  static constexpr std::array<std::string_view, 12> names{"jan", "feb", "mar", "apr", "may", "jun",
                                                          "jul", "aug", "sep", "oct", "nov", "dec"};
  if (text.size() < 3) return std::nullopt;
  for (std::size_t m = 0; m < names.size(); ++m) {
    bool same = true;
    for (std::size_t i = 0; i < 3; ++i) same = same && (text[i] | 0x20) == names[m][i];
    if (!same) continue;
    text.remove_prefix(3);
    return static_cast<int>(m) + 1;
  }
  return std::nullopt;
}

std::string padded(const char* format, int a, int b = 0, int c = 0) {
  std::array<char, 40> buffer{};
  const int n = std::snprintf(buffer.data(), buffer.size(), format, a, b, c);
  return {buffer.data(), static_cast<std::size_t>(n)};
}

int floor_div(int a, int b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

}  // namespace

std::optional<Day> parse_date(std::string_view text) {
  const auto y = take_digits(text, 4);
  if (!y || !take(text, '-')) return std::nullopt;
  const auto m = take_digits(text, 2);
  if (!m || !take(text, '-')) return std::nullopt;
  const auto d = take_digits(text, 2);
  if (!d || !text.empty()) return std::nullopt;
  return checked_day(*y, *m, *d);
}

std::optional<Day> parse_date(std::string_view text, std::string_view format) {
  int y = 0, m = 1, d = 1;
  while (!format.empty()) {
    if (format.front() != '%' || format.size() < 2) {
      if (!take(text, format.front())) return std::nullopt;
      format.remove_prefix(1);
      continue;
    }
    const char what = format[1];
    format.remove_prefix(2);
    const auto number = what == 'b' ? take_month_name(text) : take_digits(text, what == 'Y' ? 4 : 2);
    if (!number) return std::nullopt;
    if (what == 'Y')
      y = *number;
    else if (what == 'm' || what == 'b')
      m = *number;
    else if (what == 'd')
      d = *number;
    else if (what != 'H' && what != 'M' && what != 'S')
      return std::nullopt;
  }
  return text.empty() ? checked_day(y, m, d) : std::nullopt;
}

std::optional<Code> parse_period(std::string_view text, Calendar calendar) {
  if (const auto day = parse_date(text)) return roll_up(*day, Calendar::day, calendar);
  const auto y = take_digits(text, 4);
  if (!y) return std::nullopt;
  if (text.empty()) return calendar == Calendar::year ? std::optional<Code>(*y) : std::nullopt;
  const bool quarter = take(text, 'Q');
  if (!quarter && !take(text, 'M') && !take(text, '-')) return std::nullopt;
  const auto part = take_digits(text, 2);
  if (!part || !text.empty() || *part < 1 || *part > (quarter ? 4 : 12)) return std::nullopt;
  const Calendar from = quarter ? Calendar::quarter : Calendar::month;
  if (calendar > from) return std::nullopt;
  return roll_up(*y * (quarter ? 4 : 12) + *part - 1, from, calendar);
}

std::string period_text(Code code, Calendar calendar) {
  switch (calendar) {
    case Calendar::year: return std::to_string(code);
    case Calendar::quarter: return padded("%dQ%d", floor_div(code, 4), code - floor_div(code, 4) * 4 + 1);
    case Calendar::month: return padded("%dM%02d", floor_div(code, 12), code - floor_div(code, 12) * 12 + 1);
    default: break;
  }
  const Civil c = civil_from_days(code);
  return padded("%04d-%02d-%02d", c.year, c.month, c.day);
}

Code roll_up(Code code, Calendar from, Calendar to) {
  if (from == Calendar::day && to < Calendar::day) {
    const Civil c = civil_from_days(code);
    code = c.year * 12 + c.month - 1;
    from = Calendar::month;
  }
  if (from == Calendar::month && to < Calendar::month) {
    code = floor_div(code, 3);
    from = Calendar::quarter;
  }
  if (from == Calendar::quarter && to < Calendar::quarter) code = floor_div(code, 4);
  return code;
}

Day first_day(Code code, Calendar calendar) {
  switch (calendar) {
    case Calendar::year: return days_from_civil(code, 1, 1);
    case Calendar::quarter: return first_day(code * 3, Calendar::month);
    case Calendar::month: return days_from_civil(floor_div(code, 12), code - floor_div(code, 12) * 12 + 1, 1);
    default: return code;
  }
}

Day last_day(Code code, Calendar calendar) {
  return calendar == Calendar::day ? code : first_day(code + 1, calendar) - 1;
}

std::string_view calendar_name(Calendar calendar) {
  static constexpr std::array<std::string_view, 5> names{"", "year", "quarter", "month", "day"};
  return names[static_cast<std::size_t>(calendar)];
}

}  // namespace reckon::engine

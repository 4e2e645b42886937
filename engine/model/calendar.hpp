// The built-in ordered dimensions year, quarter, month and day, as codes that sort by time:
// a year is itself, a quarter year * 4 + 0..3, a month year * 12 + 0..11, a day the days since 1970-01-01.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/model/code.hpp"

namespace reckon::engine {

enum class Calendar : std::uint8_t { none, year, quarter, month, day };  // coarse to fine

// "2024-12-18", years 0 to 9999 and days that exist; nothing otherwise.
std::optional<Day> parse_date(std::string_view text);
// By a format of %Y %m %d %H %M %S %b, %-free characters standing for themselves; digits may lack leading zeros.
std::optional<Day> parse_date(std::string_view text, std::string_view format);

// A period of the given calendar from text: "2024", "2024Q3", "2024M11" or "2024-11", "2024-12-18".
// A finer text than the calendar rolls up ("2024-12-18" as a year is 2024).
std::optional<Code> parse_period(std::string_view text, Calendar);

std::string period_text(Code, Calendar);

// The code of a coarser calendar that holds this one; `to` must not be finer than `from`.
Code roll_up(Code, Calendar from, Calendar to);

// The first and the last day of a period.
Day first_day(Code, Calendar);
Day last_day(Code, Calendar);

std::string_view calendar_name(Calendar);

}  // namespace reckon::engine

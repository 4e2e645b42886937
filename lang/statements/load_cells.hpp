// What a cell of loaded data says: a number, a date, a member. Each throws a Failure at the cell where it says no such
// thing.
#pragma once

#include <optional>

#include "lang/statements/load_table.hpp"

namespace reckon::lang {

// An exact decimal, also with a scale as in the language: `75万`, `15%`.
engine::Number read_number(const LoadTable&, std::size_t column);

// A day, or the last day of a period, as `on` reads it; with a format (engine::parse_date) a day by that.
engine::Day read_date(const LoadTable&, std::size_t column, std::string_view format);

// The member of that name or alias; a date rolls up into the calendar. Nothing where an open dimension has no such
// member yet.
std::optional<engine::Code> read_member(const LoadTable&, std::size_t column, const engine::Dimension&,
                                        std::string_view format);

}  // namespace reckon::lang

// Rows as CSV (RFC 4180) and as Markdown tables.
#pragma once

#include <string>

#include "api/text.hpp"

namespace reckon {

// A header, then a line a row: its members, and of each column low, high and best (of truths the truth). Numbers are
// exact, as in JSON; a missing value leaves its fields empty. A last column `maybe` says `yes` where the row, or the
// value of some column, may not be there. Several columns are told apart as `NAME low`. Notes are not printed.
std::string csv(const ShownAnswer&);

// A pipe table; a number without coordinates is a table of one cell. Notes follow as a list.
std::string markdown(const ShownAnswer&, const TextOptions&);

// One CSV field, in quotes where it must be.
std::string csv_field(const std::string& text);

}  // namespace reckon

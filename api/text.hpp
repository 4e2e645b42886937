// Answers as a person reads them in a terminal.
#pragma once

#include <string>

#include "api/shown.hpp"
#include "api/table.hpp"
#include "engine/model/readable.hpp"

namespace reckon {

struct TextOptions {
  bool exact = false;     // every digit, fractions as p/q; else what is rounded is marked `≈`
  bool color = false;     // notes dimmed with ANSI escapes
  bool compact = false;   // large numbers short: `2.65M..3.56M`
  std::size_t width = 0;  // of the screen, which tables fit; 0 for no limit
  std::size_t rows = 0;   // of a table, the rest only counted; 0 for all

  engine::Digits digits() const {
    return exact ? engine::Digits::every : compact ? engine::Digits::few : engine::Digits::rounded;
  }
};

// A number without coordinates on one line; rows as a table under the names of their dimensions and columns. Notes
// follow, a line each. Every line ends in a newline. Reading the notes may scan the facts again.
std::string text(const ShownAnswer&, const TextOptions&);

// A range split at the seam of its column: before `..`, a point before the decimal point.
TableCell range_cell(const engine::Range&, engine::Digits);

// A value with its unit, on one line: `69,000..460,000 H100e`, `maybe`, `missing: no h100e(ByteDance, 2025)`.
std::string value_text(const ShownAnswer&, const engine::Value&, std::size_t column, engine::Digits);

// The notes under an answer, a line each.
std::string notes_text(const ShownAnswer&, const TextOptions&);

// `check yes: MESSAGE`, or the query where there is no message.
std::string check_text(engine::Truth verdict, const std::string& query, const std::string& message);

}  // namespace reckon

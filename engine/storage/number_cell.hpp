// Exact numbers as cells of SQLite: whole mantissas where a row's numbers have one decimal scale, else text.
// Invariant: reading gives back exactly what was written.
#pragma once

#include <optional>

#include "engine/model/range.hpp"
#include "engine/storage/connection.hpp"

namespace reckon::engine {

inline constexpr int most_cell_scale = 18;

// The least scale at which every number of the range is a whole mantissa of 64 bits, as far as there is one; else 0.
int cell_scale(const Range&);
// Binds a number at a scale. `text` holds what is bound, until the statement has run.
void bind_number(Statement&, int parameter, const Number&, int scale, std::string& text);
// A mantissa at the scale, or text. Throws Error where the cell holds neither.
Number number_cell(const Statement&, int column, int scale);
// "1/3", "0.15", and what Number::parse reads; nothing for other texts.
std::optional<Number> parse_exact(std::string_view text);

}  // namespace reckon::engine

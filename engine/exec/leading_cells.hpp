// Cells found by their first coordinates, without looking at the others.
#pragma once

#include <span>
#include <utility>

#include "engine/exec/axis_matcher.hpp"
#include "engine/facts/cell_table.hpp"

namespace reckon::engine {

struct CellSpan {
  std::uint32_t begin = 0, end = 0;
  std::uint32_t size() const { return end - begin; }
};

// The cells whose first coordinates fit: `fixed` members and `tests` by axis. Cells are sorted by key, so they lie
// together, and so do those that fit on the next axis where one member is left on each before. Logarithmic in the
// cells.
CellSpan leading_cells(const CellTable&, std::span<const std::pair<std::size_t, Code>> fixed,
                       std::span<const std::pair<std::size_t, AxisMatcher>> tests);

}  // namespace reckon::engine

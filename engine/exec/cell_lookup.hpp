// Finding and putting single cells in a sorted table.
#pragma once

#include <cstdint>
#include <span>

#include "engine/facts/cell_table.hpp"

namespace reckon::engine {

inline constexpr std::uint32_t no_cell = 0xffffffff;

// The cell at a coordinate, or no_cell.
std::uint32_t find_cell(const CellTable&, std::span<const Code> key);

// Replaces the cell's value, or makes the cell (without facts).
void put_cell(CellTable&, std::span<const Code> key, const Range& value);

}  // namespace reckon::engine

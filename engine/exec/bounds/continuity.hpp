// Whether a step of a formula changes without jumps.
#pragma once

#include "engine/exec/bounds/solver.hpp"

namespace reckon::engine {

// Over all of the face; never true where the value is missing somewhere.
bool is_continuous(const CellFormula&, const Face&, std::uint32_t node);

// 0, which a continuous node that lies below 0 at one end and above it at the other passes through. With the place, if
// it lies on the straight line between the two.
std::optional<End> zero_between(const CellFormula&, const Face&, std::uint32_t node, const End& low, const End& high);

}  // namespace reckon::engine

// Whether a formula is affine in each of its variables: as a function of one alone, a straight line.
#pragma once

#include "engine/exec/bounds/formula.hpp"

namespace reckon::engine {

// By its shape: never true of a formula that is not, nor where looking costs more than some million steps.
bool is_affine_in_each(const CellFormula&);

}  // namespace reckon::engine

// A value as a quotient of two polynomials in the variables that vary in a box.
#pragma once

#include "engine/exec/bounds/polynomial.hpp"
#include "engine/exec/bounds/reach.hpp"

namespace reckon::engine {

struct Fraction {
  Polynomial above, below;  // below is positive in the box
};

// `unknowns`: by variable its number, or -1 for one that is a point in the box. Nothing where the value is no such
// quotient everywhere in the box, or too long a one.
std::optional<Fraction> fraction_of(const CellFormula&, const Box&, const std::vector<Reach>&,
                                    const std::vector<int>& unknowns);

}  // namespace reckon::engine

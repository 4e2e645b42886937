// A value with kinks as quotients of polynomials, one for each way in which its kinks may lie.
#pragma once

#include "engine/exec/bounds/fraction.hpp"

namespace reckon::engine {

// Of the branches of a kink: where it bends toward the end wanted, or may, all must be bounded to bound the value;
// where it bends away, any one does, and so does their mean.
struct Branches {
  bool any = false;
  std::vector<Branches> parts;  // none of a single quotient
  Fraction quotient;
};

// For the upper end, or the lower one, over a box. Nothing where some part is no quotient, or there are too many.
std::optional<Branches> branches_of(const CellFormula&, const Box&, bool upper, const std::vector<int>& unknowns,
                                    std::size_t bits);

}  // namespace reckon::engine

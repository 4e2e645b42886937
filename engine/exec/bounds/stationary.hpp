// Where a quotient of polynomials is level in some of its unknowns.
#pragma once

#include "engine/exec/bounds/fraction.hpp"

namespace reckon::engine {

struct LevelPoint {
  std::vector<Number> at;  // by unknown
  bool exact = false;      // the slopes are 0 there; otherwise the place is known to some 60 digits
};

// Newton's method from `start` in the unknowns `free`, the others standing still. Nothing where it does not settle.
std::optional<LevelPoint> level_point(const Fraction&, std::vector<Number> start, const std::vector<std::size_t>& free);

}  // namespace reckon::engine

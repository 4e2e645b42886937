// What the steps of a formula can be over a box, by interval arithmetic; and how they rise and fall with its variables.
// Invariant: every value that a step takes somewhere in the box is within its reach.
#pragma once

#include "engine/exec/bounds/formula.hpp"

namespace reckon::engine {

struct Reach {
  Range range;
  Truth truth = Truth::yes;
  bool present = true;    // it may be there
  bool absent = false;    // it may be missing
  bool excluded = false;  // a condition may exclude it

  bool certain() const { return present && !absent && !excluded; }
};

// By node. Values past `bits` become enclosures.
std::vector<Reach> reach_of(const CellFormula&, const Box&, std::size_t bits);

// By variable: the slopes that the value may have in it, everything where it may jump or come and go.
// `of_nodes` gets the slopes in every node, if not null.
std::vector<Range> slopes_of(const CellFormula&, const Box&, const std::vector<Reach>&,
                             std::vector<Range>* of_nodes = nullptr);

// A divisor's reach without the zero that the box leaves out.
bool may_be_zero(const CellStep& division, const Reach& divisor, const Box&);

}  // namespace reckon::engine

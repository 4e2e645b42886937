// `conflicts`: the cells of a measure whose facts cannot all be right.
#pragma once

#include <memory>

#include "engine/exec/explanation.hpp"

namespace reckon::engine {

// A tree for each cell, in the order of coordinates: the cell, and its standing facts, no value of which is in all.
// Throws Error where a rule fails. Without a meter the program's limits are counted anew.
std::vector<Explanation> conflicts(const std::shared_ptr<const Program>&, MeasureId, Digits = Digits::rounded,
                                   std::shared_ptr<Meter> = nullptr);

}  // namespace reckon::engine

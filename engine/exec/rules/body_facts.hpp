// The facts that one rule with a body gives over finished cells: defaults, and rules that move along a dimension.
#pragma once

#include "engine/exec/world.hpp"

namespace reckon::engine {

// Appends them, but for coordinates in `taken` (null for none).
void append_body_facts(Universe&, const Rule&, FactTable&, const CellTable* taken);

}  // namespace reckon::engine

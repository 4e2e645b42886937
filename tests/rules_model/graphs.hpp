// Random graphs of some hundred edges, whose codes lie close or far apart: closures, parities, generations and least
// distances of every form of rule, beside plain loops over them.
#pragma once

#include <cstdint>

namespace rules_model {

// False where something differs, which is printed.
bool graph_agrees(std::uint64_t seed);

}  // namespace rules_model

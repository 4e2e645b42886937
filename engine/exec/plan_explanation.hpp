// `explain`: the operations that a query was compiled to, as a tree from the answer down, with rows and time of each.
#pragma once

#include "engine/exec/explanation.hpp"

namespace reckon::engine {

// The answer must have been evaluated with Keep::profile. A scan of a derived measure shows the rules that derive it.
Explanation explain_plan(const Answer&);

}  // namespace reckon::engine

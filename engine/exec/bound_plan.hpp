// A plan with what its parameters are bound to, for messages about one run of it.
#pragma once

#include <span>

#include "engine/exec/run.hpp"

namespace reckon::engine {

Plan bound_plan(const Plan&, std::span<const Binding>);

}  // namespace reckon::engine

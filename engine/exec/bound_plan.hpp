// A plan with what its parameters are bound to, for messages about one run of it.
#pragma once

#include <span>

#include "engine/exec/run.hpp"

namespace reckon::engine {

Plan bound_plan(const Plan&, std::span<const Binding>);

// Whether a world of the plan depends on a date that a parameter names, so that it must be bound before it runs.
bool binds_worlds(const Plan&);

}  // namespace reckon::engine

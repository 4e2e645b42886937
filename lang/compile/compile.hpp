// From a checked expression to the engine's operations.
#pragma once

#include <memory>

#include "engine/plan/plan.hpp"
#include "lang/check/typed.hpp"

namespace reckon::lang {

// Cannot fail: everything that can be wrong was found by the checker. Slices, shifts and conditions on coordinates are
// pushed into scans; `m / sum(m over axis)` becomes one operation.
// Takes the root apart: its operations and conditions become those of the plan.
std::shared_ptr<const engine::Plan> compile(Typed& root);

}  // namespace reckon::lang

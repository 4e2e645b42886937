// `why not R(…)`: for each rule of a relation or measure, the first part of its body that fails.
#pragma once

#include <memory>

#include "engine/exec/explanation.hpp"

namespace reckon::engine {

// One tree: the row asked for, and a part for each rule. Throws Error where a rule fails to run.
Explanation why_not(const std::shared_ptr<const Program>&, MeasureId, std::span<const Code> key,
                    std::shared_ptr<Meter> = nullptr);

}  // namespace reckon::engine

// Coverage: which of the members that a query asks for have no cell, because a source has no figure or nobody speaks of
// them. Found only when the notes of an answer are read; costs one more scan for each scan of the plan.
#pragma once

#include <string>
#include <vector>

#include "engine/exec/run.hpp"

namespace reckon::engine {

// Notes in words, in the order of the plan's scans, each once. The plan has no parameters (bound_plan).
std::vector<std::string> coverage_notes(const Program&, const Plan&);

}  // namespace reckon::engine

// The trees of `why`, `explain` and `conflicts` as indented text.
#pragma once

#include <string>
#include <vector>

#include "api/text.hpp"
#include "engine/exec/explanation.hpp"

namespace reckon {

// Each tree with its branches drawn, details dimmed under their step where there is colour.
std::string trees_text(const std::vector<engine::Explanation>&, const TextOptions&);

// The trees of `why`, and then the answer's notes.
std::string why_text(const ShownAnswer&, const TextOptions&);

}  // namespace reckon

// The trees of `why` as indented text.
#pragma once

#include <string>
#include <vector>

#include "api/text.hpp"
#include "engine/exec/explanation.hpp"

namespace reckon {

// Each tree with its branches drawn, details dimmed under their step where there is colour; then the notes.
std::string why_text(const ShownAnswer&, const TextOptions&);

}  // namespace reckon

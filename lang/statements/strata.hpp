// Whether rules can be put in order: what may stand in a cycle of rules, and what may not.
#pragma once

#include <optional>
#include <string>

#include "engine/exec/program.hpp"

namespace reckon::lang {

// How an expression's plan uses what it reads.
std::vector<engine::RuleRead> uses_of(const engine::Plan&);

// What the program's rules, with one more, could not be run in any order for; nothing where they can.
struct CycleProblem {
  std::string message, hint;
};
// Uses of a measure that a body reads only strictly before the head along an ordered dimension, or only strictly after,
// become moves.
void mark_moves(const engine::Program&, const engine::Body&, std::vector<engine::RuleRead>& uses);

std::optional<CycleProblem> find_cycle_problem(const engine::Program&, const engine::Rule& added);
// Whether the measure is the rule's head, or is derived from it, directly or through other rules.
bool leads_back(const engine::Program&, const engine::Rule&, engine::MeasureId);

}  // namespace reckon::lang

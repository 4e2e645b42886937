// A walk over the reads of rules.
#include "engine/exec/rules/rule_reach.hpp"

#include <algorithm>

namespace reckon::engine {

std::vector<MeasureId> reached(const Program& program, MeasureId from) {
  std::vector<std::vector<const Rule*>> rules(program.facts.size());  // by head
  for (const auto& rule : program.rules) rules[rule->head].push_back(rule.get());
  std::vector<MeasureId> found;
  std::vector<MeasureId> open{from};
  std::vector<bool> seen(program.facts.size(), false);
  while (!open.empty()) {
    const MeasureId measure = open.back();
    open.pop_back();
    for (const Rule* rule : rules[measure])
      for (const MeasureId read : rule->reads) {
        if (seen[read]) continue;
        seen[read] = true;
        found.push_back(read);
        open.push_back(read);
      }
  }
  return found;
}

bool reads(const Program& program, MeasureId from, MeasureId wanted) {
  const auto found = reached(program, from);
  return std::find(found.begin(), found.end(), wanted) != found.end();
}

bool recur_together(const Program& program, MeasureId a, MeasureId b) {
  return reads(program, a, b) && reads(program, b, a);
}

}  // namespace reckon::engine

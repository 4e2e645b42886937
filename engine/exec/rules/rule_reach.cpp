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

std::vector<MeasureId> derived_together(const Program& program, MeasureId measure) {
  std::vector<std::vector<MeasureId>> readers(program.facts.size());
  for (const auto& rule : program.rules)
    for (const MeasureId read : rule->reads) readers[read].push_back(rule->head);
  std::vector<bool> leads_here(program.facts.size(), false);
  std::vector<MeasureId> open{measure};
  leads_here[measure] = true;
  while (!open.empty()) {
    const MeasureId here = open.back();
    open.pop_back();
    for (const MeasureId reader : readers[here]) {
      if (!leads_here[reader]) open.push_back(reader);
      leads_here[reader] = true;
    }
  }
  std::vector<MeasureId> group{measure};
  for (const MeasureId other : reached(program, measure))
    if (other != measure && leads_here[other]) group.push_back(other);
  std::sort(group.begin(), group.end());
  return group;
}

std::vector<MeasureId> derived_before(const Program& program, MeasureId measure) {
  std::vector<std::vector<MeasureId>> reads(program.facts.size());
  for (const auto& rule : program.rules)
    for (const MeasureId read : rule->reads) reads[rule->head].push_back(read);
  struct Visit {
    MeasureId measure;
    std::size_t next;  // of what it reads
  };
  std::vector<MeasureId> order;
  std::vector<bool> seen(program.facts.size(), false);
  std::vector<Visit> path{{measure, 0}};
  seen[measure] = true;
  while (!path.empty()) {
    Visit& here = path.back();
    if (here.next < reads[here.measure].size()) {
      const MeasureId read = reads[here.measure][here.next++];
      if (!seen[read]) path.push_back({read, 0});
      seen[read] = true;
      continue;
    }
    if (here.measure != measure && !reads[here.measure].empty()) order.push_back(here.measure);
    path.pop_back();
  }
  return order;
}

bool recur_together(const Program& program, MeasureId a, MeasureId b) {
  return reads(program, a, b) && reads(program, b, a);
}

}  // namespace reckon::engine

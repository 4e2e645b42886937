// The measures of a random program, by the plainest reading of their rules. Their numbers may be written in halves:
// then what the rules add counts twice.
#include <algorithm>

#include "tests/rules_model/program.hpp"

namespace rules_model {
namespace {

using Cells = std::map<Row, Interval>;

Interval hull(const Interval& a, const Interval& b) { return {std::min(a.low, b.low), std::max(a.high, b.high)}; }
Interval less(const Interval& a, const Interval& b) { return {std::min(a.low, b.low), std::min(a.high, b.high)}; }
Interval more(const Interval& a, const Interval& b) { return {std::max(a.low, b.low), std::max(a.high, b.high)}; }
Interval sum(const Interval& a, const Interval& b) { return {a.low + b.low, a.high + b.high}; }

// Steps over the edges, end by end the better of what is known and what a step gives, until nothing changes.
template <class Step, class Better>
void close(Cells& cells, const Program& program, const std::set<Row>& edges, Step step, Better better) {
  for (bool changed = true; changed;) {
    changed = false;
    for (const Row& edge : edges)
      for (int from = 0; from < nodes; ++from) {
        const auto so_far = cells.find({from, edge[0]});
        const auto weight = program.weights.find(edge);
        if (so_far == cells.end() || weight == program.weights.end()) continue;
        const Interval found = step(so_far->second, weight->second);
        const auto [at, fresh] = cells.try_emplace({from, edge[1]}, found);
        const Interval best = better(at->second, found);
        changed = changed || fresh || !(best == at->second);
        at->second = best;
      }
  }
}

}  // namespace

std::string number_text(const Program& program, int value) {
  if (!program.halves) return std::to_string(value);
  return std::to_string(value / 2) + (value % 2 == 0 ? "" : ".5");
}

void evaluate_measures(const Program& program, Meaning& meaning) {
  const int one = program.halves ? 2 : 1;
  meaning.least = program.weights;
  for (const auto& [row, value] : program.near) {
    const auto [at, fresh] = meaning.least.try_emplace(row, value);
    at->second = less(at->second, value);
  }
  close(meaning.least, program, meaning.rows[0], sum, less);
  meaning.greatest = program.weights;
  close(meaning.greatest, program, meaning.rows[0], less, more);
  for (const Row& node : meaning.rows[2])
    for (const auto& [edge, value] : program.weights)
      if (edge[0] == node[0] && meaning.rows[0].contains(edge)) meaning.sums[node] = sum(meaning.sums[node], value);
  meaning.held = program.held;
  meaning.grown = program.grown;
  for (int year = first_year + 1; year < first_year + years; ++year)
    for (int node = 0; node < nodes; ++node) {
      const auto held = meaning.held.find({node, year - 1});
      if (held != meaning.held.end()) meaning.held.try_emplace({node, year}, sum(held->second, {one, one}));
      const auto grown = meaning.grown.find({node, year - 1});
      if (grown == meaning.grown.end() || !meaning.rows[3].contains({node, year})) continue;
      const Interval next = sum(grown->second, {2 * one, 2 * one});
      const auto [at, fresh] = meaning.grown.try_emplace({node, year}, next);
      if (!fresh) at->second = hull(at->second, next);
    }
}

}  // namespace rules_model

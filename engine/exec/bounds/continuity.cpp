// Steps without jumps, and the zeros between their ends.
#include "engine/exec/bounds/continuity.hpp"

#include <map>

namespace reckon::engine {

bool is_continuous(const CellFormula& formula, const Face& face, std::uint32_t node) {
  std::vector<std::uint32_t> open{node};
  std::vector<bool> seen(formula.nodes.size(), false);
  while (!open.empty()) {
    const std::uint32_t id = open.back();
    open.pop_back();
    if (seen[id]) continue;
    seen[id] = true;
    const CellStep& step = formula.nodes[id];
    if (!face.reach[id].certain() || step.step == Step::kept || step.step == Step::choose ||
        step.step == Step::coalesce || step.step == Step::first || step.step == Step::floor ||
        step.step == Step::ceil || step.step == Step::round || step.step == Step::nothing)
      return false;
    const auto of = formula.arguments_of(step);
    open.insert(open.end(), of.begin(), of.end());
  }
  return true;
}

std::optional<End> zero_between(const CellFormula& formula, const Face& face, std::uint32_t node, const End& low,
                                const End& high) {
  if (!is_continuous(formula, face, node)) return std::nullopt;
  End end;
  end.proved = true;
  if (!low.witnessed || !high.witnessed || low.unbounded || high.unbounded) return end;
  const Number part = low.value / (low.value - high.value);
  std::map<NodeId, const Interval*> from, to;
  for (const Place& place : low.witness) from[place.node] = &place.at;
  for (const Place& place : high.witness) to[place.node] = &place.at;
  Box box = face.box;
  for (std::uint32_t id = 0; id < box.size(); ++id) {
    const NodeId variable = formula.variables[id].node;
    const auto a = from.find(variable), b = to.find(variable);
    if (box[id].range.is_point()) continue;
    if (a == from.end() && b == to.end()) return end;
    const Number& x = a == from.end() ? b->second->range.low : a->second->range.low;
    const Number& y = b == to.end() ? x : b->second->range.low;
    box[id] = {Range(x + (y - x) * part), false, false};
    end.witness.push_back({variable, box[id]});
  }
  const Reach at = reach_of(formula, box, 65536)[node];
  end.witnessed = at.certain() && at.range.is_point() && at.range.low.is_zero();
  if (!end.witnessed) end.witness.clear();
  return end;
}

}  // namespace reckon::engine

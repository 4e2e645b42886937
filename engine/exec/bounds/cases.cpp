// The least value of what rises with min(a, b) is the lesser of its least values for a and for b: a kink that bends
// toward the end wanted is two formulas without it.
#include <algorithm>

#include "engine/exec/bounds/solver.hpp"

namespace reckon::engine {
namespace {

bool is_least(Step step) { return step == Step::least || step == Step::min; }
bool is_greatest(Step step) { return step == Step::greatest || step == Step::max || step == Step::abs; }

// Whether the value rises (falls) with a node wherever the node lies in its reach.
bool keeps_direction(const Range& slope, bool rises) {
  return rises ? !slope.unbounded_below && slope.low.sign() >= 0 : !slope.unbounded_above && slope.high.sign() <= 0;
}

// The last node that can be taken case by case.
std::optional<std::uint32_t> kink_of(const CellFormula& formula, const Face& face, bool upper) {
  constexpr std::uint32_t most_cases = 8;
  std::vector<Range> slopes;
  slopes_of(formula, face.box, face.reach, &slopes);
  for (std::uint32_t id = formula.root() + 1; id-- > 0;) {
    const CellStep& node = formula.nodes[id];
    const bool least = is_least(node.step);
    if ((!least && !is_greatest(node.step)) || node.count > most_cases || face.reach[id].range.is_point()) continue;
    const Range& slope = slopes[id];
    if (!keeps_direction(slope, least != upper)) continue;
    const auto of = formula.arguments_of(node);
    const auto certain = [&](std::uint32_t argument) { return face.reach[argument].certain(); };
    if (std::all_of(of.begin(), of.end(), certain)) return id;
  }
  return std::nullopt;
}

}  // namespace

std::optional<End> Solver::by_cases(const CellFormula& formula, const Face& face, bool upper, int depth) {
  const auto kink = kink_of(formula, face, upper);
  if (!kink) return std::nullopt;
  const CellStep& node = formula.nodes[*kink];
  const bool is_abs = node.step == Step::abs;
  const std::uint32_t cases = is_abs ? 2 : node.count;
  End best;
  best.none = true;
  for (std::uint32_t i = 0; i < cases; ++i) {
    CellFormula chosen = formula;
    CellStep& same = chosen.nodes[*kink];
    same.step = Step::scale;
    same.range = Number(is_abs && i == 1 ? -1 : 1);
    same.variable = -1;
    same.first = node.first + (is_abs ? 0 : i);
    same.count = 1;
    // The case must not leave the reach for which it is known how the value hangs on the kink.
    Face whole = face;
    std::vector<Range> slopes;
    whole.reach = reach_of(chosen, face.box, limits_.bits);
    if (!whole.root().certain() || disjoint(whole.reach[*kink].range, face.reach[*kink].range)) return std::nullopt;
    slopes_of(chosen, face.box, whole.reach, &slopes);
    if (!keeps_direction(slopes[*kink], is_least(node.step) != upper)) return std::nullopt;
    constexpr int dearer = 12;  // cases multiply: not many kinks are taken so
    const CellFormula shorter = simplified(chosen);
    const std::uint32_t root = shorter.root();
    std::vector<std::uint32_t> used, roots;
    const CellFormula part = shorter.part(std::span(&root, 1), used, roots);
    Box inner;
    for (const std::uint32_t id : used) inner.push_back(face.box[id]);
    const End end = solve(part, inner, upper, depth + dearer);
    if (!end.proved || end.none) return std::nullopt;
    const bool better = best.none || (end.unbounded && !best.unbounded) ||
                        (!best.unbounded && !end.unbounded &&
                         (beats(end.value, best.value, upper) || (end.value == best.value && best.limit)));
    if (better) best = end;
  }
  return best;
}

}  // namespace reckon::engine

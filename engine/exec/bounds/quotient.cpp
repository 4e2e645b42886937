// The ends of N / D where both hang on the same variables: the greatest t for which N - t * D still reaches 0
// (Dinkelbach; for weighted means the method of Karnik and Mendel). In N - t * D what is common to both cancels.
#include <algorithm>
#include <unordered_map>

#include "engine/exec/bounds/solver.hpp"

namespace reckon::engine {
namespace {

CellFormula difference(const CellFormula& formula, std::uint32_t n, std::uint32_t d, const Number& t,
                       std::vector<std::uint32_t>& used) {
  std::vector<std::uint32_t> roots;
  const std::uint32_t of[] = {n, d};
  CellFormula part = formula.part(of, used, roots);
  CellStep scale, subtract;
  scale.step = Step::scale;
  scale.range = t;
  subtract.step = Step::subtract;
  const std::uint32_t sides[] = {roots[0], part.add(std::move(scale), std::span(&roots[1], 1))};
  part.add(std::move(subtract), sides);
  return part;
}

// Every variable at a point of the face, as the witness says where it says so.
Box point_of(const CellFormula& formula, const Face& face, const End& end) {
  std::unordered_map<NodeId, const Interval*> at;
  for (const Place& place : end.witness) at[place.node] = &place.at;
  Box box = face.box;
  for (std::uint32_t id = 0; id < box.size(); ++id) {
    if (box[id].range.is_point()) continue;
    const auto found = at.find(formula.variables[id].node);
    if (found != at.end())
      box[id] = *found->second;
    else if (box[id].range.is_bounded() && (box[id].open_low || box[id].open_high))
      box[id] = {Range(box[id].range.middle()), false, false};
    else
      box[id] = {Range(!box[id].range.unbounded_below  ? box[id].range.low
                       : box[id].range.unbounded_above ? Number(0)
                                                       : box[id].range.high),
                 !box[id].range.unbounded_below && box[id].open_low,
                 box[id].range.unbounded_below && box[id].open_high};
  }
  return box;
}

}  // namespace

std::optional<End> Solver::quotient(const CellFormula& formula, const Face& face, bool upper, int depth) {
  const auto of = formula.arguments_of(formula.nodes.back());
  const Reach& divisor = face.reach[of[1]];
  const Range& d = divisor.range;
  const bool positive = !d.unbounded_below && d.low.sign() >= 0, negative = !d.unbounded_above && d.high.sign() <= 0;
  if (!divisor.certain() || !face.reach[of[0]].certain() || positive == negative) return std::nullopt;
  if (may_be_zero(formula.nodes.back(), divisor, face.box)) return std::nullopt;
  const bool toward = upper == positive;  // whether N - t * D is to be large
  const bool touches_zero = d.contains_zero();
  if (touches_zero) {
    // Beside its zero the quotient grows without bound if the numerator keeps its sign there.
    const Range& n = face.reach[of[0]].range;
    const bool n_positive = !n.unbounded_below && n.low.sign() > 0,
               n_negative = !n.unbounded_above && n.high.sign() < 0;
    if ((n_positive && toward) || (n_negative && !toward)) {
      End zero = of_part(formula, of[1], face.box, !positive, depth);
      if (!zero.proved || !zero.value.is_zero()) return std::nullopt;
      End end;
      end.unbounded = end.proved = true;
      return end;
    }
  }
  End start;
  Box point = point_of(formula, face, start);
  Reach at = reach_of(formula, point, limits_.bits).back();
  constexpr int most_rounds = 60;
  for (int round = 0; round < most_rounds; ++round) {
    if (!at.certain() || !at.range.is_point()) return std::nullopt;
    const Number t = at.range.low;
    std::vector<std::uint32_t> used;
    const CellFormula g = difference(formula, of[0], of[1], t, used);
    Box inner;
    for (const std::uint32_t id : used) inner.push_back(face.box[id]);
    const End end = solve(g, inner, toward, depth + 1);
    if (!end.proved || end.unbounded || !end.witnessed) return std::nullopt;
    if (toward ? end.value.sign() <= 0 : end.value.sign() >= 0) {
      End found;
      found.value = t;
      found.proved = found.witnessed = true;
      for (std::uint32_t id = 0; id < point.size(); ++id) {
        found.limit = found.limit || point[id].open_low || point[id].open_high;
        if (!face.box[id].range.is_point()) found.witness.push_back({formula.variables[id].node, point[id]});
      }
      return found;
    }
    point = point_of(formula, face, end);
    at = reach_of(formula, point, limits_.bits).back();
    if (at.certain() && at.range.is_point() && !beats(at.range.low, t, upper)) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace reckon::engine

// Pinning variables by the signs of slopes, and the order in which the methods are tried.
#include "engine/exec/bounds/solver.hpp"

#include <algorithm>
#include <unordered_set>

#include "engine/exec/bounds/merge.hpp"

namespace reckon::engine {
namespace {

bool varies(const Interval& in) { return !in.range.is_point(); }

bool has_jumps(const CellFormula& formula) {
  return std::any_of(formula.nodes.begin(), formula.nodes.end(), [](const CellStep& node) {
    return node.step == Step::floor || node.step == Step::ceil || node.step == Step::round;
  });
}

Interval pinned(const Interval& in, bool at_high) {
  Interval point;
  point.range = at_high ? in.range.high : in.range.low;
  point.open_low = !at_high && in.open_low;
  point.open_high = at_high && in.open_high;
  return point;
}

// Any point of it, for a variable that does not matter.
Interval any_point(const Interval& in) {
  if (in.range.is_bounded() && (in.open_low || in.open_high)) return {Range(in.range.middle()), false, false};
  if (!in.range.unbounded_below) return pinned(in, false);
  if (!in.range.unbounded_above) return pinned(in, true);
  return {Range(0), false, false};
}

}  // namespace

Face Solver::face_of(const CellFormula& formula, Box box, bool upper) const {
  Face face;
  face.box = std::move(box);
  for (bool again = true; again;) {
    again = false;
    face.open.clear();
    limits_.charge(formula.nodes.size());
    face.reach = reach_of(formula, face.box, limits_.bits);
    if (!face.root().present) return face;
    face.slopes = slopes_of(formula, face.box, face.reach);
    for (std::uint32_t id = 0; id < face.box.size(); ++id) {
      Interval& in = face.box[id];
      if (!varies(in)) continue;
      const Range& slope = face.slopes[id];
      const bool rises = !slope.unbounded_below && slope.low.sign() >= 0;
      const bool falls = !slope.unbounded_above && slope.high.sign() <= 0;
      if (rises && falls) {
        in = any_point(in);
        again = true;
        continue;
      }
      face.real = face.real && formula.variables[id].real;
      const bool to_high = rises == upper;
      const bool has_end = to_high ? !in.range.unbounded_above : !in.range.unbounded_below;
      if ((rises || falls) && has_end) {
        in = pinned(in, to_high);
        face.limit = face.limit || in.open_low || in.open_high;
        again = true;
        continue;
      }
      // A slope that stays off 0 along an open end.
      if ((rises && slope.low.sign() > 0) || (falls && slope.high.sign() < 0)) face.endless = true;
      face.open.push_back(id);
    }
  }
  return face;
}

End Solver::end_on(const CellFormula& formula, const Face& face, bool upper) const {
  End end;
  end.none = !face.root().present;
  if (end.none) {
    end.proved = true;
    return end;
  }
  const Range& range = face.root().range;
  end.unbounded = upper ? range.unbounded_above : range.unbounded_below;
  end.value = end.unbounded ? Number(0) : upper ? range.high : range.low;
  end.limit = face.limit;
  const bool sure = !formula.approximate && face.real && face.root().certain();
  if (face.endless) {
    end.unbounded = true;
    end.value = 0;
    end.proved = sure;
    return end;
  }
  if (!face.open.empty()) return end;
  end.proved = sure && !end.unbounded;
  end.witnessed = end.proved;
  if (end.proved) complete(formula, face, end);
  return end;
}

End Solver::of_part(const CellFormula& formula, std::uint32_t node, const Box& box, bool upper, int depth) {
  std::vector<std::uint32_t> used, roots;
  const CellFormula part = formula.part(std::span(&node, 1), used, roots);
  Box inner;
  for (const std::uint32_t id : used) inner.push_back(box[id]);
  return solve(part, inner, upper, depth + 1);
}

End Solver::solve(const CellFormula& formula, const Box& box, bool upper, int depth) {
  const Face face = face_of(formula, box, upper);
  End end = end_on(formula, face, upper);
  if (end.proved || end.none || face.open.empty() || depth > deepest) return end;
  if (formula.approximate || !face.real) return end;
  if (end.unbounded)
    if (auto pole = poles(formula, face, upper, depth)) return *pole;
  // Small formulas at once, others when taking them apart has not helped.
  constexpr int few_pieces = 40, most_pieces = 240;
  std::optional<End> found;
  if (depth == 0) found = algebraic(formula, face, upper, few_pieces);
  if (!found) found = apart(formula, face, upper, depth);
  if (!found || !found->proved)
    if (auto algebraic = this->algebraic(formula, face, upper, most_pieces)) found = std::move(algebraic);
  if (!found || !found->proved)
    if (auto cases = by_cases(formula, face, upper, depth)) found = std::move(cases);
  if (!found || !found->proved) {
    End searched = this->searched(formula, face, upper);
    if (searched.proved || !found) found = std::move(searched);
  }
  complete(formula, face, *found);
  // An enclosure that is not proved may still be wider than plain interval arithmetic.
  if (!found->none && !found->proved && !end.unbounded && (found->unbounded || beats(found->value, end.value, upper)))
    return end;
  return *found;
}

void Solver::complete(const CellFormula& formula, const Face& face, End& end) {
  end.limit = end.limit || face.limit;
  if (!end.none && end.witnessed) add_places(formula, face, end);
  for (const Place& place : end.witness) end.limit = end.limit || place.at.open_low || place.at.open_high;
  if (end.proved && end.limit && has_jumps(formula)) end.proved = false;
}

void Solver::add_places(const CellFormula& formula, const Face& face, End& end) {
  std::unordered_set<NodeId> told;
  for (const Place& place : end.witness) told.insert(place.node);
  for (std::uint32_t id = 0; id < face.box.size(); ++id) {
    const NodeId node = formula.variables[id].node;
    if (!varies(face.box[id]) && varies(formula.variables[id].domain) && !told.contains(node))
      end.witness.push_back({node, face.box[id]});
  }
}

End end_of(const CellFormula& formula, const Box& box, bool upper, SearchLimits& limits) {
  const auto fewer = merged(formula, box);
  if (!fewer) return Solver(limits).solve(formula, box, upper, 0);
  End end = Solver(limits).solve(fewer->formula, fewer->box, upper, 0);
  fewer->unfold(formula, box, end);
  return end;
}

}  // namespace reckon::engine

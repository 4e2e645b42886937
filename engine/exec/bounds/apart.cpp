// Taking a value apart: where its parts share no variable, its ends follow from theirs.
#include <algorithm>
#include <array>

#include "engine/exec/bounds/continuity.hpp"
#include "engine/exec/bounds/end_parts.hpp"
#include "engine/exec/bounds/solver.hpp"
#include "engine/exec/statistic.hpp"

namespace reckon::engine {

std::optional<End> Solver::apart(const CellFormula& formula, const Face& face, bool upper, int depth) {
  switch (formula.nodes.back().step) {
    case Step::add:
    case Step::subtract:
    case Step::negate:
    case Step::scale:
    case Step::sum:
    case Step::avg: {
      auto found = linear(formula, face, upper, depth);
      return found ? found : statistic(formula, face, upper, depth);
    }
    case Step::multiply:
    case Step::divide: {
      auto found = linear(formula, face, upper, depth);
      if (!found || !found->proved) found = product(formula, face, upper, depth);
      if (!found || !found->proved) found = factors(formula, face, upper, depth);
      if ((!found || !found->proved) && formula.nodes.back().step == Step::divide)
        found = quotient(formula, face, upper, depth);
      return found;
    }
    case Step::floor:
    case Step::ceil:
    case Step::round:
    case Step::root:
    case Step::ln:
    case Step::exp:
    case Step::limited: return rising(formula, face, upper, depth);
    case Step::abs:
    case Step::power: return folded(formula, face, upper, depth);
    case Step::least:
    case Step::greatest: return product(formula, face, upper, depth);
    case Step::min:
    case Step::max:
    case Step::median:
    case Step::count: return statistic(formula, face, upper, depth);
    default: return std::nullopt;
  }
}

// Steps that rise with what they are of.
std::optional<End> Solver::rising(const CellFormula& formula, const Face& face, bool upper, int depth) {
  const CellStep& node = formula.nodes.back();
  const std::uint32_t of = formula.arguments_of(node).front();
  if (face.reach[of].absent != face.root().absent) return std::nullopt;  // some of it has no result
  End end = of_part(formula, of, face.box, upper, depth);
  if (end.none || !end.proved || end.unbounded) return std::nullopt;
  // A step that jumps may part a rounded end from the true one.
  const bool jumps = node.step == Step::floor || node.step == Step::ceil || node.step == Step::round;
  if (jumps && limits_.rounded && !end.witnessed) return std::nullopt;
  CellFormula step;
  CellStep constant;
  constant.range = end.value;
  const std::uint32_t at = step.add(std::move(constant), {});
  step.add(node, std::span(&at, 1));
  step.nodes.back().variable = -1;
  const Reach result = reach_of(step, {}, limits_.bits).back();
  if (!result.present) return std::nullopt;
  end.value = upper ? result.range.high : result.range.low;
  return end;
}

// abs and powers: falling below 0 and rising above, or rising throughout.
std::optional<End> Solver::folded(const CellFormula& formula, const Face& face, bool upper, int depth) {
  const CellStep& node = formula.nodes.back();
  const bool is_abs = node.step == Step::abs;
  if (!is_abs && (node.argument <= 0)) return std::nullopt;
  const std::uint32_t of = formula.arguments_of(node).front();
  const bool even = is_abs || node.argument % 2 == 0;
  const End low = of_part(formula, of, face.box, false, depth), high = of_part(formula, of, face.box, true, depth);
  if (low.none || high.none || !low.proved || !high.proved) return std::nullopt;
  const bool holds_zero = (low.unbounded || low.value.sign() < 0) && (high.unbounded || high.value.sign() > 0);
  if (even && holds_zero && !upper) { return zero_between(formula, face, of, low, high); }
  const auto size = [](const End& end) { return abs(end.value); };
  bool take_high = upper;
  if (even)
    take_high =
        upper ? high.unbounded || (!low.unbounded && size(low) <= size(high)) : !low.unbounded && low.value.sign() >= 0;
  if (even && upper && low.unbounded) take_high = false;
  if (even && !upper) take_high = !take_high;  // the end nearer to 0
  End end = take_high ? high : low;
  if (end.unbounded) return end;
  bool exact = true;
  const Range value = is_abs ? abs(Range(end.value)) : *pow(Range(end.value), node.argument, limits_.bits, exact);
  end.value = upper ? value.high : value.low;
  return end;
}

// Two parts without a variable in common: the ends lie at ends of both.
std::optional<End> Solver::product(const CellFormula& formula, const Face& face, bool upper, int depth) {
  const CellStep& node = formula.nodes.back();
  const auto of = formula.arguments_of(node);
  if (independent_groups(formula, face, of).size() < 2) return std::nullopt;
  std::array<std::array<End, 2>, 2> ends;  // by side, low and high
  for (std::size_t side = 0; side < 2; ++side)
    for (const bool high : {false, true}) {
      ends[side][high] = of_part(formula, of[side], face.box, high, depth);
      if (ends[side][high].none || !ends[side][high].proved) return std::nullopt;
    }
  const Range a = range_of(ends[0][0], ends[0][1]), b = range_of(ends[1][0], ends[1][1]);
  const auto value_of = [&](const Range& x, const Range& y) -> std::optional<Range> {
    switch (node.step) {
      case Step::multiply: return x * y;
      case Step::divide: return divide(x, y);
      case Step::least: return least(x, y);
      default: return greatest(x, y);
    }
  };
  const auto range = value_of(a, b);
  if (!range) return std::nullopt;
  End end;
  end.unbounded = upper ? range->unbounded_above : range->unbounded_below;
  end.value = end.unbounded ? Number(0) : upper ? range->high : range->low;
  end.proved = true;
  // A divisor that passes 0 must do so without a gap.
  const bool passes_zero = (b.unbounded_below || b.low.sign() < 0) && (b.unbounded_above || b.high.sign() > 0);
  if (node.step == Step::divide && passes_zero && formula.nodes[of[1]].step != Step::variable) end.proved = false;
  for (const bool x : {false, true})
    for (const bool y : {false, true}) {
      const End& left = ends[0][x];
      const End& right = ends[1][y];
      if (end.witnessed || end.unbounded || left.unbounded || right.unbounded) continue;
      const auto corner = value_of(Range(left.value), Range(right.value));
      if (!corner || corner->low != end.value) continue;
      end.witnessed = true;
      end.limit = false;
      take_witness(end, left);
      take_witness(end, right);
      if (!end.witnessed) end.witness.clear();
    }
  return end;
}

namespace {

// Factors above and below the line.
struct Fraction {
  std::vector<std::uint32_t> above, below;
  std::vector<std::uint32_t> divisors;  // as written: where one is 0 there is no value
};

void collect_factors(const CellFormula& formula, std::uint32_t id, bool below, Fraction& fraction) {
  const CellStep& node = formula.nodes[id];
  const auto of = formula.arguments_of(node);
  if (node.step == Step::multiply || node.step == Step::divide) {
    if (node.step == Step::divide) fraction.divisors.push_back(of[1]);
    collect_factors(formula, of[0], below, fraction);
    collect_factors(formula, of[1], below != (node.step == Step::divide), fraction);
  } else {
    (below ? fraction.below : fraction.above).push_back(id);
  }
}

std::uint32_t product_of(CellFormula& formula, std::span<const std::uint32_t> factors) {
  CellStep one;
  one.range = Number(1);
  std::uint32_t all = factors.empty() ? formula.add(std::move(one), {}) : factors.front();
  for (std::size_t i = 1; i < factors.size(); ++i) {
    CellStep multiply;
    multiply.step = Step::multiply;
    const std::uint32_t of[] = {all, factors[i]};
    all = formula.add(std::move(multiply), of);
  }
  return all;
}

// The factors of a fraction that are in a group, as a formula of its own.
CellFormula fraction_of(const CellFormula& formula, const Fraction& fraction, const std::vector<std::uint32_t>& group,
                        const Box& box, Box& inner) {
  Fraction mine;
  const auto take = [&](const std::vector<std::uint32_t>& from, std::vector<std::uint32_t>& to) {
    for (const std::uint32_t id : from)
      if (std::find(group.begin(), group.end(), id) != group.end()) to.push_back(id);
  };
  take(fraction.above, mine.above);
  take(fraction.below, mine.below);
  std::vector<std::uint32_t> wanted = mine.above, used, roots;
  wanted.insert(wanted.end(), mine.below.begin(), mine.below.end());
  CellFormula part = formula.part(wanted, used, roots);
  for (const std::uint32_t id : used) inner.push_back(box[id]);
  const std::span<const std::uint32_t> all(roots);
  const std::uint32_t above = product_of(part, all.first(mine.above.size()));
  if (mine.below.empty()) {
    if (above != part.root()) {
      CellStep same;
      same.step = Step::scale;
      same.range = Number(1);
      part.add(std::move(same), std::span(&above, 1));
    }
    return part;
  }
  CellStep divide;
  divide.step = Step::divide;
  const std::uint32_t sides[] = {above, product_of(part, all.subspan(mine.above.size()))};
  part.add(std::move(divide), sides);
  return part;
}

}  // namespace

// A product of several factors, above and below: those that share variables stay together, as one fraction.
std::optional<End> Solver::factors(const CellFormula& formula, const Face& face, bool upper, int depth) {
  Fraction fraction;
  collect_factors(formula, formula.root(), false, fraction);
  for (const std::uint32_t id : fraction.divisors)
    if (!face.reach[id].certain() || face.reach[id].range.contains_zero()) return std::nullopt;
  std::vector<std::uint32_t> all = fraction.above;
  all.insert(all.end(), fraction.below.begin(), fraction.below.end());
  std::sort(all.begin(), all.end());
  if (std::adjacent_find(all.begin(), all.end()) != all.end() || all.size() < 3) return std::nullopt;
  const auto groups = independent_groups(formula, face, all);
  const bool was_fraction = formula.nodes.back().step == Step::divide;
  if (groups.size() < 2 && (was_fraction || fraction.below.empty())) return std::nullopt;
  std::optional<Range> product;
  std::vector<std::array<End, 2>> ends;
  for (const auto& group : groups) {
    Box inner;
    const CellFormula part = fraction_of(formula, fraction, group, face.box, inner);
    if (groups.size() == 1) return solve(part, inner, upper, depth + 1);
    auto& of = ends.emplace_back(std::array{solve(part, inner, false, depth + 1), solve(part, inner, true, depth + 1)});
    if (of[0].none || of[1].none || !of[0].proved || !of[1].proved) return std::nullopt;
    const Range range = range_of(of[0], of[1]);
    product = product ? *product * range : range;
  }
  End end;
  end.unbounded = upper ? product->unbounded_above : product->unbounded_below;
  end.value = end.unbounded ? Number(0) : upper ? product->high : product->low;
  end.proved = true;
  constexpr std::size_t most = 12;
  // The corner that gives the end.
  for (std::size_t corner = 0; !end.unbounded && ends.size() <= most && corner < std::size_t{1} << ends.size();
       ++corner) {
    Number value(1);
    bool bounded = true;
    for (std::size_t i = 0; i < ends.size(); ++i) {
      const End& part = ends[i][corner >> i & 1];
      bounded = bounded && !part.unbounded;
      value *= part.value;
    }
    if (!bounded || value != end.value) continue;
    end.witnessed = true;
    for (std::size_t i = 0; i < ends.size(); ++i) take_witness(end, ends[i][corner >> i & 1]);
    break;
  }
  return end;
}

// Whether a condition that may or may not hold is proved to be both.
bool Solver::is_open(const CellFormula& formula, std::uint32_t condition, const Face& face, int depth) {
  const CellStep& node = formula.nodes[condition];
  if (node.step != Step::compare || face.reach[condition].truth != Truth::maybe) return false;
  if (node.variable >= 0) return true;
  std::vector<std::uint32_t> used, roots;
  const std::uint32_t of[] = {condition};
  const CellFormula part = formula.part(of, used, roots);
  Box inner;
  for (const std::uint32_t id : used) inner.push_back(face.box[id]);
  (void)depth;
  const TruthEnds ends = truth_of(part, inner, limits_);
  return ends.proved && ends.truth == Truth::maybe;
}

// Rows that share no variable, some of which a condition may exclude.
std::optional<End> Solver::statistic(const CellFormula& formula, const Face& face, bool upper, int depth) {
  const CellStep& node = formula.nodes.back();
  if (node.step == Step::add || node.step == Step::subtract || node.step == Step::negate || node.step == Step::scale)
    return std::nullopt;
  std::vector<std::uint32_t> rows;
  for (const std::uint32_t row : formula.arguments_of(node))
    if (face.reach[row].present) rows.push_back(row);
  // One row that may be missing is the statistic, or leaves it missing.
  if (rows.size() == 1 && node.step != Step::count && !face.reach[rows.front()].excluded)
    return of_part(formula, rows.front(), face.box, upper, depth);
  if (rows.size() < 2 || independent_groups(formula, face, rows).size() != rows.size()) return std::nullopt;
  std::vector<Range> ranges;
  std::vector<bool> maybe;
  bool witnessed = true;
  End end;
  end.proved = true;
  for (const std::uint32_t row : rows) {
    const Reach& reach = face.reach[row];
    if (reach.absent) return std::nullopt;
    const CellStep& kept = formula.nodes[row];
    if (!reach.certain()) {
      witnessed = false;
      if (kept.step != Step::kept) return std::nullopt;
      const auto of = formula.arguments_of(kept);
      const bool apart = kept.own_value || independent_groups(formula, face, of).size() == 2;
      if (!apart || !face.reach[of[0]].certain() || !is_open(formula, of[1], face, depth)) return std::nullopt;
    }
    if (node.step == Step::count) {
      ranges.emplace_back(1);
    } else {
      const End low = of_part(formula, row, face.box, false, depth),
                high = of_part(formula, row, face.box, true, depth);
      if (!low.proved || !high.proved) return std::nullopt;
      ranges.push_back(range_of(low, high));
      if (reach.certain()) take_witness(end, upper ? high : low);
    }
    maybe.push_back(!reach.certain());
  }
  RangedRows listed;
  for (const Range& range : ranges) listed.ranges.push_back(&range);
  listed.maybe = maybe;
  const op::Statistic what = node.step == Step::sum     ? op::Statistic::sum
                             : node.step == Step::count ? op::Statistic::count
                             : node.step == Step::min   ? op::Statistic::min
                             : node.step == Step::max   ? op::Statistic::max
                             : node.step == Step::avg   ? op::Statistic::avg
                                                        : op::Statistic::median;
  const Range range = statistic_range(what, listed);
  end.unbounded = upper ? range.unbounded_above : range.unbounded_below;
  end.value = end.unbounded ? Number(0) : upper ? range.high : range.low;
  end.witnessed = witnessed && !end.unbounded;
  return end;
}

}  // namespace reckon::engine

// Interval evaluation of formulas, node by node.
#include "engine/exec/bounds/reach.hpp"

#include "engine/exec/combine.hpp"
#include "engine/exec/statistic.hpp"

namespace reckon::engine {
namespace {

using op::Combination;

// How a variable lies to a threshold: all of it below, at, or above; several where it may be either.
struct Sides {
  bool below = false, at = false, above = false;
};

Sides sides_of(const Interval& in, const Number& threshold) {
  Sides sides;
  const Range& r = in.range;
  if (r.is_point()) {
    const bool same = r.low == threshold;
    sides.below = r.low < threshold || (same && in.open_high);
    sides.above = r.low > threshold || (same && in.open_low);
    sides.at = same && !in.open_low && !in.open_high;
    return sides;
  }
  sides.below = r.unbounded_below || r.low < threshold;
  sides.above = r.unbounded_above || r.high > threshold;
  const bool at_low = !r.unbounded_below && r.low == threshold, at_high = !r.unbounded_above && r.high == threshold;
  sides.at = at_low ? !in.open_low : at_high ? !in.open_high : sides.below && sides.above;
  return sides;
}

Truth truth_from(bool yes, bool no) { return yes && no ? Truth::maybe : yes ? Truth::yes : Truth::no; }

Truth by_threshold(const CellStep& node, const Box& box) {
  const Sides s = sides_of(box[static_cast<std::size_t>(node.variable)], node.threshold);
  switch (node.how) {
    case Combination::equal: return truth_from(s.at, s.below || s.above);
    case Combination::not_equal: return truth_from(s.below || s.above, s.at);
    case Combination::less: return truth_from(s.below, s.at || s.above);
    case Combination::less_equal: return truth_from(s.below || s.at, s.above);
    case Combination::greater: return truth_from(s.above, s.below || s.at);
    default: return truth_from(s.above || s.at, s.below);
  }
}

Reach nothing() {
  Reach reach;
  reach.present = false;
  reach.absent = true;
  return reach;
}

class Evaluation {
 public:
  Evaluation(const CellFormula& formula, const Box& box, std::size_t bits) : formula_(formula), box_(box), bits_(bits) {
    reach_.reserve(formula.nodes.size());
  }
  std::vector<Reach> run() {
    for (const CellStep& node : formula_.nodes) {
      Reach reach = of(node);
      if (!reach.present) reach.range = Range();
      bool exact = true;
      limit_bits(reach.range, bits_, exact);
      reach_.push_back(std::move(reach));
    }
    return std::move(reach_);
  }

 private:
  Reach of(const CellStep&);
  Reach of_one(const CellStep&, const Reach&);
  Reach of_two(const CellStep&, const Reach&, const Reach&);
  Reach of_group(const CellStep&);
  Reach first(const CellStep&);
  Reach kept(const CellStep&, const Reach& value, const Reach& condition);
  Reach chosen(const Reach& condition, const Reach& yes, const Reach& no);
  Reach coalesced(const Reach& a, const Reach& b);
  Reach logic(const CellStep&, const Reach& a, const Reach& b);
  const Reach& argument(const CellStep& node, std::size_t i) { return reach_[formula_.arguments_of(node)[i]]; }

  const CellFormula& formula_;
  const Box& box_;
  std::size_t bits_;
  std::vector<Reach> reach_;
};

Reach Evaluation::of(const CellStep& node) {
  Reach reach;
  switch (node.step) {
    case Step::constant:
      reach.range = node.range;
      reach.truth = node.truth;
      return reach;
    case Step::variable: reach.range = box_[static_cast<std::size_t>(node.variable)].range; return reach;
    case Step::nothing: return nothing();
    case Step::sum:
    case Step::count:
    case Step::min:
    case Step::max:
    case Step::avg:
    case Step::median: return of_group(node);
    case Step::first: return first(node);
    case Step::kept: return kept(node, argument(node, 0), argument(node, 1));
    case Step::choose: return chosen(argument(node, 0), argument(node, 1), argument(node, 2));
    case Step::coalesce: return coalesced(argument(node, 0), argument(node, 1));
    case Step::both:
    case Step::either: return logic(node, argument(node, 0), argument(node, 1));
    default: break;
  }
  return node.count == 1 ? of_one(node, argument(node, 0)) : of_two(node, argument(node, 0), argument(node, 1));
}

Reach Evaluation::of_one(const CellStep& node, const Reach& a) {
  Reach reach = a;
  if (!a.present) return reach;
  bool exact = true;
  std::optional<Range> range;
  switch (node.step) {
    case Step::negation: reach.truth = !a.truth; return reach;
    case Step::negate: range = -a.range; break;
    case Step::scale: range = a.range * node.range; break;
    case Step::abs: range = abs(a.range); break;
    case Step::floor: range = floor(a.range); break;
    case Step::ceil: range = ceil(a.range); break;
    case Step::round: range = round(a.range, static_cast<int>(node.argument)); break;
    case Step::power:
      range = pow(a.range, node.argument, bits_, exact);
      if (node.argument >= 0) break;
      if (may_be_zero(node, a, box_))
        reach.absent = true;
      else if (!range)
        range = Range::everything();  // just beside 0
      break;
    case Step::root:
      range = root(a.range, static_cast<int>(node.argument), exact);
      reach.absent = reach.absent || (node.argument % 2 == 0 && (a.range.unbounded_below || a.range.low.sign() < 0));
      break;
    case Step::ln:
      range = ln(a.range, exact);
      reach.absent = reach.absent || a.range.unbounded_below || a.range.low.sign() <= 0;
      break;
    case Step::exp: range = exp(a.range, exact); break;
    default:  // limited
      range = meet(a.range, node.range);
      reach.absent = reach.absent || !node.range.contains(a.range);
      break;
  }
  if (range) {
    reach.range = std::move(*range);
    reach.range.has_central = false;
    reach.range.central = 0;
  } else {
    reach.present = false;
    reach.absent = true;
  }
  return reach;
}

Reach Evaluation::of_two(const CellStep& node, const Reach& a, const Reach& b) {
  Reach reach;
  reach.present = a.present && b.present;
  const bool excluded = a.excluded || b.excluded;
  reach.excluded = excluded && node.keeps_excluded;
  reach.absent = a.absent || b.absent || (excluded && !node.keeps_excluded);
  if (!reach.present) return reach;
  switch (node.step) {
    case Step::add: reach.range = a.range + b.range; break;
    case Step::subtract: reach.range = a.range - b.range; break;
    case Step::multiply: reach.range = a.range * b.range; break;
    case Step::least: reach.range = least(a.range, b.range); break;
    case Step::greatest: reach.range = greatest(a.range, b.range); break;
    case Step::compare:
      reach.truth = node.variable >= 0 ? by_threshold(node, box_) : compare(node.how, a.range, b.range);
      break;
    default: {  // divide
      const auto quotient = divide(a.range, b.range);
      const bool by_zero = may_be_zero(node, b, box_);
      reach.absent = reach.absent || by_zero;
      if (quotient)
        reach.range = *quotient;
      else if (by_zero)
        reach.present = false, reach.absent = true;
      else
        reach.range = Range::everything();  // just beside 0
    }
  }
  return reach;
}

Reach Evaluation::of_group(const CellStep& node) {
  RangedRows rows;
  rows.bits = bits_;
  bool all_maybe = true, any_excluded = false;
  for (const std::uint32_t id : formula_.arguments_of(node)) {
    const Reach& row = reach_[id];
    any_excluded = any_excluded || row.excluded;
    if (!row.present) continue;
    rows.ranges.push_back(&row.range);
    rows.maybe.push_back(!row.certain());
    all_maybe = all_maybe && !row.certain();
  }
  Reach reach;
  if (node.step == Step::count) {
    reach.range = statistic_range(op::Statistic::count, rows);
    return reach;
  }
  const bool is_sum = node.step == Step::sum;
  if (rows.ranges.empty()) return is_sum && any_excluded ? reach : nothing();
  if (is_sum)
    reach.range = statistic_range(op::Statistic::sum, rows);
  else if (node.step == Step::min)
    reach.range = statistic_range(op::Statistic::min, rows);
  else if (node.step == Step::max)
    reach.range = statistic_range(op::Statistic::max, rows);
  else if (node.step == Step::avg)
    reach.range = statistic_range(op::Statistic::avg, rows);
  else
    reach.range = statistic_range(op::Statistic::median, rows);
  reach.absent = all_maybe && !(is_sum && any_excluded);
  return reach;
}

Reach Evaluation::first(const CellStep& node) {
  Reach reach = nothing();
  for (const std::uint32_t id : formula_.arguments_of(node)) {
    const Reach& next = reach_[id];
    if (!next.present) continue;
    reach.range = reach.present ? hull(reach.range, next.range) : next.range;
    reach.truth = reach.present && reach.truth != next.truth ? Truth::maybe : next.truth;
    reach.present = true;
    if (!next.certain()) continue;
    reach.absent = false;
    break;
  }
  return reach;
}

Reach Evaluation::kept(const CellStep& node, const Reach& value, const Reach& condition) {
  Reach reach = value;
  reach.absent = reach.absent || condition.absent || condition.excluded;
  reach.present = reach.present && condition.present && condition.truth != Truth::no;
  reach.excluded = reach.excluded || (condition.present && condition.truth != Truth::yes);
  if (node.own_value && reach.present && condition.truth == Truth::maybe) {
    if (const auto cut = meet(reach.range, node.range))
      reach.range = *cut;
    else
      reach.present = false;
  }
  return reach;
}

Reach Evaluation::chosen(const Reach& condition, const Reach& yes, const Reach& no) {
  const bool either = condition.certain() && condition.truth != Truth::maybe;
  Reach reach;
  if (!condition.present) return nothing();
  if (either) {
    reach = condition.truth == Truth::yes ? yes : no;
  } else if (condition.truth != Truth::maybe) {
    reach = condition.truth == Truth::yes ? yes : no;
    reach.absent = true;
  } else {
    reach = !yes.present ? no : !no.present ? yes : Reach{};
    if (yes.present && no.present) {
      reach.range = hull(yes.range, no.range);
      reach.truth = yes.truth == no.truth ? yes.truth : Truth::maybe;
    }
    reach.absent = yes.absent || no.absent || yes.excluded || no.excluded || condition.absent || condition.excluded;
  }
  if (reach.excluded) reach.excluded = false, reach.absent = true;
  return reach;
}

Reach Evaluation::coalesced(const Reach& a, const Reach& b) {
  if (a.certain()) return a;
  if (!a.present) return b;
  Reach reach = b;
  if (!b.present) {
    reach = a;
    reach.absent = true;
    return reach;
  }
  reach.range = hull(a.range, b.range);
  reach.truth = a.truth == b.truth ? a.truth : Truth::maybe;
  return reach;
}

Reach Evaluation::logic(const CellStep& node, const Reach& a, const Reach& b) {
  const Truth deciding = node.step == Step::both ? Truth::no : Truth::yes;
  const auto decides = [&](const Reach& reach) { return reach.certain() && reach.truth == deciding; };
  Reach reach;
  reach.truth = deciding;
  if (decides(a) || decides(b)) return reach;
  reach.present = a.present && b.present;
  // One side may decide where the other is missing.
  if (!reach.present && (a.present || b.present) && (a.present ? a : b).truth == Truth::maybe) reach.present = true;
  reach.absent = !a.certain() || !b.certain();
  if (a.present && b.present)
    reach.truth = node.step == Step::both ? truth_and(a.truth, b.truth) : truth_or(a.truth, b.truth);
  return reach;
}

}  // namespace

bool may_be_zero(const CellStep& division, const Reach& divisor, const Box& box) {
  if (!divisor.present) return false;
  if (division.variable < 0) return divisor.range.contains_zero();
  return sides_of(box[static_cast<std::size_t>(division.variable)], division.threshold).at;
}

std::vector<Reach> reach_of(const CellFormula& formula, const Box& box, std::size_t bits) {
  return Evaluation(formula, box, bits).run();
}

}  // namespace reckon::engine

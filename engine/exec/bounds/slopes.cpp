// One pass backwards over a formula: interval derivatives of the value in every variable.
#include "engine/exec/bounds/reach.hpp"

#include <algorithm>

namespace reckon::engine {
namespace {

const Range& rising() {
  static const Range range = Range::at_least(0);
  return range;
}

Range with_zero(const Range& slope) { return hull(Range(0), slope); }

class Slopes {
 public:
  Slopes(const CellFormula& formula, const Box& box, const std::vector<Reach>& reach)
      : formula_(formula),
        box_(box),
        reach_(reach),
        of_node_(formula.nodes.size()),
        met_(formula.nodes.size(), false) {}

  std::vector<Range> run() {
    std::vector<Range> of_variable(formula_.variables.size());
    give(formula_.root(), Range(1));
    for (std::uint32_t id = formula_.root() + 1; id-- > 0;) {
      if (!met_[id]) continue;
      const CellStep& node = formula_.nodes[id];
      if (node.step == Step::variable) {
        Range& slope = of_variable[static_cast<std::size_t>(node.variable)];
        slope = slope + of_node_[id];
      } else {
        pass(id, node);
      }
    }
    return of_variable;
  }
  std::vector<Range> of_nodes() { return std::move(of_node_); }

 private:
  void pass(std::uint32_t id, const CellStep&);
  void quotient(std::uint32_t id, const CellStep&, std::uint32_t a, std::uint32_t b);
  void group(const CellStep&, const Range& slope);
  void power(const CellStep&, const Range& slope, std::uint32_t a);
  void give(std::uint32_t id, const Range& slope) {
    met_[id] = true;
    of_node_[id] = of_node_[id] + slope;
  }
  // Whatever this depends on makes the value jump, or come and go.
  void unknown(std::uint32_t id) { give(id, Range::everything()); }
  const Reach& reach(std::uint32_t id) const { return reach_[id]; }

  const CellFormula& formula_;
  const Box& box_;
  const std::vector<Reach>& reach_;
  std::vector<Range> of_node_;
  std::vector<bool> met_;
};

void Slopes::pass(std::uint32_t id, const CellStep& node) {
  const Range slope = of_node_[id];
  const auto of = formula_.arguments_of(node);
  switch (node.step) {
    case Step::negate: return give(of[0], -slope);
    case Step::scale: return give(of[0], slope * node.range);
    case Step::abs: {
      const Range& a = reach(of[0]).range;
      if (!a.unbounded_below && a.low.sign() >= 0) return give(of[0], slope);
      if (!a.unbounded_above && a.high.sign() <= 0) return give(of[0], -slope);
      return give(of[0], slope * Range(-1, 1));
    }
    case Step::floor:
    case Step::ceil:
    case Step::round: return give(of[0], reach(id).range.is_point() ? Range(0) : slope * rising());
    case Step::root:
    case Step::ln: return reach(id).absent && !reach(of[0]).absent ? unknown(of[0]) : give(of[0], slope * rising());
    case Step::exp: return give(of[0], slope * rising());
    case Step::power: return power(node, slope, of[0]);
    case Step::add: return give(of[0], slope), give(of[1], slope);
    case Step::subtract: return give(of[0], slope), give(of[1], -slope);
    case Step::multiply: return give(of[0], slope * reach(of[1]).range), give(of[1], slope * reach(of[0]).range);
    case Step::divide: return quotient(id, node, of[0], of[1]);
    case Step::least:
    case Step::greatest: {
      const std::uint32_t low = of[node.step == Step::least ? 0 : 1], high = of[node.step == Step::least ? 1 : 0];
      if (less_equal(reach(low).range, reach(high).range) == Truth::yes)
        return give(of[0], slope), give(of[1], Range(0));
      if (less_equal(reach(high).range, reach(low).range) == Truth::yes)
        return give(of[1], slope), give(of[0], Range(0));
      return give(of[0], with_zero(slope)), give(of[1], with_zero(slope));
    }
    case Step::coalesce:
      if (reach(of[0]).certain()) return give(of[0], slope);
      if (!reach(of[0]).present) return give(of[1], slope);
      // The value jumps where the first comes and goes; what makes it do so is marked below it.
      return give(of[0], with_zero(slope)), give(of[1], with_zero(slope));
    case Step::sum:
    case Step::avg:
    case Step::min:
    case Step::max:
    case Step::median:
    case Step::count:
    case Step::first: return group(node, slope);
    case Step::kept:
      if (!reach(of[1]).certain() || reach(of[1]).truth == Truth::maybe) {
        unknown(of[1]);
        return give(of[0], with_zero(slope));
      }
      return give(of[0], reach(of[1]).truth == Truth::yes ? slope : Range(0));
    case Step::limited: return node.range.contains(reach(of[0]).range) ? give(of[0], slope) : unknown(of[0]);
    case Step::choose: {
      const Reach& condition = reach(of[0]);
      if (!condition.certain() || condition.truth == Truth::maybe) {
        unknown(of[0]);
        return give(of[1], with_zero(slope)), give(of[2], with_zero(slope));
      }
      return give(of[condition.truth == Truth::yes ? 1 : 2], slope);
    }
    case Step::compare:
    case Step::both:
    case Step::either:
    case Step::negation:
      if (reach(id).certain() && reach(id).truth != Truth::maybe) return;
      for (const std::uint32_t argument : of) unknown(argument);
      return;
    default: return;
  }
}

void Slopes::quotient(std::uint32_t id, const CellStep& node, std::uint32_t a, std::uint32_t b) {
  const Range& divisor = reach(b).range;
  const auto reciprocal = divide(Range(1), divisor);
  const Range slope = of_node_[id];
  give(a, reciprocal ? slope * *reciprocal : Range::everything());
  if (may_be_zero(node, reach(b), box_) || !reciprocal) return unknown(b);
  const auto by_numerator = divide(reach(a).range, divisor * divisor);
  const auto by_quotient = divide(reach(id).range, divisor);
  Range falls = by_numerator ? *by_numerator : Range::everything();
  if (by_quotient)
    if (const auto closer = meet(falls, *by_quotient)) falls = *closer;
  give(b, -(slope * falls));
}

void Slopes::power(const CellStep& node, const Range& slope, std::uint32_t a) {
  if (node.argument < 0 && may_be_zero(node, reach(a), box_)) return unknown(a);
  bool exact = true;
  constexpr std::size_t bits = 4096;
  const auto lower = pow(reach(a).range, node.argument - 1, bits, exact);
  give(a, !lower ? (node.argument == 0 ? Range(0) : Range::everything())
                 : slope * (*lower * Range(Number(node.argument))));
}

// Each row moves the statistic the same way, by no more than itself; a row that comes and goes is marked below it.
void Slopes::group(const CellStep& node, const Range& slope) {
  const auto of = formula_.arguments_of(node);
  const bool all = std::all_of(of.begin(), of.end(), [&](auto id) { return reach(id).certain(); });
  const Number size(static_cast<std::int64_t>(of.size()));
  for (const std::uint32_t id : of) {
    if (!reach(id).present) {
      give(id, Range(0));
    } else if (node.step == Step::count) {
      give(id, Range(0));
    } else if (node.step == Step::sum) {
      give(id, reach(id).certain() ? slope : with_zero(slope));
    } else if (node.step == Step::avg && all) {
      give(id, slope * Range(Number(1) / size));
    } else {
      give(id, of.size() == 1 && all ? slope : with_zero(slope));
    }
    if (node.step == Step::first && reach(id).certain()) break;
  }
}

}  // namespace

std::vector<Range> slopes_of(const CellFormula& formula, const Box& box, const std::vector<Reach>& reach,
                             std::vector<Range>* of_nodes) {
  Slopes slopes(formula, box, reach);
  auto of_variables = slopes.run();
  if (of_nodes) *of_nodes = slopes.of_nodes();
  return of_variables;
}

}  // namespace reckon::engine

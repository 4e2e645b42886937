// Kinks, lowest first, each replaced by its arguments in turn.
#include "engine/exec/bounds/branches.hpp"

#include <algorithm>

namespace reckon::engine {
namespace {

constexpr std::size_t most_leaves = 40;
constexpr std::uint32_t most_arguments = 6;

bool is_least(Step step) { return step == Step::least || step == Step::min; }
bool is_greatest(Step step) { return step == Step::greatest || step == Step::max || step == Step::abs; }

bool rises(const Range& slope) { return !slope.unbounded_below && slope.low.sign() >= 0; }
bool falls(const Range& slope) { return !slope.unbounded_above && slope.high.sign() <= 0; }

// Rows of a median without pairs of which one lies below all others and one above.
std::vector<std::uint32_t> inner_rows(std::vector<std::uint32_t> rows, const std::vector<Reach>& reach) {
  const auto extreme = [&](bool least) -> std::optional<std::size_t> {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Range& one = reach[rows[i]].range;
      const bool all = std::all_of(rows.begin(), rows.end(), [&](std::uint32_t other) {
        return other == rows[i] ||
               (least ? less_equal(one, reach[other].range) : less_equal(reach[other].range, one)) == Truth::yes;
      });
      if (all) return i;
    }
    return std::nullopt;
  };
  while (rows.size() > 2) {
    const auto low = extreme(true), high = extreme(false);
    if (!low || !high || *low == *high) break;
    const std::uint32_t first = rows[*low], last = rows[*high];
    std::erase_if(rows, [&](std::uint32_t row) { return row == first || row == last; });
  }
  return rows;
}

// Medians of few rows by sums, least and greatest values.
CellFormula without_medians(const CellFormula& from, const std::vector<Reach>& reach) {
  CellFormula to;
  to.variables = from.variables;
  to.approximate = from.approximate;
  std::vector<std::uint32_t> place;
  std::vector<Range> reach_of_place;  // by node of the new formula
  const auto add = [&](Step step, const std::vector<std::uint32_t>& of) {
    CellStep node;
    node.step = step;
    return to.add(std::move(node), of);
  };
  // The least (greatest) of the greatest (least) of all but one.
  const auto all_but_one = [&](const std::vector<std::uint32_t>& of, Step inner, Step outer) {
    std::vector<std::uint32_t> groups;
    for (std::size_t out = 0; out < of.size(); ++out) {
      std::vector<std::uint32_t> rest = of;
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(out));
      groups.push_back(add(inner, rest));
    }
    return add(outer, groups);
  };
  for (const CellStep& node : from.nodes) {
    std::vector<std::uint32_t> of;
    for (const std::uint32_t argument : from.arguments_of(node)) of.push_back(place[argument]);
    if (node.step == Step::median) {
      const auto rows = from.arguments_of(node);
      of.clear();
      for (const std::uint32_t row : inner_rows({rows.begin(), rows.end()}, reach)) of.push_back(place[row]);
    }
    const auto known = [&](bool least) {
      return std::any_of(of.begin(), of.end(), [&](std::uint32_t one) {
        return std::all_of(of.begin(), of.end(), [&](std::uint32_t other) {
          const Range &a = reach_of_place[one], &b = reach_of_place[other];
          return one == other || (least ? less_equal(a, b) : less_equal(b, a)) == Truth::yes;
        });
      });
    };
    if (node.step != Step::median || of.size() < 1 || of.size() > 4) {
      place.push_back(to.add(node, of));
    } else if (of.size() <= 2) {
      place.push_back(add(Step::avg, of));
    } else if (of.size() == 3 && !known(true) && !known(false)) {
      place.push_back(all_but_one(of, Step::max, Step::min));
    } else {
      // What is neither the least nor the greatest: their sum, less these; halved where it is of two.
      CellStep half;
      half.step = Step::scale;
      half.range = of.size() == 4 ? Number::ratio(1, 2) : Number(1);
      const std::uint32_t outer = add(Step::add, {add(Step::max, of), add(Step::min, of)}),
                          inner = add(Step::subtract, {add(Step::sum, of), outer});
      place.push_back(to.add(std::move(half), std::span(&inner, 1)));
    }
    reach_of_place.resize(to.nodes.size());
    reach_of_place[place.back()] = reach[place.size() - 1].range;
  }
  if (place.back() != to.root()) {
    const std::uint32_t last = place.back();
    CellStep same;
    same.step = Step::scale;
    same.range = Number(1);
    to.add(std::move(same), std::span(&last, 1));
  }
  return to;
}

class BranchBuilder {
 public:
  BranchBuilder(const Box& box, bool upper, const std::vector<int>& unknowns, std::size_t bits)
      : box_(box), upper_(upper), unknowns_(unknowns), bits_(bits) {}

  std::optional<Branches> build(const CellFormula&);

 private:
  std::optional<std::uint32_t> first_kink(const CellFormula&, const std::vector<Reach>&) const;
  std::optional<Branches> cases(const CellFormula&, std::uint32_t kink, const std::vector<Reach>&);
  bool bends_away(const CellFormula&, std::uint32_t kink, const std::vector<std::uint32_t>& arguments,
                  const std::vector<Reach>&) const;
  static std::vector<std::uint32_t> live(const CellFormula&, const CellStep&, const std::vector<Reach>&);

  const Box& box_;
  bool upper_;
  const std::vector<int>& unknowns_;
  std::size_t bits_;
  std::size_t leaves_ = 0;
};

std::optional<Branches> BranchBuilder::build(const CellFormula& formula) {
  const auto reach = reach_of(formula, box_, bits_);
  if (!reach.back().certain()) return std::nullopt;
  if (const auto kink = first_kink(formula, reach)) return cases(formula, *kink, reach);
  if (++leaves_ > most_leaves) return std::nullopt;
  auto quotient = fraction_of(formula, box_, reach, unknowns_);
  if (!quotient) return std::nullopt;
  if (!upper_) quotient->above = Polynomial() - quotient->above;
  return Branches{false, {}, std::move(*quotient)};
}

std::optional<std::uint32_t> BranchBuilder::first_kink(const CellFormula& formula,
                                                       const std::vector<Reach>& reach) const {
  std::vector<bool> used(formula.nodes.size(), false);
  used.back() = true;
  std::optional<std::uint32_t> first;
  for (std::uint32_t id = formula.root() + 1; id-- > 0;) {
    const CellStep& node = formula.nodes[id];
    if (!used[id] || (reach[id].certain() && reach[id].range.is_point())) continue;
    if (is_least(node.step) || is_greatest(node.step)) first = id;
    for (const std::uint32_t argument : formula.arguments_of(node)) used[argument] = true;
  }
  return first;
}

// The arguments that may be the least (greatest) somewhere.
std::vector<std::uint32_t> BranchBuilder::live(const CellFormula& formula, const CellStep& node,
                                               const std::vector<Reach>& reach) {
  std::vector<std::uint32_t> found;
  const bool least = is_least(node.step);
  for (const std::uint32_t argument : formula.arguments_of(node)) {
    const Range& range = reach[argument].range;
    const bool beaten = std::any_of(found.begin(), found.end(), [&](std::uint32_t other) {
      const Range& by = reach[other].range;
      return other == argument || (least ? less_equal(by, range) : less_equal(range, by)) == Truth::yes;
    });
    if (beaten) continue;
    std::erase_if(found, [&](std::uint32_t other) {
      const Range& by = reach[other].range;
      return (least ? less_equal(range, by) : less_equal(by, range)) == Truth::yes;
    });
    found.push_back(argument);
  }
  return found;
}

std::optional<Branches> BranchBuilder::cases(const CellFormula& formula, std::uint32_t kink,
                                             const std::vector<Reach>& reach) {
  const CellStep& node = formula.nodes[kink];
  for (const std::uint32_t argument : formula.arguments_of(node))
    if (!reach[argument].certain()) return std::nullopt;
  const bool is_abs = node.step == Step::abs;
  const auto arguments =
      is_abs ? std::vector<std::uint32_t>(2, formula.arguments_of(node)[0]) : live(formula, node, reach);
  if (arguments.size() > most_arguments) return std::nullopt;
  Branches result;
  result.any = arguments.size() > 1 && bends_away(formula, kink, arguments, reach);
  const auto add = [&](Step step, const Number& factor, const std::vector<std::uint32_t>& of) {
    CellFormula with = formula;
    CellStep& at = with.nodes[kink];
    at.step = step;
    at.range = factor;
    at.variable = -1;
    at.first = static_cast<std::uint32_t>(with.arguments.size());
    at.count = static_cast<std::uint32_t>(of.size());
    with.arguments.insert(with.arguments.end(), of.begin(), of.end());
    auto part = build(with);
    if (part) result.parts.push_back(std::move(*part));
    return part.has_value();
  };
  for (std::size_t i = 0; i < arguments.size(); ++i)
    if (!add(Step::scale, is_abs && i == 1 ? -1 : 1, {arguments[i]})) return std::nullopt;
  if (result.any && !is_abs && !add(Step::avg, 0, arguments)) return std::nullopt;
  return result;
}

// Whether the value is no worse than with any of the arguments in the kink's place: it rises (falls) with the kink
// wherever that and its arguments may lie.
bool BranchBuilder::bends_away(const CellFormula& formula, std::uint32_t kink,
                               const std::vector<std::uint32_t>& arguments, const std::vector<Reach>& reach) const {
  CellFormula with = formula;
  CellStep& node = with.nodes[kink];
  const bool should_rise = is_least(node.step) == upper_;
  node.range = reach[kink].range;
  for (const std::uint32_t argument : arguments) node.range = hull(node.range, reach[argument].range);
  if (node.step == Step::abs) node.range = hull(node.range, -reach[arguments.front()].range);
  node.step = Step::constant;
  node.variable = -1;
  node.count = 0;
  std::vector<Range> slopes;
  const auto with_reach = reach_of(with, box_, bits_);
  if (!with_reach.back().certain()) return false;
  slopes_of(with, box_, with_reach, &slopes);
  return should_rise ? rises(slopes[kink]) : falls(slopes[kink]);
}

}  // namespace

std::optional<Branches> branches_of(const CellFormula& formula, const Box& box, bool upper,
                                    const std::vector<int>& unknowns, std::size_t bits) {
  return BranchBuilder(box, upper, unknowns, bits).build(without_medians(formula, reach_of(formula, box, bits)));
}

}  // namespace reckon::engine

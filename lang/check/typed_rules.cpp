// Units, dimensions and additivity of combined values: the table of the language, row by row.
#include "engine/plan/combinations.hpp"
#include "lang/check/checker.hpp"

namespace reckon::lang {
namespace {

using engine::op::Alignment;
using engine::op::Combination;
using engine::op::is_comparison;
using engine::op::is_logic;

bool needs_same_unit(Combination how) { return how != Combination::multiply && how != Combination::divide; }

std::string_view verb(Combination how) {
  switch (how) {
    case Combination::add: return "added";
    case Combination::subtract: return "subtracted";
    default: return is_comparison(how) ? "compared" : "combined";
  }
}

// An axis that both have by name; else one that rolls up to an axis that only the other side has.
std::vector<Alignment> align(const engine::Catalog& catalog, const Typed& left, const Typed& right) {
  std::vector<Alignment> on;
  std::vector<bool> left_met(left.axes.size()), right_met(right.axes.size());
  for (std::size_t l = 0; l < left.axes.size(); ++l)
    if (const auto r = right.axis(left.axes[l].name)) {
      on.push_back({l, *r});
      left_met[l] = right_met[*r] = true;
    }
  for (std::size_t l = 0; l < left.axes.size(); ++l)
    for (std::size_t r = 0; r < right.axes.size() && !left_met[l]; ++r) {
      const auto a = left.axes[l].dimension, b = right.axes[r].dimension;
      if (right_met[r] || a == b || (!catalog.rolls_up(a, b) && !catalog.rolls_up(b, a))) continue;
      on.push_back({l, r});
      left_met[l] = right_met[r] = true;
    }
  return on;
}

// May the result be summed over an axis that both sides share, or that one side alone has?
bool additive(Combination how, const Typed& left, const Typed& right, const TypedAxis* l, const TypedAxis* r) {
  if (is_comparison(how) || is_logic(how)) return false;
  if (how == Combination::multiply || how == Combination::divide) {
    if (left.extensive && right.extensive) return false;
    if (how == Combination::divide && right.extensive) return false;
    const TypedAxis* quantity = right.extensive ? r : l;
    return (left.extensive || right.extensive) && quantity && quantity->additive;
  }
  // Over an axis that only one side has, the other's value would be counted for every member.
  if (!l || !r) {
    const Typed& other = l ? right : left;
    const TypedAxis* own = l ? l : r;
    return how == Combination::coalesce && other.axes.empty() && other.bare && own->additive;
  }
  return l->additive && r->additive;
}

void set_unit(const Checker& checker, Combination how, Typed& result, const Typed& left, const Typed& right,
              Span span) {
  if (is_logic(how) || is_comparison(how)) {
    result.type = ValueType::truth;
    return;
  }
  if (how != Combination::multiply && how != Combination::divide) {
    result.unit = left.unit;
    return;
  }
  const auto unit = left.unit.times(right.unit, how == Combination::multiply ? 1 : -1);
  if (!unit)
    checker.fail(engine::problem::unit_too_complex, span, "the unit of the result has too many factors",
                 "units have at most 6 factors");
  result.unit = *unit;
}

void check_types(const Checker& checker, Combination how, const Typed& left, const Typed& right) {
  const ValueType wanted = is_logic(how) ? ValueType::truth : ValueType::number;
  for (const Typed* side : {&left, &right}) {
    if (side->type == wanted || (is_logic(how) && side->type == ValueType::relation)) continue;
    if (how == Combination::coalesce && left.type == right.type && left.type == ValueType::truth) continue;
    if (is_logic(how))
      checker.fail(problem::not_a_truth, side->span, "`and` and `or` join conditions, but this is a number",
                   "compare it with something, as in x > 0");
    checker.require_number(*side, is_comparison(how) ? "a comparison needs" : "arithmetic needs");
  }
}

}  // namespace

bool adapt_units(Typed& left, Typed& right) {
  if (left.bare && !right.bare) left.unit = right.unit;
  if (right.bare && !left.bare) right.unit = left.unit;
  return left.unit == right.unit;
}

std::string unit_words(const Checker& checker, const engine::Unit& unit) {
  return unit.is_one() ? "a pure number" : checker.catalog().units().text(unit);
}

std::string unit_mend(const Checker& checker, const engine::Unit& from, const engine::Unit& to) {
  const engine::UnitTable& units = checker.catalog().units();
  if (units.conversion(from, to)) return "convert it: (… to " + (to.is_one() ? "1" : units.text(to)) + ')';
  if (from.is_one() || to.is_one()) return "they measure different things";
  const auto factor = to.times(from, -1), divisor = from.times(to, -1);
  for (const engine::Measure& measure : checker.catalog().measures()) {
    if (measure.is_relation || measure.unit.is_one()) continue;
    if (factor && measure.unit == *factor)
      return "they measure different things: multiply what is in " + units.text(from) + " by " + measure.name;
    if (divisor && measure.unit == *divisor)
      return "they measure different things: divide what is in " + units.text(from) + " by " + measure.name;
  }
  if (!factor) return "they measure different things";
  return "they measure different things: a measure in " + units.text(*factor) + " would lead from one to the other";
}

namespace {

template <class Axes>
std::string names_of(const Axes& axes) {
  std::string text;
  for (const auto& axis : axes) text += (text.empty() ? "" : ", ") + axis.name;
  return text;
}

}  // namespace

std::string axis_list(const std::vector<TypedAxis>& axes) { return names_of(axes); }
std::string axis_list(const std::vector<engine::Axis>& axes) { return names_of(axes); }

TypedPtr combine(const Checker& checker, Combination how, TypedPtr left, TypedPtr right, Span span) {
  check_types(checker, how, *left, *right);
  if (needs_same_unit(how) && !is_logic(how) && !adapt_units(*left, *right)) {
    checker.fail(problem::unit_mismatch, span,
                 unit_words(checker, left->unit) + " and " + unit_words(checker, right->unit) + " cannot be " +
                     std::string(verb(how)),
                 unit_mend(checker, right->unit, left->unit));
  }
  auto result = std::make_unique<Typed>();
  result->span = span;
  set_unit(checker, how, *result, *left, *right, span);
  engine::op::Join join{how, align(checker.catalog(), *left, *right)};
  const auto met = [&](std::size_t axis, bool is_left) -> const Alignment* {
    for (const Alignment& a : join.on)
      if ((is_left ? a.left : a.right) == axis) return &a;
    return nullptr;
  };
  for (std::size_t l = 0; l < left->axes.size(); ++l) {
    const TypedAxis* a = &left->axes[l];
    const Alignment* at = met(l, true);
    const TypedAxis* b = at ? &right->axes[at->right] : nullptr;
    TypedAxis axis = *a;
    if (b && a->dimension != b->dimension) {
      // The finer axis stays; the coarser side is spread over it.
      const bool left_finer = checker.catalog().rolls_up(a->dimension, b->dimension);
      if (!left_finer) axis = *b;
      axis.additive = left_finer ? additive(how, *left, *right, a, nullptr) : additive(how, *left, *right, nullptr, b);
    } else {
      axis.additive = additive(how, *left, *right, a, b);
      axis.pinned = a->pinned || (b && b->pinned);
    }
    result->axes.push_back(axis);
  }
  for (std::size_t r = 0; r < right->axes.size(); ++r) {
    if (met(r, false)) continue;
    TypedAxis axis = right->axes[r];
    axis.additive = additive(how, *left, *right, nullptr, &right->axes[r]);
    result->axes.push_back(axis);
  }
  const bool product = how == Combination::multiply || how == Combination::divide;
  result->extensive = product ? left->extensive != right->extensive && !(how == Combination::divide && right->extensive)
                              : left->extensive || right->extensive;
  result->bare = left->bare && right->bare;
  result->what = std::move(join);
  result->args.push_back(std::move(left));
  result->args.push_back(std::move(right));
  return result;
}

bool same_value(const Typed& a, const Typed& b) {
  if (a.what.index() != b.what.index() || a.args.size() != b.args.size() || !(a.what == b.what)) return false;
  // A range or parameter written twice is two variables.
  if (const auto* constant = std::get_if<engine::op::Constant>(&a.what))
    if (constant->parameter >= 0 || !constant->value.is_point()) return false;
  for (std::size_t i = 0; i < a.args.size(); ++i)
    if (!same_value(*a.args[i], *b.args[i])) return false;
  return true;
}

}  // namespace reckon::lang

// Clauses that end an expression: where, to, as of, under, assuming.
#include "lang/ast/print.hpp"
#include "lang/check/check_condition.hpp"

namespace reckon::lang {

// Circumstances come first, then conditions, then conversion; so `e to MW where x` reads as one would expect.
TypedPtr Checker::with_clauses(TypedPtr e, List<Clause*> list) {
  for (const Clause* clause : list)
    if (clause->kind == ClauseKind::where) e = where(std::move(e), *clause->expr);
  for (const Clause* clause : list)
    if (clause->kind == ClauseKind::as_of || clause->kind == ClauseKind::under || clause->kind == ClauseKind::assuming)
      e = in_world(std::move(e), *clause);
  for (const Clause* clause : list)
    if (clause->kind == ClauseKind::to) e = convert(std::move(e), *clause);
  return e;
}

TypedPtr Checker::clauses(const Expr& base, List<Clause*> list) {
  for (const Clause* clause : list)
    if (clause->kind == ClauseKind::by || clause->kind == ClauseKind::over)
      fail(problem::misplaced_clause, clause->span, "`by` and `over` belong to an aggregate",
           "write sum(" + print(base) + ' ' + print(*clause) + "), with the clause inside the parentheses");
  return with_clauses(expression(base), list);
}

TypedPtr Checker::where(TypedPtr e, const Expr& expr) {
  CheckedCondition condition = ConditionChecker(*this, *e).check(expr);
  const auto wrap = [&](TypedPtr inner) {
    auto outer = make(inner->span);
    outer->type = inner->type;
    outer->unit = inner->unit;
    outer->bare = false;
    outer->extensive = inner->extensive;
    outer->axes = inner->axes;
    outer->args.push_back(std::move(inner));
    return outer;
  };
  // Provenance chooses the facts of every measure named, those that the condition compares included.
  if (condition.attributes) {
    const auto choose = [&](TypedPtr inner) {
      TypedPtr outer = wrap(std::move(inner));
      InWorld world;
      world.attributes = condition.attributes;
      outer->what = std::move(world);
      return outer;
    };
    e = choose(std::move(e));
    for (TypedPtr& input : condition.inputs)
      if (input->type != ValueType::relation) input = choose(std::move(input));
  }
  if (condition.rows.parts.empty()) return e;
  e = wrap(std::move(e));
  for (const std::size_t axis : condition.pinned) e->axes[axis].pinned = true;
  // The cut speaks of the cell only where nothing but `and` joins its condition to others: top-level parts alone are
  // cut.
  const bool own_value = condition.cut.has_value() && condition.own_value;
  e->what = engine::op::Filter{std::move(condition.rows), std::move(condition.cut), own_value};
  for (TypedPtr& input : condition.inputs) e->args.push_back(std::move(input));
  return e;
}

TypedPtr Checker::in_world(TypedPtr e, const Clause& clause) {
  InWorld world;
  if (clause.kind == ClauseKind::as_of) {
    world.as_of_parameter = date_parameter(*clause.expr);
    if (!world.as_of_parameter) world.as_of = date(*clause.expr);
  } else if (clause.kind == ClauseKind::under)
    world.policy = policy(clause.text, clause.names, clause.span);
  else
    world.assumed = assumptions(clause);
  auto outer = make(e->span);
  outer->type = e->type;
  outer->unit = e->unit;
  outer->bare = e->bare;
  outer->extensive = e->extensive;
  outer->axes = e->axes;
  outer->what = std::move(world);
  outer->args.push_back(std::move(e));
  return outer;
}

std::vector<engine::Assumed> Checker::assumptions(const Clause& clause) {
  std::vector<engine::Assumed> assumed;
  for (const Assumption& a : clause.assumptions) {
    const auto id = catalog_.find_measure(a.cell->text);
    if (!id || catalog_.measure(*id).is_relation) unknown_name(*a.cell, a.cell->text);
    const engine::Measure& measure = catalog_.measure(*id);
    engine::Assumed one;
    one.measure = *id;
    const auto args = arguments(measure, a.cell->args, a.cell->labels, a.cell->span);
    for (std::size_t i = 0; i < args.size(); ++i) one.key.push_back(member(*args[i], measure.axes[i].dimension));
    const Expr& value = *resolve(*a.value).expr;
    if (value.kind == ExprKind::parameter && !bound(value.text)) {
      one.parameter = add_parameter(value, Parameter::Takes::number);
      assumed.push_back(std::move(one));
      continue;
    }
    one.value = value_in(*a.value, measure.unit);
    if (measure.domain && !measure.domain->contains(one.value))
      fail(problem::outside_domain, a.value->span,
           "the assumed value " + one.value.text() + " lies outside the domain " + measure.domain->text() + " of " +
               measure.name,
           "assume a value inside it");
    assumed.push_back(std::move(one));
  }
  return assumed;
}

TypedPtr Checker::convert(TypedPtr e, const Clause& clause) {
  require_number(*e, "`to` converts the unit of");
  const engine::Unit wanted = unit(clause.text, clause.span);
  const auto factor = catalog_.units().conversion(e->unit, wanted);
  if (!factor)
    fail(problem::unit_mismatch, clause.span,
         unit_words(*this, e->unit) + " cannot be converted to " + unit_words(*this, wanted),
         unit_mend(*this, e->unit, wanted));
  auto outer = make(e->span);
  outer->unit = wanted;
  outer->extensive = e->extensive;
  outer->axes = e->axes;
  engine::op::Apply scale;
  scale.function = engine::op::Function::scale;
  scale.factor = *factor;
  outer->what = std::move(scale);
  outer->args.push_back(std::move(e));
  return outer;
}

}  // namespace reckon::lang

// Rules and defaults: expressions for measures here, bodies in lang/check/check_body.hpp.
#include <algorithm>
#include <optional>

#include "lang/ast/print.hpp"
#include "lang/check/check_body.hpp"
#include "lang/compile/compile.hpp"
#include "lang/statements/fact_checks.hpp"
#include "lang/statements/statement_runner.hpp"
#include "lang/statements/strata.hpp"

namespace reckon::lang {
namespace {

std::vector<engine::MeasureId> measures_of(const std::vector<engine::RuleRead>& uses) {
  std::vector<engine::MeasureId> reads;
  for (const engine::RuleRead& read : uses) reads.push_back(read.measure);
  std::sort(reads.begin(), reads.end());
  reads.erase(std::unique(reads.begin(), reads.end()), reads.end());
  return reads;
}

// Whether summing the measure over the axis counts nothing twice.
bool additive(const engine::Catalog& catalog, const engine::Measure& measure, const engine::Axis& axis) {
  if (measure.additivity == engine::Additivity::stock) return !catalog.dimension(axis.dimension).is_calendar();
  return measure.additivity == engine::Additivity::flow;
}

std::string_view word(engine::Additivity additivity) {
  return additivity == engine::Additivity::flow ? "flow" : additivity == engine::Additivity::stock ? "stock" : "rate";
}

// Checks a rule's expression against its head, and makes it one value for each coordinate of the head.
class RuleChecker {
 public:
  RuleChecker(Checker& checker, const engine::Measure& head, const RuleStatement& statement)
      : checker_(checker), head_(head), statement_(statement) {}

  TypedPtr run();

 private:
  TypedPtr spread(TypedPtr);
  void bound(Typed& filter, engine::op::Spread&, std::size_t own_axes);
  void check_unit(Typed&);
  void check_dimensions(const Typed&);
  void check_additivity(const Typed&);

  Checker& checker_;
  const engine::Measure& head_;
  const RuleStatement& statement_;
};

TypedPtr RuleChecker::run() {
  const Expr& value = *statement_.value;
  const Expr& base = value.kind == ExprKind::clauses ? *value.args[0] : value;
  TypedPtr typed = checker_.expression(base);
  if (typed->type != ValueType::number)
    checker_.fail(problem::not_a_number, value.span, "a measure's rule must give a number",
                  "for a condition write if C then 1 else 0");
  check_unit(*typed);
  check_dimensions(*typed);
  check_additivity(*typed);
  const std::size_t own_axes = typed->axes.size();
  typed = spread(std::move(typed));
  if (value.kind != ExprKind::clauses && own_axes == typed->axes.size()) return typed;
  auto* lacking = std::get_if<engine::op::Spread>(&typed->what);
  Typed* spread_node = typed.get();
  if (value.kind == ExprKind::clauses) typed = checker_.with_clauses(std::move(typed), value.clauses);
  if (lacking) bound(*typed, std::get<engine::op::Spread>(spread_node->what), own_axes);
  return typed;
}

// A head's dimension that the expression lacks takes every member: of a closed dimension, or of bounds in `where`.
TypedPtr RuleChecker::spread(TypedPtr typed) {
  engine::op::Spread lacking;
  for (const engine::Axis& axis : head_.axes)
    if (!typed->axis(axis.name)) lacking.axes.push_back(axis);
  if (lacking.axes.empty()) return typed;
  auto result = std::make_unique<Typed>();
  result->span = typed->span;
  result->unit = typed->unit;
  result->extensive = typed->extensive;
  result->axes = typed->axes;
  for (const engine::Axis& axis : lacking.axes) result->axes.push_back({axis.name, axis.dimension, false, false});
  result->what = std::move(lacking);
  result->args.push_back(std::move(typed));
  return result;
}

// Moves what `where` says of the added axes into the bounds of the spread.
void RuleChecker::bound(Typed& typed, engine::op::Spread& spread, std::size_t own_axes) {
  if (const auto* filter = std::get_if<engine::op::Filter>(&typed.what))
    for (const engine::Condition& part : filter->condition.parts) {
      if (part.what != engine::Condition::What::axis || part.axis.axis < own_axes || part.axis.negated) continue;
      engine::AxisTest test = part.axis;
      test.axis -= own_axes;
      const bool open_end = test.is_interval && (!test.from || !test.to);
      if (!open_end && test.level == spread.axes[test.axis].dimension) spread.bounds.push_back(std::move(test));
    }
  for (std::size_t i = 0; i < spread.axes.size(); ++i) {
    const engine::Dimension& dimension = checker_.catalog().dimension(spread.axes[i].dimension);
    const bool bounded =
        std::any_of(spread.bounds.begin(), spread.bounds.end(), [&](const engine::AxisTest& t) { return t.axis == i; });
    if (dimension.closed() || bounded) continue;
    checker_.fail(
        problem::not_closed, statement_.value->span,
        "the expression does not say for which members of " + spread.axes[i].name + " it holds, and " +
            dimension.name() + " is open",
        "bound it, as in where " + spread.axes[i].name + (dimension.is_calendar() ? " in 2026..2030" : " in (…)"));
  }
}

void RuleChecker::check_unit(Typed& typed) {
  if (typed.bare) typed.unit = head_.unit;
  if (typed.unit == head_.unit) return;
  checker_.fail(problem::unit_mismatch, statement_.value->span,
                "the rule gives " + unit_words(checker_, typed.unit) + ", but " + head_.name + " is in " +
                    unit_words(checker_, head_.unit),
                unit_mend(checker_, typed.unit, head_.unit));
}

void RuleChecker::check_dimensions(const Typed& typed) {
  for (const TypedAxis& axis : typed.axes) {
    const bool in_head = std::any_of(head_.axes.begin(), head_.axes.end(), [&](const engine::Axis& own) {
      return own.name == axis.name && own.dimension == axis.dimension;
    });
    if (!in_head)
      checker_.fail(problem::rule_dimensions, statement_.value->span,
                    "the rule depends on " + axis.name + ", which " + head_.name + " does not have",
                    "aggregate over it, as in sum(… over " + axis.name + "), or fix it with [" + axis.name + " = …]");
  }
}

void RuleChecker::check_additivity(const Typed& typed) {
  if (typed.bare && typed.axes.empty()) return;
  for (const TypedAxis& axis : typed.axes) {
    if (axis.additive == additive(checker_.catalog(), head_, {axis.name, axis.dimension})) continue;
    checker_.fail(problem::rule_additivity, statement_.value->span,
                  "the rule's value " + std::string(axis.additive ? "adds up" : "does not add up") + " over " +
                      axis.name + ", but " + head_.name + " is a " + std::string(word(head_.additivity)),
                  "say on purpose that it is to be read as one: " + std::string(word(head_.additivity)) + "(…)");
  }
}

// Whether the head only repeats the measure's dimensions, so that the rule is an expression over them.
bool names_dimensions(const engine::Measure& head, const RuleStatement& statement,
                      const std::vector<const Expr*>& args) {
  if (statement.body || head.is_relation) return false;
  for (std::size_t i = 0; i < args.size(); ++i)
    if (args[i]->kind != ExprKind::name || args[i]->text != head.axes[i].name) return false;
  return true;
}

// The dimensions of which a rule's own condition counts out the members, or bounds them.
std::vector<engine::DimensionId> bounded_dimensions(const Typed& typed) {
  std::vector<engine::DimensionId> bounded;
  if (const auto* filter = std::get_if<engine::op::Filter>(&typed.what))
    for (const engine::Condition& part : filter->condition.parts)
      if (part.what == engine::Condition::What::axis && !part.axis.negated &&
          (!part.axis.is_interval || (part.axis.from && part.axis.to)))
        bounded.push_back(typed.axes[part.axis.axis].dimension);
  return bounded;
}

// A rule that moves along an open dimension would go on for ever without bounds.
// `bounded` are the dimensions that its own condition bounds.
void check_moves(const Checker& checker, const engine::Measure& head, engine::MeasureId id, const engine::Rule& rule,
                 const std::vector<engine::DimensionId>& bounded, Span span) {
  for (const engine::RuleRead& read : rule.uses) {
    if (read.how != engine::ReadKind::moves || read.measure != id || checker.catalog().dimension(read.along).closed())
      continue;
    const engine::Dimension& dimension = checker.catalog().dimension(read.along);
    if (std::find(bounded.begin(), bounded.end(), read.along) != bounded.end()) continue;
    checker.fail(
        problem::not_closed, span,
        "the rule for " + head.name + " reads its own result along " + dimension.name() + ", which has no end",
        "bound it, as in where " + dimension.name() + (dimension.is_calendar() ? " in 2026..2030" : " in (…)"));
  }
}

// Whether the conditions keep members of the dimension between two constants.
bool bounds_members(const engine::Body& body, engine::DimensionId dimension) {
  using engine::op::Combination;
  bool below = false, above = false;
  for (const engine::Formula& condition : body.conditions)
    for (const engine::FormulaNode& node : condition.nodes) {
      if (node.what != engine::FormulaNode::What::codes || node.left.level != dimension || !node.left.is_variable ||
          node.right.is_variable)
        continue;
      below = below || node.how == Combination::less || node.how == Combination::less_equal ||
              node.how == Combination::equal;
      above = above || node.how == Combination::greater || node.how == Combination::greater_equal ||
              node.how == Combination::equal;
    }
  return below && above;
}

bool mentions(const std::vector<engine::Term>& terms, engine::Variable variable) {
  return std::any_of(terms.begin(), terms.end(), [&](const engine::Term& term) {
    return term.what == engine::Term::What::variable && term.variable == variable;
  });
}

// Whether an atom binds the variable: one that leads back to the rule's head, or one that does not.
bool bound_by(const engine::Program& program, const engine::Rule& rule, engine::Variable variable, bool recursive) {
  return std::any_of(rule.body->atoms.begin(), rule.body->atoms.end(), [&](const engine::BodyAtom& atom) {
    if (atom.use != engine::BodyAtom::Use::binds || !mentions(atom.terms, variable)) return false;
    return (atom.aggregate < 0 && leads_back(program, rule, atom.measure)) == recursive;
  });
}

// The same for bodies that lead back to their own head: a member is derived there that no other atom holds.
void check_moves(const Checker& checker, const engine::Program& program, const engine::Rule& rule, Span span) {
  for (const engine::BodyStep& step : rule.body->steps) {
    const engine::DimensionId id = rule.body->variables[step.to].dimension;
    const engine::Dimension& dimension = checker.catalog().dimension(id);
    if (step.by == 0 || step.rolls_up || !dimension.is_calendar() || bounds_members(*rule.body, id)) continue;
    const auto grows = [&](engine::Variable from, engine::Variable to) {
      return mentions(rule.body->head, to) && bound_by(program, rule, from, true) &&
             !bound_by(program, rule, to, false);
    };
    const bool recurs = grows(step.from, step.to) || grows(step.to, step.from);
    if (!recurs) continue;
    checker.fail(problem::not_closed, span,
                 "the rule reads its own result along " + dimension.name() + ", which has no end",
                 "bound it in the body, as in " + rule.body->variables[step.to].name + " in 2026..2030");
  }
}

}  // namespace

void StatementRunner::rule(const RuleStatement& statement) {
  Checker checker = this->checker();
  const engine::Catalog& catalog = environment_.catalog();
  const auto id = catalog.find_measure(statement.head->text);
  if (!id) {
    engine::NearestNames nearest(statement.head->text);
    for (const engine::Measure& known : catalog.measures()) nearest.offer(known.name);
    std::string hint = nearest.hint();
    if (hint.empty()) hint = statement.value ? "declare it first, with `measure`" : "declare it first, with `relation`";
    fail(problem::unknown_name, name_span(*statement.head),
         "there is no measure or relation \"" + std::string(statement.head->text) + '"', hint);
  }
  require_facts(checker, environment_.store.program(), *id, name_span(*statement.head));
  const engine::Measure& head = catalog.measure(*id);
  if (head.is_relation && statement.value)
    fail(problem::rule_form, statement.value->span, head.name + " is a relation, so its rules give rows, not values",
         "write the conditions after `if`: rule " + head.name + "(…) if …");
  if (head.is_relation && statement.is_default)
    fail(problem::rule_form, statement.span, "a default fills cells of a measure, but " + head.name + " is a relation",
         "write a rule");
  if (!head.is_relation && !statement.value)
    fail(problem::rule_form, statement.span, head.name + " is a measure, so its rule needs a value",
         "write rule " + head.name + "(…) = … if …");
  if (!statement.body && !statement.value)
    fail(problem::rule_form, statement.span, "the rule has no body",
         "write its conditions after `if`; for a row that always holds write a fact");
  std::vector<const Expr*> args;
  if (statement.head->kind == ExprKind::call)
    args = checker.arguments(head, statement.head->args, statement.head->labels, statement.head->span);
  engine::Rule rule;
  rule.head = *id;
  rule.is_default = statement.is_default;
  rule.text = written(statement.span);
  rule.assumption = std::string(statement.doc.description);
  const LineColumn place = line_column(*script_->source, statement.span.begin);
  rule.place = script_->source->name + ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
  if (names_dimensions(head, statement, args)) {
    const TypedPtr typed = RuleChecker(checker, head, statement).run();
    const auto bounded = bounded_dimensions(*typed);
    rule.plan = compile(*typed);
    rule.uses = uses_of(*rule.plan);
    for (const engine::Axis& axis : head.axes)
      for (std::size_t i = 0; i < typed->axes.size(); ++i)
        if (typed->axes[i].name == axis.name) rule.axes.push_back(i);
    check_moves(checker, head, *id, rule, bounded, statement.value->span);
  } else {
    CheckedBody checked = BodyChecker(checker).rule(*id, statement);
    rule.body = std::make_shared<const engine::Body>(std::move(checked.body));
    rule.uses = std::move(checked.uses);
    const auto policy = environment_.store.program().policy_of(*id).kind;
    const bool keeps_extreme =
        !head.is_relation && (policy == engine::PolicyKind::least || policy == engine::PolicyKind::greatest);
    if (!keeps_extreme) mark_moves(environment_.store.program(), *rule.body, rule.uses);
  }
  if (!checker.parameters().empty())
    fail(problem::parameter_unbound, checker.parameters().front().span,
         "$" + checker.parameters().front().name + " is not bound",
         "give it with --param " + checker.parameters().front().name + "=…");
  rule.reads = measures_of(rule.uses);
  if (auto cycle = find_cycle_problem(environment_.store.program(), rule))
    fail(engine::problem::rule_cycle, statement.span, std::move(cycle->message), std::move(cycle->hint));
  if (rule.body) check_moves(checker, environment_.store.program(), rule, statement.span);
  // The rule is a source, named as the statement says, else by its measure.
  const std::string wanted(statement.name.text.empty() ? statement.head->text : statement.name.text);
  std::string name = wanted;
  for (int i = 2; catalog.find_source(name); ++i) {
    if (!statement.name.text.empty())
      fail(problem::name_taken, statement.name.span, "the source \"" + name + "\" is declared already",
           "give the rule another name");
    name = wanted + ' ' + std::to_string(i);
  }
  engine::Source source;
  source.name = name;
  source.description = rule.text;
  source.is_rule = true;
  rule.source = environment_.store.edit_catalog().add(std::move(source));
  environment_.store.add_rule(std::move(rule));
}

}  // namespace reckon::lang

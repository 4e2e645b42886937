// Rules and defaults for measures.
#include <algorithm>
#include <optional>

#include "lang/ast/print.hpp"
#include "lang/compile/compile.hpp"
#include "lang/statements/statement_runner.hpp"

namespace reckon::lang {
namespace {

std::vector<engine::MeasureId> measures_read(const engine::Plan& plan) {
  std::vector<engine::MeasureId> reads;
  for (const engine::Operation& operation : plan.operations)
    if (const auto* scan = std::get_if<engine::op::Scan>(&operation.what)) reads.push_back(scan->measure);
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
  if (typed->type != ValueType::number) checker_.fail(problem::not_a_number, value.span, "a measure's rule must give a number", "for a condition write if C then 1 else 0");
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
    const bool bounded = std::any_of(spread.bounds.begin(), spread.bounds.end(), [&](const engine::AxisTest& t) { return t.axis == i; });
    if (dimension.closed() || bounded) continue;
    checker_.fail(problem::not_closed, statement_.value->span, "the expression does not say for which members of " + spread.axes[i].name + " it holds, and " + dimension.name() + " is open",
                  "bound it, as in where " + spread.axes[i].name + (dimension.is_calendar() ? " in 2026..2030" : " in (…)"));
  }
}

void RuleChecker::check_unit(Typed& typed) {
  if (typed.bare) typed.unit = head_.unit;
  if (typed.unit == head_.unit) return;
  checker_.fail(problem::unit_mismatch, statement_.value->span,
                "the rule gives " + unit_words(checker_, typed.unit) + ", but " + head_.name + " is in " + unit_words(checker_, head_.unit),
                unit_mend(checker_, typed.unit, head_.unit));
}

void RuleChecker::check_dimensions(const Typed& typed) {
  for (const TypedAxis& axis : typed.axes) {
    const bool in_head = std::any_of(head_.axes.begin(), head_.axes.end(), [&](const engine::Axis& own) { return own.name == axis.name && own.dimension == axis.dimension; });
    if (!in_head)
      checker_.fail(problem::rule_dimensions, statement_.value->span, "the rule depends on " + axis.name + ", which " + head_.name + " does not have", "aggregate over it, as in sum(… over " + axis.name + "), or fix it with [" + axis.name + " = …]");
  }
}

void RuleChecker::check_additivity(const Typed& typed) {
  if (typed.bare && typed.axes.empty()) return;
  for (const TypedAxis& axis : typed.axes) {
    if (axis.additive == additive(checker_.catalog(), head_, {axis.name, axis.dimension})) continue;
    checker_.fail(problem::rule_additivity, statement_.value->span,
                  "the rule's value " + std::string(axis.additive ? "adds up" : "does not add up") + " over " + axis.name + ", but " + head_.name + " is a " + std::string(word(head_.additivity)),
                  "say on purpose that it is to be read as one: " + std::string(word(head_.additivity)) + "(…)");
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
    fail(problem::unknown_name, name_span(*statement.head), "there is no measure \"" + std::string(statement.head->text) + '"', nearest.hint());
  }
  const engine::Measure& head = catalog.measure(*id);
  if (statement.body || head.is_relation || !statement.value)
    fail(problem::rule_form, statement.span, "rules with a body after `if`, and rules of relations, cannot be run yet", "give a measure's rule as an expression: rule m(…) = …");
  if (statement.head->kind == ExprKind::call) {
    const auto args = checker.arguments(head, statement.head->args, statement.head->labels, statement.head->span);
    for (std::size_t i = 0; i < args.size(); ++i) {
      if (args[i]->kind == ExprKind::name && args[i]->text == head.axes[i].name) continue;
      const bool other = std::any_of(head.axes.begin(), head.axes.end(), [&](const engine::Axis& axis) { return axis.name == args[i]->text; });
      fail(problem::rule_form, args[i]->span, "the head of a rule names the measure's dimensions, in their order",
           "write " + head.axes[i].name + " here" + (other ? "" : ", and `where " + head.axes[i].name + " = " + print(*args[i]) + "` after the expression"));
    }
  }
  const TypedPtr typed = RuleChecker(checker, head, statement).run();
  if (!checker.parameters().empty()) fail(problem::parameter_unbound, checker.parameters().front().span, "$" + checker.parameters().front().name + " is not bound", "give it with --param " + checker.parameters().front().name + "=…");
  engine::Rule rule;
  rule.head = *id;
  rule.is_default = statement.is_default;
  rule.text = written(statement.span);
  rule.assumption = std::string(statement.doc.description);
  rule.plan = compile(*typed);
  rule.reads = measures_read(*rule.plan);
  for (const engine::Axis& axis : head.axes)
    for (std::size_t i = 0; i < typed->axes.size(); ++i)
      if (typed->axes[i].name == axis.name) rule.axes.push_back(i);
  for (const engine::MeasureId read : rule.reads) {
    const auto path = environment_.store.path(read, *id);
    if (path.empty()) continue;
    std::string cycle = head.name;
    for (const engine::MeasureId step : path) cycle += " reads " + catalog.measure(step).name + (step == *id ? "" : ", which");
    fail(engine::problem::rule_cycle, statement.span, "the rule would read its own result: " + cycle, "derive one of them from facts alone");
  }
  // The rule is a source, named as the statement says, else by its measure.
  const std::string wanted(statement.name.text.empty() ? statement.head->text : statement.name.text);
  std::string name = wanted;
  for (int i = 2; catalog.find_source(name); ++i) {
    if (!statement.name.text.empty()) fail(problem::name_taken, statement.name.span, "the source \"" + name + "\" is declared already", "give the rule another name");
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

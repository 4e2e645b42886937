// Queries, checks and their verbs.
#include <algorithm>

#include "engine/exec/conflicts.hpp"
#include "engine/exec/plan_explanation.hpp"
#include "engine/exec/rules/why_not.hpp"
#include "engine/model/readable.hpp"
#include "lang/ast/column_name.hpp"
#include "lang/ast/print.hpp"
#include "lang/compile/compile.hpp"
#include "lang/statements/statement_runner.hpp"

namespace reckon::lang {
namespace {

void require_bound(const Checker& checker, const std::vector<Parameter>& parameters) {
  if (parameters.empty()) return;
  const std::string& name = parameters.front().name;
  checker.fail(problem::parameter_unbound, parameters.front().span, "$" + name + " is not bound",
               "give it with --param " + name + "=…");
}

// Over all rows: yes where every row is, no where any is not, maybe otherwise.
engine::Truth verdict_of(const engine::Answer& answer) {
  engine::Truth verdict = answer.rows() == 0 ? engine::Truth::maybe : engine::Truth::yes;
  for (const engine::Value& value : answer.frame.values())
    verdict = engine::truth_and(verdict, value.is_missing() || value.maybe ? engine::Truth::maybe : value.truth);
  return verdict;
}

}  // namespace

void StatementRunner::query(const QueryStatement& statement) {
  Outcome outcome;
  outcome.query = written(statement.expr->span);
  outcome.statement = written(statement.span);
  outcome.source = script_->source;
  outcome.span = statement.span;
  if (statement.verb == Verb::conflicts) {
    outcome.what = Outcome::What::conflicts;
    outcome.trees = engine::conflicts(environment_.store.snapshot(), measure_of(*statement.expr),
                                      engine::Digits::rounded, session_.meter());
    return sink_(outcome);
  }
  if (statement.verb == Verb::why_not) {
    outcome.what = Outcome::What::why_not;
    outcome.trees.push_back(why_not(*statement.expr));
    return sink_(outcome);
  }
  Checker checker = this->checker();
  const CheckedQuery checked = checker.query(*statement.expr);
  require_bound(checker, checked.parameters);
  const bool plots = statement.verb == Verb::plot;
  const bool drives = statement.verb == Verb::drivers || statement.inner == Verb::drivers;
  if (plots && checked.root->type != ValueType::number)
    fail(problem::not_a_number, statement.expr->span, "`plot` draws numbers, and this is a condition or a relation",
         "plot a measure, or an aggregate such as count(…)");
  if (drives && checked.root->type != ValueType::number)
    fail(problem::not_a_number, statement.expr->span,
         "`drivers` asks where a width comes from, and this is a condition or a relation",
         "ask it of a number, such as a side of the comparison");
  outcome.columns = checked.labels.empty() ? std::vector<std::string>{column_name(*statement.expr)} : checked.labels;
  using engine::Keep;
  const bool to_cells = statement.verb == Verb::why || drives;
  const Keep keep = to_cells ? Keep::lineage : statement.verb == Verb::explain ? Keep::profile : Keep::nothing;
  outcome.answer = std::make_shared<const engine::Answer>(
      engine::evaluate(environment_.store.snapshot(), compile(*checked.root), {}, keep, session_.meter()));
  if (statement.verb == Verb::why) outcome.what = Outcome::What::why;
  if (drives) outcome.drivers = engine::drivers(*outcome.answer);
  outcome.of_drivers = plots && drives;
  if (plots || drives) outcome.what = plots ? Outcome::What::plot : Outcome::What::drivers;
  if (keep == Keep::profile) {
    outcome.what = Outcome::What::explain;
    outcome.trees.push_back(engine::explain_plan(*outcome.answer));
  }
  sink_(outcome);
}

// `why not R(…)` asks for one row, every argument a member.
engine::Explanation StatementRunner::why_not(const Expr& row) const {
  const auto id = row.kind == ExprKind::call || row.kind == ExprKind::name
                      ? environment_.catalog().find_measure(row.text)
                      : std::nullopt;
  if (!id) {
    engine::NearestNames nearest(row.text);
    for (const engine::Measure& known : environment_.catalog().measures()) nearest.offer(known.name);
    const std::string hint = nearest.hint();
    fail(problem::unknown_name, row.span, "`why not` asks for a row of a relation or a cell of a measure",
         hint.empty() ? "write why not R(a, b)" : hint);
  }
  Checker checker = this->checker();
  const engine::Measure& measure = environment_.catalog().measure(*id);
  std::vector<engine::Code> key;
  const auto args = checker.arguments(measure, row.args, row.labels, row.span);
  for (std::size_t i = 0; i < args.size(); ++i) key.push_back(checker.member(*args[i], measure.axes[i].dimension).code);
  require_bound(checker, checker.parameters());
  return engine::why_not(environment_.store.snapshot(), *id, key, session_.meter());
}

// The measure that `conflicts` names.
engine::MeasureId StatementRunner::measure_of(const Expr& name) const {
  const auto measure = environment_.catalog().find_measure(name.text);
  if (measure && !environment_.catalog().measure(*measure).is_relation) return *measure;
  if (measure)
    fail(problem::not_a_number, name.span,
         '"' + std::string(name.text) + "\" is a relation, whose facts cannot contradict", "name a measure");
  engine::NearestNames nearest(name.text);
  for (const engine::Measure& known : environment_.catalog().measures())
    if (!known.is_relation) nearest.offer(known.name);
  fail(problem::unknown_name, name.span, "there is no measure \"" + std::string(name.text) + '"', nearest.hint());
}

// What is compared, in figures: "h100e(Meta, 2024) is 550,000..650,000 H100e". Empty where there is more than one
// figure.
std::string StatementRunner::sides_of(const Expr& condition) const {
  std::string text;
  if (condition.kind != ExprKind::binary || condition.op < Op::equal || condition.op > Op::greater_equal) return text;
  for (const Expr* side : condition.args) {
    if (side->kind == ExprKind::number) continue;
    Checker checker = this->checker();
    const CheckedQuery checked = checker.query(*side);
    if (checked.root->type != ValueType::number) return {};
    const engine::Answer answer = engine::evaluate(environment_.store.snapshot(), compile(*checked.root), {},
                                                   engine::Keep::nothing, session_.meter());
    if (answer.rows() != 1 || !answer.axes().empty()) return {};
    const engine::Value& value = answer.value(0);
    const std::string unit = environment_.catalog().units().text(answer.unit());
    text += (text.empty() ? "" : ", ") + print(*side) + " is ";
    text += value.is_missing() ? "missing: " + answer.missing_text(value)
                               : engine::readable(value.range) + (unit.empty() ? "" : ' ' + unit);
  }
  return text;
}

void StatementRunner::check(const CheckStatement& statement) {
  Checker checker = this->checker();
  const CheckedQuery checked = checker.query(*statement.condition);
  require_bound(checker, checked.parameters);
  if (checked.root->type != ValueType::truth)
    fail(problem::not_a_truth, statement.condition->span, "`check` takes a condition",
         "compare the value with something, as in check x > 0");
  Outcome outcome;
  outcome.what = Outcome::What::check;
  outcome.query = written(statement.condition->span);
  outcome.source = script_->source;
  outcome.span = statement.span;
  outcome.message = std::string(statement.message);
  outcome.answer = std::make_shared<const engine::Answer>(engine::evaluate(
      environment_.store.snapshot(), compile(*checked.root), {}, engine::Keep::nothing, session_.meter()));
  outcome.verdict = verdict_of(*outcome.answer);
  outcome.columns = {column_name(*statement.condition)};
  const std::string sides = outcome.verdict == engine::Truth::yes ? "" : sides_of(*statement.condition);
  outcome.diagnostics.push_back({problem::check_failed, outcome.message, sides, script_->source, statement.span});
  sink_(outcome);
}

}  // namespace reckon::lang

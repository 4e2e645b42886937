// Calls: definitions, cells of measures, functions.
#include "lang/ast/print.hpp"
#include "lang/check/checker.hpp"
#include "lang/check/functions.hpp"
#include "lang/parse/literal.hpp"

namespace reckon::lang {

using engine::op::Apply;
using engine::op::Combination;
using engine::op::Function;

TypedPtr Checker::call(const Expr& e) {
  if (!e.quoted) {
    const auto let_at = environment_.lets.find(e.text);
    if (let_at != environment_.lets.end()) return let(let_at->second, e.args, e);
    if (find_function(e.text)) return function(e);
    const auto given = environment_.functions.find(e.text);
    if (given != environment_.functions.end()) return host_call(given->second, e);
  }
  if (const auto measure = catalog_.find_measure(e.text)) return cells(*measure, e);
  unknown_name(e, e.text);
}

TypedPtr Checker::let(const LetDefinition& definition, List<Expr*> arguments, const Expr& call) {
  if (arguments.size() != definition.parameters.size()) {
    std::string signature = definition.name + '(';
    for (std::size_t i = 0; i < definition.parameters.size(); ++i)
      signature += (i ? ", " : "") + definition.parameters[i];
    fail(problem::wrong_arguments, call.span,
         definition.name + " takes " + counted(definition.parameters.size(), "argument") + ", but " +
             counted(arguments.size(), "is") + " given",
         "write " + (definition.parameters.empty() ? definition.name : signature + ')'));
  }
  for (const Scope* at = scope_; at; at = at->outer)
    if (at->let == &definition)
      fail(problem::let_recursion, call.span, definition.name + " uses itself",
           "a definition cannot recurse; write a rule");
  const Scope inner{&definition, scope_, arguments};
  if (!scope_) call_site_ = call.span;
  const Scope* const here = scope_;
  scope_ = &inner;
  TypedPtr typed = expression(*definition.body);
  scope_ = here;
  typed->span = call.span;
  return typed;
}

TypedPtr Checker::cells(engine::MeasureId id, const Expr& e) {
  const engine::Measure& measure = catalog_.measure(id);
  auto result = make(e.span);
  engine::op::Scan scan{id, 0, std::vector<std::optional<engine::CodeOperand>>(measure.axes.size()), {}};
  std::vector<const Expr*> args(measure.axes.size(), nullptr);
  if (e.kind == ExprKind::call) args = arguments(measure, e.args, e.labels, e.span);
  for (std::size_t i = 0; i < measure.axes.size(); ++i) {
    const engine::Axis& axis = measure.axes[i];
    const Expr* argument = args[i] ? resolve(*args[i]).expr : nullptr;
    const bool keeps = !argument || (argument->kind == ExprKind::name && !argument->quoted &&
                                     (argument->text == axis.name || argument->text == "_"));
    if (!keeps) {
      scan.fixed[i] = member(*args[i], axis.dimension);
      continue;
    }
    const bool calendar = catalog_.dimension(axis.dimension).is_calendar();
    const bool additive = measure.additivity == engine::Additivity::flow ||
                          (measure.additivity == engine::Additivity::stock && !calendar);
    result->axes.push_back({axis.name, axis.dimension, additive, false});
  }
  if (by_source_) result->axes.push_back({"source", engine::source_dimension, false, false});
  result->type = measure.is_relation ? ValueType::relation : ValueType::number;
  result->unit = measure.unit;
  result->extensive = measure.additivity != engine::Additivity::rate;
  result->what = std::move(scan);
  if (!by_source_) return result;
  auto outer = make(e.span);
  outer->type = result->type;
  outer->unit = result->unit;
  outer->extensive = result->extensive;
  outer->axes = result->axes;
  InWorld world;
  world.by_source = true;
  outer->what = std::move(world);
  outer->args.push_back(std::move(result));
  return outer;
}

TypedPtr Checker::function(const Expr& e) {
  const FunctionInfo& info = *find_function(e.text);
  switch (info.form) {
    case FunctionForm::aggregate: return aggregate(info.statistic, e);
    case FunctionForm::rank: return rank(e);
    case FunctionForm::top: return top(e, e.text == "bottom");
    case FunctionForm::extreme: return extreme(e.text == "least" ? Combination::least : Combination::greatest, e);
    case FunctionForm::assume: return assume(e);
    default: return apply(info.function, e);
  }
}

std::optional<std::int64_t> Checker::whole(const Expr& written) {
  const Expr& e = *resolve(written).expr;
  try {
    const Constant c = constant(e);
    return c.value.is_point() && c.unit.is_one() ? c.value.low.to_int64() : std::nullopt;
  } catch (const Failure& failure) {
    // What is no constant at all is told in the words of the place that needs the number.
    if (failure.diagnostics.front().id != problem::not_constant) throw;
    return std::nullopt;
  }
}

std::int64_t Checker::whole_number(const Expr& written, std::string_view what, std::string_view mend) {
  const auto number = whole(written);
  if (!number || *number > 1'000'000 || *number < -1'000'000)
    fail(problem::wrong_arguments, written.span, std::string(what) + " must be a whole number that is written out",
         "write " + std::string(mend));
  return *number;
}

TypedPtr Checker::apply(Function function, const Expr& e) {
  const bool takes_number = function == Function::round || function == Function::root;
  const std::size_t most = takes_number ? 2 : 1;
  const std::string name(e.text);
  if (e.args.empty() || e.args.size() > most || (function == Function::root && e.args.size() < 2))
    fail(problem::wrong_arguments, e.span,
         name + " takes " + (most == 2 ? "an expression and a whole number" : "one expression"),
         "write " + name + (most == 2 ? "(x, 2)" : "(x)"));
  TypedPtr x = expression(*e.args[0]);
  const bool truth = function == Function::possibly;
  if (truth && x->type != ValueType::truth)
    fail(problem::not_a_truth, x->span, name + " takes a condition",
         "compare it with something, as in possibly(x > 0)");
  if (!truth) require_number(*x, name + " takes");
  Apply how;
  how.function = function;
  if (e.args.size() == 2)
    how.argument = whole_number(
        *e.args[1], function == Function::round ? "the number of decimals" : "the degree of a root", name + "(x, 2)");
  if (function == Function::root && (how.argument < 1 || how.argument > 1000))
    fail(problem::wrong_arguments, e.args[1]->span, "the degree of a root lies between 1 and 1000", "write root(x, 2)");
  if (function == Function::round && (how.argument < -1000 || how.argument > 1000))
    fail(problem::wrong_arguments, e.args[1]->span, "decimals lie between -1000 and 1000", "write round(x, 2)");
  const bool transcendental = function == Function::ln || function == Function::exp;
  if (transcendental && !x->unit.is_one())
    fail(problem::unit_mismatch, x->span,
         name + " takes a pure number, but this is in " + catalog_.units().text(x->unit),
         "divide it by a quantity of the same unit");
  auto result = make(e.span);
  result->type = x->type;
  result->unit = x->unit;
  result->axes = x->axes;
  result->bare = x->bare;
  const bool keeps = function == Function::abs || function == Function::low || function == Function::high ||
                     function == Function::middle || function == Function::width || function == Function::round ||
                     function == Function::floor || function == Function::ceil;
  result->extensive = keeps && x->extensive;
  if (!keeps)
    for (TypedAxis& axis : result->axes) axis.additive = false;
  if (function == Function::root) {
    const auto unit = x->unit.root(how.argument);
    if (!unit)
      fail(problem::unit_mismatch, x->span, "the unit " + catalog_.units().text(x->unit) + " has no such root",
           "divide it by a quantity of the same unit first");
    result->unit = *unit;
  }
  result->what = std::move(how);
  result->args.push_back(std::move(x));
  return result;
}

TypedPtr Checker::extreme(Combination how, const Expr& e) {
  if (e.args.size() < 2)
    fail(problem::wrong_arguments, e.span, std::string(e.text) + " takes two or more expressions",
         "the least of many rows is min(e), the greatest max(e)");
  TypedPtr result = expression(*e.args[0]);
  for (std::size_t i = 1; i < e.args.size(); ++i)
    result = combine(*this, how, std::move(result), expression(*e.args[i]), e.span);
  return result;
}

// stock(e), flow(e), rate(e): another reading, taken on purpose.
TypedPtr Checker::assume(const Expr& e) {
  const std::string name(e.text);
  if (e.args.size() != 1)
    fail(problem::wrong_arguments, e.span, name + " takes one expression", "write " + name + "(e)");
  TypedPtr x = expression(*e.args[0]);
  require_number(*x, name + " takes");
  auto result = make(e.span);
  result->unit = x->unit;
  result->axes = x->axes;
  result->bare = x->bare;
  result->extensive = name != "rate";
  for (TypedAxis& axis : result->axes)
    axis.additive = name == "flow" || (name == "stock" && !catalog_.dimension(axis.dimension).is_calendar());
  Apply how;
  how.function = Function::assume;
  how.assumption = name;
  result->what = std::move(how);
  result->args.push_back(std::move(x));
  return result;
}

}  // namespace reckon::lang

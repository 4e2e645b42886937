// Expressions by kind: literals, names, arithmetic, slices and shifts, columns.
#include <array>

#include "lang/ast/print.hpp"
#include "lang/check/checker.hpp"
#include "lang/check/functions.hpp"
#include "lang/parse/literal.hpp"

namespace reckon::lang {
namespace {

using engine::op::Apply;
using engine::op::Combination;
using engine::op::Function;

Combination combination(Op op) {
  switch (op) {
    case Op::add: return Combination::add;
    case Op::subtract: return Combination::subtract;
    case Op::multiply: return Combination::multiply;
    case Op::divide: return Combination::divide;
    case Op::coalesce: return Combination::coalesce;
    case Op::equal: return Combination::equal;
    case Op::not_equal: return Combination::not_equal;
    case Op::less: return Combination::less;
    case Op::less_equal: return Combination::less_equal;
    case Op::greater: return Combination::greater;
    case Op::greater_equal: return Combination::greater_equal;
    case Op::logical_and: return Combination::logical_and;
    default: return Combination::logical_or;
  }
}

}  // namespace

TypedPtr Checker::dispatch(const Expr& e) {
  switch (e.kind) {
    case ExprKind::number:
    case ExprKind::range:
    case ExprKind::about:
    case ExprKind::plus_minus: return literal(e);
    case ExprKind::parameter: return parameter(e);
    case ExprKind::name: return name(e);
    case ExprKind::path: return path(e);
    case ExprKind::call: return call(e);
    case ExprKind::index: return index(e);
    case ExprKind::unary: return unary(e);
    case ExprKind::binary: return binary(e);
    case ExprKind::conditional: return conditional(e);
    case ExprKind::columns: return columns(e);
    case ExprKind::clauses: return clauses(*e.args[0], e.clauses);
    default: break;
  }
  fail(problem::not_a_number, e.span, '"' + std::string(e.text) + "\" is a period, not a number",
       "periods belong after a calendar dimension, as in where quarter = 2024Q3");
}

TypedPtr Checker::literal(const Expr& e) {
  const Constant c = constant(e);
  auto result = make(e.span);
  result->unit = c.unit;
  result->bare = c.bare;
  engine::op::Constant literal;
  literal.value = c.value;
  result->what = std::move(literal);
  return result;
}

TypedPtr Checker::parameter(const Expr& e) {
  auto result = make(e.span);
  result->bare = true;
  engine::op::Constant value;
  const auto bound = environment_.parameters.find(e.text);
  if (bound != environment_.parameters.end()) {
    const auto number = literal_value(bound->second);
    if (!number)
      fail(problem::parameter_unbound, e.span,
           "$" + std::string(e.text) + " is \"" + bound->second + "\", but a number belongs here",
           "give it with --param " + std::string(e.text) + "=5");
    value.value = *number;
  } else {
    value.parameter = add_parameter(e, Parameter::Takes::number);
  }
  result->what = std::move(value);
  return result;
}

TypedPtr Checker::name(const Expr& e) {
  const Resolved resolved = resolve(e);
  if (resolved.expr != &e) return in_scope(resolved);
  if (!e.quoted) {
    const auto definition = environment_.lets.find(e.text);
    if (definition != environment_.lets.end()) return let(definition->second, {}, e);
  }
  if (const auto measure = catalog_.find_measure(e.text)) return cells(*measure, e);
  unknown_name(e, e.text);
}

TypedPtr Checker::path(const Expr& e) {
  fail(problem::unknown_name, e.span, '"' + print(e) + "\" names a level, not a number",
       "levels belong in where and by");
}

void Checker::unknown_name(const Expr& e, std::string_view wanted) const {
  const std::string shown(wanted);
  const Span place = name_span(e);
  if (catalog_.find_dimension(wanted))
    fail(problem::unknown_name, place, '"' + shown + "\" is a dimension, not a number",
         "use it in where, by, over or [ ], as in sum(m by " + shown + ')');
  for (const engine::Dimension& dimension : catalog_.dimensions())
    if (const auto code = dimension.is_calendar() ? std::nullopt : dimension.find(wanted))
      fail(problem::unknown_name, place, '"' + shown + "\" is a member of " + dimension.name() + ", not a number",
           "write m(" + quoted_if_needed(dimension.text(*code)) + ", …), or where " + dimension.name() + " = " +
               quoted_if_needed(dimension.text(*code)));
  engine::NearestNames nearest(wanted);
  for (const engine::Measure& measure : catalog_.measures()) nearest.offer(measure.name);
  for (const auto& [known, definition] : environment_.lets) nearest.offer(known);
  for (const FunctionInfo& function : functions()) nearest.offer(function.name);
  for (const auto& [known, function] : environment_.functions) nearest.offer(known);
  for (const engine::Dimension& dimension : catalog_.dimensions()) nearest.offer(dimension.name());
  for (const engine::Measure& measure : catalog_.measures())
    for (const engine::Axis& axis : measure.axes) nearest.offer(axis.name);
  std::string hint = nearest.hint();
  if (hint.empty())
    hint = catalog_.measures().empty()
               ? "declare measures first, or `use compute`"
               : "measures are declared with `measure " + quoted_if_needed(wanted) + "(…) : unit`";
  fail(problem::unknown_name, place, "there is no measure, definition or function \"" + shown + '"', hint);
}

TypedPtr Checker::unary(const Expr& e) {
  TypedPtr x = expression(*e.args[0]);
  const bool logic = e.op == Op::logical_not;
  if (logic && x->type == ValueType::number)
    fail(problem::not_a_truth, x->span, "`not` takes a condition, but this is a number",
         "compare it with something, as in not x > 0");
  if (!logic) require_number(*x, "`-` needs");
  auto result = make(e.span);
  result->type = x->type;
  result->unit = x->unit;
  result->bare = x->bare;
  result->extensive = x->extensive;
  result->axes = x->axes;
  Apply how;
  how.function = logic ? Function::logical_not : Function::negate;
  result->what = std::move(how);
  result->args.push_back(std::move(x));
  return result;
}

TypedPtr Checker::binary(const Expr& e) {
  if (e.op == Op::power) return power(e);
  if (e.op == Op::in || e.op == Op::not_in) return membership(e);
  TypedPtr left = expression(*e.args[0]);
  TypedPtr right = expression(*e.args[1]);
  return combine(*this, combination(e.op), std::move(left), std::move(right), e.span);
}

// `x in 1..2`, `x in (a, b)`: comparisons joined by and/or.
TypedPtr Checker::membership(const Expr& e) {
  const Expr& set = *resolve(*e.args[1]).expr;
  TypedPtr result;
  const auto join = [&](Combination how, TypedPtr next) {
    result = result ? combine(*this, how, std::move(result), std::move(next), e.span) : std::move(next);
  };
  if (set.kind == ExprKind::range) {
    constant(set);  // says what is wrong with the range as a whole
    if (set.args[0])
      join(Combination::logical_and,
           combine(*this, Combination::greater_equal, expression(*e.args[0]), literal(*set.args[0]), e.span));
    if (set.args[1])
      join(Combination::logical_and,
           combine(*this, Combination::less_equal, expression(*e.args[0]), literal(*set.args[1]), e.span));
  } else if (set.kind == ExprKind::list) {
    for (const Expr* item : set.args)
      join(Combination::logical_or,
           combine(*this, Combination::equal, expression(*e.args[0]), expression(*item), e.span));
  }
  if (!result) fail(problem::not_a_number, set.span, "`in` takes a list or a range", "write x in (a, b) or x in 1..2");
  if (e.op == Op::in) return result;
  auto negation = make(e.span);
  negation->type = ValueType::truth;
  negation->axes = result->axes;
  Apply how;
  how.function = Function::logical_not;
  negation->what = std::move(how);
  negation->args.push_back(std::move(result));
  return negation;
}

TypedPtr Checker::power(const Expr& e) {
  TypedPtr base = expression(*e.args[0]);
  require_number(*base, "`^` needs");
  const auto exponent = whole(*e.args[1]);
  if (!exponent)
    fail(problem::wrong_arguments, e.args[1]->span,
         "a power must be a whole number that is written out and fits 64 bits",
         "for a root write root(x, n), for other powers exp(y * ln(x))");
  const auto unit = base->unit.to_power(*exponent);
  if (!unit)
    fail(engine::problem::unit_too_complex, e.span, "the unit of this power has too large an exponent",
         "units have exponents up to 99");
  auto result = make(e.span);
  result->unit = *unit;
  result->bare = base->bare;
  result->axes = base->axes;
  for (TypedAxis& axis : result->axes) axis.additive = false;
  Apply how;
  how.function = Function::power;
  how.argument = *exponent;
  result->what = std::move(how);
  result->args.push_back(std::move(base));
  return result;
}

TypedPtr Checker::conditional(const Expr& e) {
  TypedPtr condition = expression(*e.args[0]);
  if (condition->type == ValueType::number)
    fail(problem::not_a_truth, condition->span, "`if` takes a condition, but this is a number",
         "compare it with something, as in if x > 0 then … else …");
  TypedPtr yes = expression(*e.args[1]), no = expression(*e.args[2]);
  if (yes->type != no->type)
    fail(problem::not_a_number, e.span, "one branch is a number, the other a condition",
         "both branches must be of one kind");
  if (yes->type == ValueType::number && !adapt_units(*yes, *no))
    fail(problem::unit_mismatch, e.span,
         "one branch is in " + unit_words(*this, yes->unit) + ", the other in " + unit_words(*this, no->unit),
         unit_mend(*this, no->unit, yes->unit));
  auto result = make(e.span);
  result->type = yes->type;
  result->unit = yes->unit;
  result->bare = yes->bare && no->bare;
  result->extensive = yes->extensive || no->extensive;
  result->axes = condition->axes;
  for (TypedAxis& axis : result->axes) {
    const auto y = yes->axis(axis.name), n = no->axis(axis.name);
    axis.additive = y && n && yes->axes[*y].additive && no->axes[*n].additive;
  }
  for (const Typed* branch : {yes.get(), no.get()})
    for (const TypedAxis& axis : branch->axes)
      if (!result->axis(axis.name))
        fail(problem::condition_dimension, branch->span,
             "the branch depends on " + axis.name + ", which the condition does not have",
             "pick one of it, as in m[" + axis.name + " = …], or compare something that has it");
  result->what = engine::op::Choose{};
  result->args.push_back(std::move(condition));
  result->args.push_back(std::move(yes));
  result->args.push_back(std::move(no));
  return result;
}

TypedPtr Checker::columns(const Expr& e) {
  auto result = make(e.span);
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < e.args.size(); ++i) {
    TypedPtr column = expression(*e.args[i]);
    if (std::holds_alternative<engine::op::Columns>(column->what))
      fail(problem::not_a_number, column->span, "columns cannot stand inside columns",
           "list them all in one pair of braces");
    for (const TypedAxis& axis : column->axes)
      if (!result->axis(axis.name)) result->axes.push_back({axis.name, axis.dimension, false, false});
    labels.emplace_back(i < e.labels.size() && !e.labels[i].empty() ? std::string(e.labels[i]) : print(*e.args[i]));
    if (i == 0) {
      result->type = column->type;
      result->unit = column->unit;
    }
    result->args.push_back(std::move(column));
  }
  labels_ = std::move(labels);
  result->what = engine::op::Columns{};
  return result;
}

TypedPtr Checker::index(const Expr& e) {
  TypedPtr result = expression(*e.args[0]);
  for (std::size_t i = 1; i < e.args.size(); ++i) {
    const Expr& item = *e.args[i];
    result = item.op == Op::equal ? slice(std::move(result), item) : shift(std::move(result), item);
  }
  return result;
}

TypedPtr Checker::slice(TypedPtr e, const Expr& item) {
  const AxisPlace place = find_axis(*item.args[0], e->axes);
  if (place.level != e->axes[place.axis].dimension)
    fail(problem::unknown_axis, item.args[0]->span,
         print(*item.args[0]) + " is a level of " + e->axes[place.axis].name + ", which [ ] cannot fix",
         "aggregate with sum(e by " + print(*item.args[0]) + "), or filter with where");
  auto result = make(e->span);
  result->type = e->type;
  result->unit = e->unit;
  result->extensive = e->extensive;
  result->axes = e->axes;
  result->axes.erase(result->axes.begin() + static_cast<std::ptrdiff_t>(place.axis));
  result->what = engine::op::Slice{place.axis, member(*item.args[1], place.level)};
  result->args.push_back(std::move(e));
  return result;
}

TypedPtr Checker::shift(TypedPtr e, const Expr& item) {
  const AxisPlace place = find_axis(*item.args[0], e->axes);
  const engine::Dimension& dimension = catalog_.dimension(place.level);
  if (place.level != e->axes[place.axis].dimension || !dimension.ordered())
    fail(problem::not_ordered, item.span,
         print(*item.args[0]) + " cannot be shifted here: only an ordered dimension of the expression can",
         "declare the dimension `ordered`, or use a calendar dimension");
  const std::int64_t by = whole_number(*item.args[1], "a shift", "[year - 1]");
  auto result = make(e->span);
  result->type = e->type;
  result->unit = e->unit;
  result->extensive = e->extensive;
  result->axes = e->axes;
  result->what = engine::op::Shift{place.axis, static_cast<std::int32_t>(item.op == Op::subtract ? by : -by)};
  result->args.push_back(std::move(e));
  return result;
}

}  // namespace reckon::lang

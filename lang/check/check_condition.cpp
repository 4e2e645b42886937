// Conditions, part by part. Top-level `and` parts are told apart: provenance goes to the facts, the rest to the rows.
#include "lang/check/check_condition.hpp"

#include "lang/ast/print.hpp"

namespace reckon::lang {
namespace {

using engine::AxisTest;
using engine::CodeOperand;
using What = engine::Condition::What;

bool is_comparison(Op op) { return op >= Op::equal && op <= Op::not_in; }

Op mirrored(Op op) {
  switch (op) {
    case Op::less: return Op::greater;
    case Op::less_equal: return Op::greater_equal;
    case Op::greater: return Op::less;
    case Op::greater_equal: return Op::less_equal;
    default: return op;
  }
}

Op opposite(Op op) {
  switch (op) {
    case Op::less: return Op::greater_equal;
    case Op::less_equal: return Op::greater;
    case Op::greater: return Op::less_equal;
    case Op::greater_equal: return Op::less;
    case Op::equal: return Op::not_equal;
    case Op::not_equal: return Op::equal;
    default: return op == Op::in ? Op::not_in : Op::in;
  }
}

engine::Condition negated(engine::Condition condition) {
  engine::Condition result;
  result.what = What::negation;
  result.parts.push_back(std::move(condition));
  return result;
}

}  // namespace

CheckedCondition ConditionChecker::check(const Expr& e) {
  top_level(e);
  return std::move(result_);
}

void ConditionChecker::top_level(const Expr& written) {
  const auto [expr, scope] = checker_.resolve(written);
  const Expr& e = *expr;
  if (e.kind == ExprKind::binary && e.op == Op::logical_and) {
    top_level(*e.args[0]);
    top_level(*e.args[1]);
    return;
  }
  if (is_attribute(e)) {
    if (!result_.attributes) result_.attributes.emplace();
    result_.attributes->parts.push_back(attribute(e));
    return;
  }
  const std::size_t inputs = result_.inputs.size();
  const bool cut = find_cut(e, false);
  auto condition = part(e);
  if (!cut && result_.inputs.size() > inputs) result_.own_value = false;
  pin(condition);
  result_.rows.parts.push_back(std::move(condition));
}

// `d = x` and `d in (x)` leave one member of the axis.
void ConditionChecker::pin(const Condition& condition) {
  if (condition.what != What::axis || condition.axis.negated || condition.axis.is_interval) return;
  const auto axis = condition.axis.axis;
  if (condition.axis.members.size() == 1 && condition.axis.level == filtered_.axes[axis].dimension)
    result_.pinned.push_back(axis);
}

bool ConditionChecker::is_attribute(const Expr& written) const {
  const Expr& e = *checker_.resolve(written).expr;
  if (e.kind == ExprKind::binary && (e.op == Op::logical_and || e.op == Op::logical_or))
    return is_attribute(*e.args[0]) || is_attribute(*e.args[1]);
  if (e.kind == ExprKind::unary && e.op == Op::logical_not) return is_attribute(*e.args[0]);
  if (e.kind != ExprKind::binary || !is_comparison(e.op)) return false;
  const Expr& left = *checker_.resolve(*e.args[0]).expr;
  if (left.kind != ExprKind::name || left.quoted) return false;
  return (left.text == "source" || left.text == "kind" || left.text == "date") && !filtered_.axis(left.text);
}

bool ConditionChecker::names_axis(const Expr& written) const {
  const Expr& e = *checker_.resolve(written).expr;
  if (e.kind == ExprKind::path) return true;
  if (e.kind != ExprKind::name) return false;
  return filtered_.axis(e.text) || checker_.catalog().find_dimension(e.text);
}

engine::Condition ConditionChecker::part(const Expr& written) {
  const auto [expr, scope] = checker_.resolve(written);
  const Expr& e = *expr;
  if (is_attribute(e))
    checker_.fail(problem::misplaced_clause, e.span,
                  "a condition on source, kind or date stands beside other conditions under `or` or `not`",
                  "join it to them with `and`: provenance chooses the facts, the rest chooses rows");
  Condition condition;
  if (e.kind == ExprKind::binary && (e.op == Op::logical_and || e.op == Op::logical_or)) {
    condition.what = e.op == Op::logical_and ? What::all_of : What::any_of;
    for (const Expr* side : e.args) condition.parts.push_back(part(*side));
    return condition;
  }
  if (e.kind == ExprKind::unary && e.op == Op::logical_not) return negated(part(*e.args[0]));
  if (e.kind == ExprKind::binary && is_comparison(e.op)) return comparison(e);
  if (e.kind == ExprKind::call || e.kind == ExprKind::name)
    if (const auto measure = checker_.catalog().find_measure(e.text))
      if (checker_.catalog().measure(*measure).is_relation) return relation(e, *measure);
  return value(written);
}

engine::Condition ConditionChecker::comparison(const Expr& e) {
  if (names_axis(*e.args[0])) return axis_comparison(*e.args[0], e.op, *e.args[1], e.span);
  const bool listed = e.op == Op::in || e.op == Op::not_in;
  if (!listed && names_axis(*e.args[1]) && checker_.resolve(*e.args[0]).expr->kind != ExprKind::name)
    return axis_comparison(*e.args[1], mirrored(e.op), *e.args[0], e.span);
  return value(e);
}

// The first and last code of what is written: a period coarser than the axis spans several.
std::pair<CodeOperand, CodeOperand> ConditionChecker::span_of(const Expr& written, engine::DimensionId level) {
  const Expr& e = *checker_.resolve(written).expr;
  const engine::Dimension& dimension = checker_.catalog().dimension(level);
  if (dimension.is_calendar() && e.kind != ExprKind::parameter && !dimension.find(e.text)) {
    using engine::Calendar;
    for (const Calendar coarser : {Calendar::month, Calendar::quarter, Calendar::year}) {
      const auto period = coarser < dimension.calendar() ? engine::parse_period(e.text, coarser) : std::nullopt;
      if (!period) continue;
      const auto code = [&](engine::Day day) { return engine::roll_up(day, Calendar::day, dimension.calendar()); };
      return {{code(engine::first_day(*period, coarser)), -1}, {code(engine::last_day(*period, coarser)), -1}};
    }
  }
  const CodeOperand code = checker_.member(written, level);
  return {code, code};
}

engine::AxisTest ConditionChecker::members(const Checker::AxisPlace& place, const Expr& written) {
  const Expr& list = *checker_.resolve(written).expr;
  AxisTest test;
  test.axis = place.axis;
  test.level = place.level;
  if (list.kind == ExprKind::range) {
    set_interval(test, list.args[0], list.args[1], list.span);
    return test;
  }
  const auto add = [&](const Expr& item) {
    const auto [from, to] = span_of(item, place.level);
    if (from.parameter >= 0 || from.code == to.code) {
      test.members.push_back(from);
      return;
    }
    for (engine::Code code = from.code; code <= to.code; ++code) test.members.push_back({code, -1});
  };
  if (list.kind == ExprKind::list) {
    for (const Expr* item : list.args) add(*item);
  } else {
    add(list);
  }
  return test;
}

void ConditionChecker::set_interval(AxisTest& test, const Expr* from, const Expr* to, Span span) {
  const engine::Dimension& dimension = checker_.catalog().dimension(test.level);
  if (!dimension.ordered())
    checker_.fail(problem::not_ordered, span,
                  dimension.name() + " has no order, so its members cannot be compared with < or in a range",
                  "list them: " + dimension.name() + " in (…), or declare the dimension `ordered`");
  test.is_interval = true;
  if (from) test.from = span_of(*from, test.level).first;
  if (to) test.to = span_of(*to, test.level).second;
  const bool both = from && to && test.from->parameter < 0 && test.to->parameter < 0;
  if (both && test.to->code < test.from->code)
    checker_.fail(problem::empty_range, span, "the range runs from " + print(*from) + " back to " + print(*to),
                  "write the earlier end first: " + print(*to) + ".." + print(*from));
}

engine::Condition ConditionChecker::axis_comparison(const Expr& axis, Op op, const Expr& value, Span span) {
  const auto place = checker_.find_axis(axis, filtered_.axes);
  Condition condition;
  condition.what = What::axis;
  AxisTest& test = condition.axis;
  if (op == Op::equal || op == Op::not_equal || op == Op::in || op == Op::not_in) {
    test = members(place, value);
    test.negated = op == Op::not_equal || op == Op::not_in;
    return condition;
  }
  test.axis = place.axis;
  test.level = place.level;
  // `d < x` is "not from x on", `d > x` "not up to x".
  const bool upper = op == Op::less_equal || op == Op::greater;
  set_interval(test, upper ? nullptr : &value, upper ? &value : nullptr, span);
  test.negated = op == Op::less || op == Op::greater;
  return condition;
}

engine::Condition ConditionChecker::attribute(const Expr& written) {
  const Expr& e = *checker_.resolve(written).expr;
  if (e.kind == ExprKind::unary) return negated(attribute(*e.args[0]));
  if (e.op == Op::logical_and || e.op == Op::logical_or) {
    if (!is_attribute(*e.args[0]) || !is_attribute(*e.args[1]))
      checker_.fail(problem::misplaced_clause, e.span,
                    "a condition on source, kind or date stands beside other conditions under `or` or `not`",
                    "join it to them with `and`: provenance chooses the facts, the rest chooses rows");
    Condition condition;
    condition.what = e.op == Op::logical_and ? What::all_of : What::any_of;
    for (const Expr* side : e.args) condition.parts.push_back(attribute(*side));
    return condition;
  }
  return attribute_comparison(e);
}

// A period stands for all its days: `date in 2024`, `date < 2024` is before its first day, `date > 2024` after its
// last.
engine::Condition ConditionChecker::date_comparison(Op op, const Expr& right) {
  Condition condition;
  if (right.kind == ExprKind::list) {
    condition.what = What::any_of;
    for (const Expr* item : right.args)
      condition.parts.push_back(date_comparison(Op::in, *checker_.resolve(*item).expr));
    return op == Op::not_in ? negated(std::move(condition)) : condition;
  }
  condition.what = What::attribute;
  auto& test = condition.attribute;
  test.what = engine::AttributeTest::What::date;
  test.negated = op == Op::not_equal || op == Op::not_in;
  if (right.kind == ExprKind::range) {
    const auto end = [&](const Expr* written, int& parameter) -> std::optional<std::pair<engine::Day, engine::Day>> {
      if (!written) return std::nullopt;
      if (const auto later = checker_.date_parameter(*written)) return parameter = *later, std::nullopt;
      return checker_.days(*written);
    };
    if (const auto days = end(right.args[0], test.from_parameter)) test.from = days->first;
    if (const auto days = end(right.args[1], test.to_parameter)) test.to = days->second;
    return condition;
  }
  if (const auto parameter = checker_.date_parameter(right)) {
    test.after = op == Op::greater;
    test.before = op == Op::less;
    if (op != Op::less && op != Op::less_equal) test.from_parameter = *parameter;
    if (op != Op::greater && op != Op::greater_equal) test.to_parameter = *parameter;
    return condition;
  }
  const auto [first, last] = checker_.days(right);
  if (op != Op::less && op != Op::less_equal) test.from = op == Op::greater ? last + 1 : first;
  if (op != Op::greater && op != Op::greater_equal) test.to = op == Op::less ? first - 1 : last;
  return condition;
}

engine::Condition ConditionChecker::attribute_comparison(const Expr& e) {
  Condition condition;
  condition.what = What::attribute;
  auto& test = condition.attribute;
  test.negated = e.op == Op::not_equal || e.op == Op::not_in;
  const std::string_view name = checker_.resolve(*e.args[0]).expr->text;
  const Expr& right = *checker_.resolve(*e.args[1]).expr;
  if (name == "date") return date_comparison(e.op, right);
  if (e.op >= Op::less && e.op <= Op::greater_equal)
    checker_.fail(problem::not_ordered, e.span, std::string(name) + " has no order", "compare it with =, != or in (…)");
  const bool is_source = name == "source";
  test.what = is_source ? engine::AttributeTest::What::source : engine::AttributeTest::What::kind;
  const auto add = [&](const Expr& item) {
    const Expr& value = *checker_.resolve(item).expr;
    if (is_source) {
      test.one_of.push_back(checker_.source(value.text, value.span));
    } else if (const auto kind = engine::parse_kind(value.text)) {
      test.one_of.push_back(static_cast<std::uint32_t>(*kind));
    } else {
      checker_.fail(problem::unknown_kind, value.span, "there is no kind \"" + std::string(value.text) + "\" of facts",
                    "the kinds are actual, estimate, forecast, plan, rumour and derived");
    }
  };
  if (right.kind == ExprKind::list) {
    for (const Expr* item : right.args) add(*item);
  } else {
    add(right);
  }
  return condition;
}

// Rows of a relation: arguments that name the expression's dimensions are looked up, members are fixed.
engine::Condition ConditionChecker::relation(const Expr& e, engine::MeasureId id) {
  const engine::Measure& relation = checker_.catalog().measure(id);
  Condition condition;
  condition.what = What::relation;
  auto rows = checker_.make(e.span);
  engine::op::Scan scan{id, 0, std::vector<std::optional<CodeOperand>>(relation.axes.size()), {}};
  const auto args = checker_.arguments(relation, e.args, e.labels, e.span);
  for (std::size_t i = 0; i < args.size(); ++i) {
    const Expr& argument = *checker_.resolve(*args[i]).expr;
    const auto axis =
        argument.kind == ExprKind::name && !argument.quoted ? filtered_.axis(argument.text) : std::nullopt;
    if (axis) {
      condition.key.push_back(*axis);
      rows->axes.push_back({relation.axes[i].name, relation.axes[i].dimension});
    } else {
      scan.fixed[i] = checker_.member(*args[i], relation.axes[i].dimension);
    }
  }
  rows->type = ValueType::relation;
  rows->what = std::move(scan);
  result_.inputs.push_back(std::move(rows));
  condition.input = result_.inputs.size();
  return condition;
}

engine::Condition ConditionChecker::value(const Expr& e) {
  TypedPtr truth = checker_.expression(e);
  if (truth->type != ValueType::truth)
    checker_.fail(problem::not_a_truth, e.span, "`where` takes a condition, but this is a number",
                  "compare it with something, as in " + print(e) + " > 0");
  Condition condition;
  condition.what = What::truth;
  for (const TypedAxis& axis : truth->axes) {
    const auto at = filtered_.axis(axis.name);
    if (!at)
      checker_.fail(problem::condition_dimension, e.span,
                    "the condition depends on " + axis.name + ", which what is filtered does not have",
                    "pick one of it, as in m[" + axis.name + " = …], or aggregate over it");
    condition.key.push_back(*at);
  }
  result_.inputs.push_back(std::move(truth));
  condition.input = result_.inputs.size();
  return condition;
}

// `m where m > c`: what may hold of the cell is known, so the value is cut to it. So of `c < m`, `m = c`, `m in a..b`.
bool ConditionChecker::find_cut(const Expr& written, bool negate) {
  const Expr& e = *checker_.resolve(written).expr;
  if (e.kind == ExprKind::unary && e.op == Op::logical_not) return find_cut(*e.args[0], !negate);
  if (e.kind != ExprKind::binary || !is_comparison(e.op)) return false;
  const Expr* left = checker_.resolve(*e.args[0]).expr;
  const Expr* right = checker_.resolve(*e.args[1]).expr;
  Op op = e.op;
  if (left->kind == ExprKind::number) {
    std::swap(left, right);
    op = mirrored(op);
  }
  const auto* scan = std::get_if<engine::op::Scan>(&filtered_.what);
  if (!scan || left->kind != ExprKind::name || checker_.catalog().find_measure(left->text) != scan->measure)
    return false;
  const auto cut = cut_of(negate ? opposite(op) : op, *right);
  if (!cut) return false;
  if (!result_.cut)
    result_.cut = cut;
  else if (auto both = engine::meet(*result_.cut, *cut))
    result_.cut = std::move(both);
  return true;
}

// The values for which the comparison may hold, where they are one range.
std::optional<engine::Range> ConditionChecker::cut_of(Op op, const Expr& right) {
  const bool range = right.kind == ExprKind::range && op == Op::in;
  const bool number =
      right.kind == ExprKind::number || (right.kind == ExprKind::parameter && checker_.bound(right.text));
  if (!range && (!number || op == Op::in)) return std::nullopt;
  const engine::Range bound = checker_.value_in(right, filtered_.unit);
  switch (op) {
    case Op::less:
    case Op::less_equal: return engine::Range::at_most(bound.high);
    case Op::greater:
    case Op::greater_equal: return engine::Range::at_least(bound.low);
    case Op::equal:
    case Op::in: return bound;
    default: return std::nullopt;
  }
}

}  // namespace reckon::lang

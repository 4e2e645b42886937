// Comparisons of members in rules with bodies, and variables that they bind.
#include <algorithm>

#include "lang/ast/print.hpp"
#include "lang/check/check_body.hpp"
#include "lang/check/formula_nodes.hpp"
#include "lang/check/functions.hpp"

namespace reckon::lang {

using engine::CodeSide;
using engine::Formula;
using engine::FormulaNode;
using engine::op::Combination;

namespace {

bool is_comparison(Op op) { return op >= Op::equal && op <= Op::not_in; }

Combination combination(Op op) {
  switch (op) {
    case Op::equal: return Combination::equal;
    case Op::not_equal: return Combination::not_equal;
    case Op::less: return Combination::less;
    case Op::less_equal: return Combination::less_equal;
    case Op::greater: return Combination::greater;
    default: return Combination::greater_equal;
  }
}

}  // namespace

// `x`, `x + 1` or `x.level`, where x is no measure and no definition.
std::optional<BodyChecker::Moved> BodyChecker::moved(const Expr& written) const {
  const Expr& e = *checker_.resolve(written).expr;
  if (e.kind == ExprKind::name && !e.quoted && e.text != "_" && !checker_.catalog().find_measure(e.text))
    return Moved{e.text, 0, nullptr, e.span};
  if (e.kind == ExprKind::path) return Moved{e.text, 0, e.args[0], e.span};
  if (e.kind != ExprKind::binary || (e.op != Op::add && e.op != Op::subtract)) return std::nullopt;
  const auto inner = moved(*e.args[0]);
  const Expr& distance = *e.args[1];
  if (!inner || inner->level || inner->by != 0 || distance.kind != ExprKind::number || !distance.unit.empty())
    return std::nullopt;
  const auto number = engine::Number::parse(distance.text);
  const auto whole = number ? number->to_int64() : std::nullopt;
  if (!whole || *whole > 1'000'000) return std::nullopt;
  return Moved{inner->name, static_cast<std::int32_t>(e.op == Op::add ? *whole : -*whole), nullptr, e.span};
}

// Comparisons of members, and what `and`, `or` and `not` make of them.
bool BodyChecker::about_members(const Expr& written) const {
  const Expr& e = *checker_.resolve(written).expr;
  if (e.kind == ExprKind::unary && e.op == Op::logical_not) return about_members(*e.args[0]);
  if (e.kind != ExprKind::binary) return false;
  if (e.op == Op::logical_and || e.op == Op::logical_or) return about_members(*e.args[0]) && about_members(*e.args[1]);
  return is_comparison(e.op) && (moved(*e.args[0]) || moved(*e.args[1]));
}

bool BodyChecker::mentions_members(const Expr& written) const {
  const Expr& e = *checker_.resolve(written).expr;
  if (about_members(e)) return true;
  if (e.kind == ExprKind::call && find_function(e.text) && find_function(e.text)->form == FunctionForm::aggregate)
    return false;
  return std::any_of(e.args.begin(), e.args.end(), [&](const Expr* part) { return part && mentions_members(*part); });
}

std::optional<engine::DimensionId> BodyChecker::dimension_of(const Expr& e) {
  const auto at = moved(e);
  if (!at) return std::nullopt;
  const auto variable = known(at->name);
  if (!at->level) return variable ? std::optional(body_.variables[*variable].dimension) : std::nullopt;
  const auto level = checker_.catalog().find_dimension(at->level->text);
  if (!variable)
    checker_.fail(problem::unbound_variable, at->span, "nothing binds the variable \"" + std::string(at->name) + '"',
                  "let it stand in a relation or in a measure's cell of the body");
  if (!level || !checker_.catalog().rolls_up(body_.variables[*variable].dimension, *level))
    checker_.fail(problem::unknown_axis, at->span,
                  checker_.catalog().dimension(body_.variables[*variable].dimension).name() + " has no level \"" +
                      std::string(at->level->text) + '"',
                  "its levels are what it rolls up to, as declared with ->");
  return level;
}

CodeSide BodyChecker::side(const Expr& written, engine::DimensionId dimension) {
  const Expr& e = *checker_.resolve(written).expr;
  CodeSide side;
  side.from = side.level = dimension;
  if (const auto at = moved(e); at && known(at->name)) {
    const auto variable = *known(at->name);
    side.is_variable = true;
    side.variable = variable;
    side.from = body_.variables[variable].dimension;
    side.by = at->by;
    if (!at->level) side.level = side.from;
    if (side.level != dimension)
      checker_.fail(problem::variable_dimensions, e.span,
                    print(e) + " is a member of " + checker_.catalog().dimension(side.level).name() +
                        ", but it is compared with one of " + checker_.catalog().dimension(dimension).name(),
                    "compare members of one dimension, as in x.level = y");
    wanted_.emplace_back(variable, e.span);
    return side;
  }
  if (e.kind == ExprKind::name && !e.quoted) {
    if (checker_.catalog().dimension(dimension).find(e.text))
      checker_.fail(problem::two_readings, e.span,
                    '"' + std::string(e.text) + "\" may be a variable or a member of " +
                        checker_.catalog().dimension(dimension).name(),
                    "quote it for the member: \"" + std::string(e.text) + '"');
    checker_.fail(problem::unbound_variable, e.span, "nothing binds the variable \"" + std::string(e.text) + '"',
                  "let it stand in a relation or in a measure's cell of the body; a member is quoted");
  }
  side.code = checker_.member(e, dimension).code;
  return side;
}

std::uint32_t BodyChecker::code_node(Formula& formula, const Expr& left, Op op, const Expr& right) {
  auto dimension = dimension_of(left);
  if (!dimension) dimension = dimension_of(right);
  if (!dimension) side(left, 0);  // says what is unbound
  FormulaNode node;
  node.what = FormulaNode::What::codes;
  node.how = combination(op);
  node.left = side(left, *dimension);
  node.right = side(right, *dimension);
  if (op != Op::equal && op != Op::not_equal && !checker_.catalog().dimension(*dimension).ordered())
    checker_.fail(
        problem::not_ordered, left.span,
        checker_.catalog().dimension(*dimension).name() + " has no order, so its members cannot be compared with <",
        "compare them with = or !=, or declare the dimension `ordered`");
  formula.nodes.push_back(std::move(node));
  return last_node(formula);
}

std::uint32_t BodyChecker::members_node(Formula& formula, const Expr& written) {
  const Expr& e = *checker_.resolve(written).expr;
  if (e.kind == ExprKind::unary) return negate_node(formula, members_node(formula, *e.args[0]));
  if (e.op == Op::logical_and || e.op == Op::logical_or) {
    const auto left = members_node(formula, *e.args[0]);
    const auto right = members_node(formula, *e.args[1]);
    return join_nodes(formula, e.op == Op::logical_and ? Combination::logical_and : Combination::logical_or, left,
                      right);
  }
  if (e.op != Op::in && e.op != Op::not_in) return code_node(formula, *e.args[0], e.op, *e.args[1]);
  const Expr& set = *checker_.resolve(*e.args[1]).expr;
  std::optional<std::uint32_t> all;
  const auto add = [&](Combination how, std::uint32_t next) {
    all = all ? join_nodes(formula, how, *all, next) : next;
  };
  if (set.kind == ExprKind::range) {
    if (set.args[0]) add(Combination::logical_and, code_node(formula, *e.args[0], Op::greater_equal, *set.args[0]));
    if (set.args[1]) add(Combination::logical_and, code_node(formula, *e.args[0], Op::less_equal, *set.args[1]));
  } else if (set.kind == ExprKind::list) {
    for (const Expr* item : set.args) add(Combination::logical_or, code_node(formula, *e.args[0], Op::equal, *item));
  }
  if (!all)
    checker_.fail(problem::body_form, set.span, "`in` takes a list or a range of members",
                  "write x in (\"a\", \"b\") or year in 2024..2026");
  return e.op == Op::in ? *all : negate_node(formula, *all);
}

// `x = …` between `and`s may bind x.
bool BodyChecker::bind_equal(const Moved& left, const Expr& written, const Expr& whole) {
  const Expr& right = *checker_.resolve(written).expr;
  const auto to = known(left.name);
  engine::BodyStep step;
  step.text = print(whole);
  if (const auto from = moved(right); from && known(from->name)) {
    const auto source = *known(from->name);
    if (left.level) return false;
    engine::DimensionId dimension = body_.variables[source].dimension;
    if (from->level) dimension = *dimension_of(right);
    if (from->by != 0 && !checker_.catalog().dimension(dimension).ordered())
      checker_.fail(problem::not_ordered, right.span,
                    checker_.catalog().dimension(dimension).name() + " has no order, so its members have no neighbours",
                    "declare the dimension `ordered`");
    if (!to && checker_.catalog().dimension(dimension).find(left.name) &&
        !checker_.catalog().dimension(dimension).is_calendar())
      checker_.fail(problem::two_readings, left.span,
                    '"' + std::string(left.name) + "\" may be a variable or a member of " +
                        checker_.catalog().dimension(dimension).name(),
                    "quote it for the member: \"" + std::string(left.name) + '"');
    step.from = source;
    step.to = variable(left.name, dimension, left.span);
    step.rolls_up = from->level != nullptr && dimension != body_.variables[source].dimension;
    step.by = from->by - left.by;
    body_.steps.push_back(std::move(step));
    return true;
  }
  if (!to || left.level || left.by != 0 || moved(right)) return false;
  step.from = step.to = *to;
  step.member = checker_.member(right, body_.variables[*to].dimension).code;
  body_.steps.push_back(std::move(step));
  return true;
}

void BodyChecker::comparison(const Expr& e) {
  if (e.kind == ExprKind::binary && e.op == Op::equal) {
    const auto left = moved(*e.args[0]), right = moved(*e.args[1]);
    if (left && bind_equal(*left, *e.args[1], e)) return;
    if (right && bind_equal(*right, *e.args[0], e)) return;
  }
  Formula formula;
  formula.text = print(e);
  members_node(formula, e);
  body_.conditions.push_back(std::move(formula));
}

}  // namespace reckon::lang

// Circumstances that clauses set, and what rules spread.
#include "tests/model/evaluate.hpp"

#include <algorithm>

namespace reckon::model {

using lang::Clause;
using lang::ClauseKind;
using lang::Expr;
using lang::ExprKind;
using lang::Op;

// Circumstances hold for all that the expression and its condition read; then rows are chosen, then converted.
Table Evaluator::clauses(const Expr& base, lang::List<Clause*> list, const Scope* scope, Circumstances at,
                         const Rule* rule) {
  for (const Clause* clause : list) enter(at, *clause, scope);
  for (const Clause* clause : list)
    if (clause->kind == ClauseKind::where) add_provenance(at, *clause->expr, scope);
  Table table = expression(base, scope, at);
  if (rule) table = spread(std::move(table), *rule, list, scope);
  for (const Clause* clause : list)
    if (clause->kind == ClauseKind::where) table = where(std::move(table), base, *clause->expr, scope, at);
  for (const Clause* clause : list)
    if (clause->kind == ClauseKind::to) table = convert(std::move(table), clause->text);
  return table;
}

void Evaluator::enter(Circumstances& at, const Clause& clause, const Scope* scope) {
  if (clause.kind == ClauseKind::under) at.policy = store_.policy_of(clause.text, clause.names);
  if (clause.kind != ClauseKind::as_of && clause.kind != ClauseKind::assuming) return;
  Universe next;
  next.as_of = universes_[at.universe].as_of;
  next.assumed = universes_[at.universe].assumed;
  if (clause.kind == ClauseKind::as_of) {
    next.as_of = std::min(next.as_of, read_date(resolve(*clause.expr, scope).expr->text));
  } else {
    for (const lang::Assumption& a : clause.assumptions) {
      Assumed one;
      one.measure = store_.find_measure(a.cell->text).value();
      const Measure& measure = store_.measures[static_cast<std::size_t>(one.measure)];
      const auto args = store_.arguments(measure, a.cell->args, a.cell->labels);
      for (std::size_t i = 0; i < args.size(); ++i)
        one.key.push_back(store_.find_code(measure.axes[i].dimension, resolve(*args[i], scope).expr->text).value());
      const Constant value = store_.constant_in(*a.value, measure.unit);
      one.value = value.value;
      one.best = value.best;
      next.assumed.push_back(std::move(one));
    }
  }
  at.universe = universe(std::move(next));
}

Table Evaluator::convert(Table table, std::string_view text) const {
  const Unit wanted = store_.unit(text);
  const Number by = store_.factor(table.unit) / store_.factor(wanted);
  for (auto& [key, row] : table.rows) row.range = row.range * Range(by);
  if (table.otherwise) table.otherwise->range = table.otherwise->range * Range(by);
  table.unit = wanted;
  table.bare = false;
  return table;
}

// ---- provenance

bool Evaluator::is_provenance(const Expr& written, const Scope* scope) const {
  const Expr& e = *resolve(written, scope).expr;
  if (e.kind == ExprKind::unary && e.op == Op::logical_not) return is_provenance(*e.args[0], scope);
  if (e.kind != ExprKind::binary) return false;
  if (e.op == Op::logical_and || e.op == Op::logical_or)
    return is_provenance(*e.args[0], scope) && is_provenance(*e.args[1], scope);
  const Expr& left = *resolve(*e.args[0], scope).expr;
  return left.kind == ExprKind::name && (left.text == "source" || left.text == "kind" || left.text == "date");
}

void Evaluator::add_provenance(Circumstances& at, const Expr& condition, const Scope* scope) const {
  const auto [expr, inner] = resolve(condition, scope);
  if (is_provenance(*expr, inner)) {
    at.provenance.push_back({expr, inner});
  } else if (expr->kind == ExprKind::binary && expr->op == Op::logical_and) {
    add_provenance(at, *expr->args[0], inner);
    add_provenance(at, *expr->args[1], inner);
  }
}

bool Evaluator::provenance_holds(const Expr& written, const Scope* scope, const Fact& fact) const {
  const Expr& e = *resolve(written, scope).expr;
  if (e.op == Op::logical_not) return !provenance_holds(*e.args[0], scope, fact);
  if (e.op == Op::logical_and)
    return provenance_holds(*e.args[0], scope, fact) && provenance_holds(*e.args[1], scope, fact);
  if (e.op == Op::logical_or)
    return provenance_holds(*e.args[0], scope, fact) || provenance_holds(*e.args[1], scope, fact);
  const std::string_view what = resolve(*e.args[0], scope).expr->text;
  const Expr& right = *resolve(*e.args[1], scope).expr;
  if (what != "date") {
    const std::string own = what == "source" ? store_.sources[static_cast<std::size_t>(fact.source)].name : fact.kind;
    bool equal = right.kind != ExprKind::list && own == right.text;
    if (right.kind == ExprKind::list)
      equal = std::any_of(right.args.begin(), right.args.end(), [&](const Expr* item) { return own == item->text; });
    return equal == (e.op == Op::equal || e.op == Op::in);
  }
  // A fact without a date is earlier than any dated one.
  if (right.kind == ExprKind::range)
    return (!right.args[0] || fact.date >= read_date(right.args[0]->text)) &&
           (!right.args[1] || fact.date <= read_date(right.args[1]->text));
  const Day day = read_date(right.text);
  switch (e.op) {
    case Op::equal: return fact.date == day;
    case Op::not_equal: return fact.date != day;
    case Op::less: return fact.date < day;
    case Op::less_equal: return fact.date <= day;
    case Op::greater: return fact.date > day;
    default: return fact.date >= day;
  }
}

// ---- rules

// A head's dimension that the expression lacks takes every member of a closed dimension, or those that `where` names.
Table Evaluator::spread(Table table, const Rule& rule, lang::List<Clause*> list, const Scope* scope) const {
  for (const Axis& axis : store_.measures[static_cast<std::size_t>(rule.head)].axes) {
    if (table.axis(axis.name)) continue;
    std::set<int> members;
    const Dimension& dimension = store_.dimensions[static_cast<std::size_t>(axis.dimension)];
    for (std::size_t i = 0; i < dimension.members.size() && dimension.closed; ++i) members.insert(static_cast<int>(i));
    const std::function<void(const Expr&)> look = [&](const Expr& e) {
      if (e.kind != ExprKind::binary) return;
      if (e.op == Op::logical_and) {
        look(*e.args[0]);
        look(*e.args[1]);
      }
      if ((e.op != Op::equal && e.op != Op::in) || e.args[0]->text != axis.name) return;
      const Expr& right = *e.args[1];
      const auto code = [&](const Expr& member) { return store_.find_code(axis.dimension, member.text).value(); };
      if (right.kind == ExprKind::range) {
        for (int c = code(*right.args[0]); c <= code(*right.args[1]); ++c) members.insert(c);
      } else if (right.kind == ExprKind::list) {
        for (const Expr* item : right.args) members.insert(code(*item));
      } else {
        members.insert(code(right));
      }
    };
    for (const Clause* clause : list)
      if (clause->kind == ClauseKind::where && !dimension.closed) look(*resolve(*clause->expr, scope).expr);
    Table next = table.shape();
    next.axes.push_back(axis);
    for (const auto& [key, row] : table.rows)
      for (const int member : members) {
        Key own = key;
        own.push_back(member);
        next.rows.emplace(std::move(own), row);
      }
    table = std::move(next);
  }
  return table;
}

}  // namespace reckon::model

// Conditions, values and aggregates of rules with bodies.
#include <algorithm>

#include "lang/ast/print.hpp"
#include "lang/check/check_body.hpp"
#include "lang/check/formula_nodes.hpp"
#include "lang/check/functions.hpp"

namespace reckon::lang {

using engine::BodyAtom;
using engine::Formula;
using engine::FormulaNode;
using engine::ReadKind;
using engine::Term;
using engine::op::Combination;

namespace {

// Placeholders in checked expressions: parameters no query can have.
constexpr int first_atom = 1'000'000, first_comparison = 2'000'000;

TypedPtr placeholder(int number, Span span, ValueType type) {
  auto leaf = std::make_unique<Typed>();
  leaf->span = span;
  leaf->type = type;
  engine::op::Constant value;
  value.parameter = number;
  leaf->what = std::move(value);
  return leaf;
}

}  // namespace

// Cells under `not`, `or`, `??` and in branches may be missing; all others bind their variables.
void BodyChecker::mark_optional(const Expr& written, bool optional) {
  const Expr& e = *checker_.resolve(written).expr;
  if (e.kind == ExprKind::call && optional) optional_.insert(&e);
  const bool weakens = (e.kind == ExprKind::unary && e.op == Op::logical_not) || e.kind == ExprKind::conditional ||
                       (e.kind == ExprKind::binary && (e.op == Op::logical_or || e.op == Op::coalesce));
  for (const Expr* part : e.args)
    if (part) mark_optional(*part, optional || weakens);
}

void BodyChecker::condition(const Expr& e) {
  mark_optional(e, false);
  const TypedPtr typed = checker_.expression(e);
  if (typed->type != ValueType::truth)
    checker_.fail(problem::not_a_truth, e.span, "a rule's body joins relations and conditions, but this is a number",
                  "compare it with something, as in " + print(e) + " > 0");
  body_.conditions.push_back(formula(*typed, print(e)));
}

Formula BodyChecker::value(const Expr& e, const engine::Unit& unit, std::string_view what) {
  TypedPtr typed = checker_.expression(e);
  if (typed->type != ValueType::number)
    checker_.fail(problem::not_a_number, e.span, "a measure's rule must give a number",
                  "for a condition write if C then 1 else 0");
  if (typed->bare) typed->unit = unit;
  if (!(typed->unit == unit)) {
    checker_.fail(problem::unit_mismatch, e.span,
                  "the rule gives " + unit_words(checker_, typed->unit) + ", but " + std::string(what) + " is in " +
                      unit_words(checker_, unit),
                  unit_mend(checker_, typed->unit, unit));
  }
  return formula(*typed, print(e));
}

TypedPtr BodyChecker::cell_leaf(engine::MeasureId id, std::size_t atom, Span span) {
  const engine::Measure& measure = checker_.catalog().measure(id);
  use(id, outer_ ? ReadKind::aggregates : reading_);
  if (!outer_ && body_.atoms[atom].use == BodyAtom::Use::binds && reading_ == ReadKind::compares)
    use(id, ReadKind::joins);
  auto leaf = placeholder(first_atom + static_cast<int>(atom), span, ValueType::number);
  leaf->unit = measure.unit;
  leaf->extensive = measure.additivity != engine::Additivity::rate;
  for (const Term& term : body_.atoms[atom].terms) {
    if (term.what == Term::What::any)
      checker_.fail(problem::body_form, span, "a value needs one cell, but `_` leaves many of " + measure.name,
                    "name a variable, or aggregate as in sum(" + measure.name + "(…))");
    if (term.what == Term::What::variable && body_.atoms[atom].use == BodyAtom::Use::looked_up)
      wanted_.emplace_back(term.variable, span);
  }
  return leaf;
}

// The checker asks here first: cells, aggregates and members mean something else in a body than in a query.
TypedPtr BodyChecker::leaf(const Expr& e) {
  if (about_members(e)) {
    Formula formula;
    members_node(formula, e);
    comparisons_.push_back(std::move(formula));
    return placeholder(first_comparison + static_cast<int>(comparisons_.size() - 1), e.span, ValueType::truth);
  }
  if (e.kind == ExprKind::index) return indexed(e);
  if (e.kind == ExprKind::clauses && !e.clauses.empty()) {
    for (const Clause* clause : e.clauses)
      if (clause->kind != ClauseKind::to)
        checker_.fail(problem::body_form, clause->span, "this clause cannot stand in a rule's body",
                      "conditions are joined with `and`; `where` and `by` stand inside an aggregate");
    return nullptr;
  }
  if (e.kind != ExprKind::call && e.kind != ExprKind::name) return nullptr;
  if (const auto measure = checker_.catalog().find_measure(e.text)) {
    if (checker_.catalog().measure(*measure).is_relation)
      checker_.fail(problem::body_form, e.span, "the relation " + std::string(e.text) + " stands inside a condition",
                    "join relations with `and`, negate one with `not`; for `or` write a second rule");
    const auto use = optional_.contains(&e) ? BodyAtom::Use::looked_up : BodyAtom::Use::binds;
    return cell_leaf(*measure, atom(*measure, e.args, e.labels, e, use), e.span);
  }
  if (e.kind == ExprKind::name && !e.quoted && known(e.text))
    checker_.fail(problem::not_a_number, e.span, '"' + std::string(e.text) + "\" stands for a member, not a number",
                  "compare it with members, or use it as an argument");
  const FunctionInfo* function = e.kind == ExprKind::call && !e.quoted ? find_function(e.text) : nullptr;
  if (!function) return nullptr;
  if (function->form == FunctionForm::aggregate) return aggregate(e);
  if (function->form == FunctionForm::rank || function->form == FunctionForm::top)
    checker_.fail(problem::body_form, e.span, std::string(e.text) + " cannot stand in a rule's body",
                  "give a rule without a body the ranks, and read its measure here");
  return nullptr;
}

// `m[d = x]`, `m[d - 1]`: the measure's dimensions are variables of their own names, but for those in brackets.
TypedPtr BodyChecker::indexed(const Expr& e) {
  const Expr& base = *checker_.resolve(*e.args[0]).expr;
  const auto id = base.kind == ExprKind::name ? checker_.catalog().find_measure(base.text) : std::nullopt;
  if (!id || checker_.catalog().measure(*id).is_relation)
    checker_.fail(problem::body_form, e.span, "in a rule's body [ ] follows a measure's name",
                  "write the arguments out, as in m(x, year - 1)");
  const engine::Measure& measure = checker_.catalog().measure(*id);
  BodyAtom made;
  made.measure = *id;
  made.text = print(e);
  made.use = optional_.contains(&e) ? BodyAtom::Use::looked_up : BodyAtom::Use::binds;
  for (const engine::Axis& axis : measure.axes) {
    const Expr* item = nullptr;
    for (std::size_t i = 1; i < e.args.size(); ++i)
      if (e.args[i]->args[0]->text == axis.name) item = e.args[i];
    if (!item)
      made.terms.push_back({Term::What::variable, engine::no_code, variable(axis.name, axis.dimension, base.span)});
    else
      made.terms.push_back(item->op == Op::equal ? term(*item->args[1], axis) : term(*item, axis));
  }
  for (std::size_t i = 1; i < e.args.size(); ++i)
    if (std::none_of(measure.axes.begin(), measure.axes.end(),
                     [&](const engine::Axis& axis) { return axis.name == e.args[i]->args[0]->text; }))
      checker_.fail(problem::unknown_axis, e.args[i]->span,
                    measure.name + " has no dimension \"" + std::string(e.args[i]->args[0]->text) + '"',
                    "its dimensions are " + axis_list(measure.axes));
  body_.atoms.push_back(std::move(made));
  return cell_leaf(*id, body_.atoms.size() - 1, e.span);
}

// ---- aggregates

TypedPtr BodyChecker::aggregate(const Expr& call) {
  const auto statistic = find_function(call.text)->statistic;
  using engine::op::Statistic;
  if (call.args.size() != 1)
    checker_.fail(problem::wrong_arguments, call.span, std::string(call.text) + " takes one expression",
                  "write " + std::string(call.text) + "(e by …)");
  if (statistic == Statistic::first || statistic == Statistic::last)
    checker_.fail(problem::body_form, call.span, std::string(call.text) + " cannot stand in a rule's body",
                  "give it to a measure of its own by a rule without a body");
  const Expr& argument = *call.args[0];
  engine::BodyAggregate made;
  made.what = statistic;
  std::set<std::string, std::less<>> keys;
  engine::Unit unit;
  bool extensive = statistic == Statistic::count;
  {
    BodyChecker inner(checker_, this);
    inner.bare_axes_ = true;
    const Expr& base = argument.kind == ExprKind::clauses ? *argument.args[0] : argument;
    if (argument.kind == ExprKind::clauses)
      for (const Clause* clause : argument.clauses) {
        if (clause->kind == ClauseKind::by)
          for (const Expr* name : clause->names) keys.emplace(name->text);
        else if (clause->kind != ClauseKind::where)
          checker_.fail(problem::body_form, clause->span, "an aggregate in a rule's body takes `where` and `by` alone",
                        "what is not named outside it is aggregated over");
      }
    inner.counted(base, made, unit, extensive);
    inner.counted_atoms_ = inner.body_.atoms.size();
    if (argument.kind == ExprKind::clauses)
      for (const Clause* clause : argument.clauses)
        if (clause->kind == ClauseKind::where) inner.conjunct(*clause->expr);
    inner.read_conditions();
    // Variables that the rule names outside are the aggregate's keys.
    std::vector<Term> head;
    for (const auto& [name, variable] : inner.names_)
      if (known(name) || keys.contains(name)) head.push_back({Term::What::variable, engine::no_code, variable});
    made.keys = head.size();
    inner.add_rest(head);
    inner.check_bound(inner.wanted_);
    for (const engine::RuleRead& read : inner.uses_) uses_.push_back({read.measure, ReadKind::aggregates, 0, 0});
    engine::Formula value = std::move(made.body.value);
    made.body = std::move(inner.body_);
    made.body.value = std::move(value);
    made.counted = inner.counted_atoms_;
    made.body.head = std::move(head);
  }
  BodyAtom atom;
  atom.aggregate = static_cast<int>(body_.aggregates.size());
  atom.text = print(call);
  for (std::size_t i = 0; i < made.keys; ++i) {
    const auto& inner = made.body.variables[made.body.head[i].variable];
    atom.terms.push_back({Term::What::variable, engine::no_code, variable(inner.name, inner.dimension, call.span)});
  }
  const std::vector<bool> is_bound = bound();
  const bool all_bound =
      std::all_of(atom.terms.begin(), atom.terms.end(), [&](const Term& term) { return is_bound[term.variable]; });
  atom.use = all_bound ? BodyAtom::Use::looked_up : BodyAtom::Use::binds;
  body_.aggregates.push_back(std::make_shared<const engine::BodyAggregate>(std::move(made)));
  body_.atoms.push_back(std::move(atom));
  auto leaf = placeholder(first_atom + static_cast<int>(body_.atoms.size() - 1), call.span, ValueType::number);
  leaf->unit = unit;
  leaf->extensive = extensive;
  return leaf;
}

// What is aggregated: rows of a relation, or the values of an expression over cells.
void BodyChecker::counted(const Expr& written, engine::BodyAggregate& made, engine::Unit& unit, bool& extensive) {
  const Expr& base = *checker_.resolve(written).expr;
  const bool count = made.what == engine::op::Statistic::count;
  if (base.kind == ExprKind::call || base.kind == ExprKind::name)
    if (const auto id = checker_.catalog().find_measure(base.text); id && checker_.catalog().measure(*id).is_relation) {
      if (!count)
        checker_.fail(problem::not_a_number, base.span, "a relation's rows have no values",
                      "count them: count(" + print(base) + ')');
      counts_any_ = true;
      row_atom(base, *id, BodyAtom::Use::binds);
      counts_any_ = false;
      return;
    }
  mark_optional(base, false);
  const TypedPtr typed = checker_.expression(base);
  if (typed->type != ValueType::number)
    checker_.fail(problem::not_a_number, base.span, "numbers are aggregated, but this is a condition",
                  "count rows with count(e where condition)");
  made.body.value = formula(*typed, print(base));
  if (count) return;
  unit = typed->unit;
  extensive = typed->extensive && made.what == engine::op::Statistic::sum;
}

// What tells the aggregated rows apart beside the keys: the arguments of the cells or rows that are aggregated.
void BodyChecker::add_rest(std::vector<Term>& head) const {
  const auto has = [&](engine::Variable v) {
    return std::any_of(head.begin(), head.end(), [&](const Term& term) { return term.variable == v; });
  };
  for (std::size_t i = 0; i < counted_atoms_; ++i)
    for (const Term& term : body_.atoms[i].terms)
      if (term.what == Term::What::variable && !has(term.variable)) head.push_back(term);
}

// ---- from checked expressions to formulas

std::uint32_t BodyChecker::add_node(Formula& formula, const Typed& typed) {
  std::vector<std::uint32_t> arguments;
  for (const TypedPtr& arg : typed.args) arguments.push_back(add_node(formula, *arg));
  FormulaNode node;
  node.arguments = std::move(arguments);
  if (const auto* constant = std::get_if<engine::op::Constant>(&typed.what)) {
    if (constant->parameter >= first_comparison) {
      const Formula& members = comparisons_[static_cast<std::size_t>(constant->parameter - first_comparison)];
      const auto offset = static_cast<std::uint32_t>(formula.nodes.size());
      for (FormulaNode part : members.nodes) {
        for (auto& argument : part.arguments) argument += offset;
        formula.nodes.push_back(std::move(part));
      }
      return last_node(formula);
    }
    if (constant->parameter >= first_atom) {
      node.what = FormulaNode::What::cell;
      node.atom = static_cast<std::size_t>(constant->parameter - first_atom);
      const BodyAtom& atom = body_.atoms[node.atom];
      formula.nodes.push_back(std::move(node));
      if (atom.aggregate < 0 ||
          body_.aggregates[static_cast<std::size_t>(atom.aggregate)]->what != engine::op::Statistic::count)
        return last_node(formula);
      // The count of nothing is 0.
      formula.nodes.emplace_back();
      return join_nodes(formula, Combination::coalesce, last_node(formula) - 1, last_node(formula));
    }
    if (constant->parameter >= 0) {
      const std::string& name = checker_.parameters()[static_cast<std::size_t>(constant->parameter)].name;
      checker_.fail(problem::parameter_unbound, typed.span, "$" + name + " is not bound",
                    "give it with --param " + name + "=…");
    }
    node.value = constant->value;
  } else if (const auto* combined = std::get_if<engine::op::Join>(&typed.what)) {
    node.what = FormulaNode::What::combine;
    node.how = combined->how;
  } else if (const auto* apply = std::get_if<engine::op::Apply>(&typed.what)) {
    node.what = FormulaNode::What::apply;
    node.apply = *apply;
  } else if (std::holds_alternative<engine::op::Choose>(typed.what)) {
    node.what = FormulaNode::What::choose;
  } else {
    checker_.fail(problem::body_form, typed.span, "this cannot stand in a rule's body",
                  "give it to a measure of its own by a rule without a body, and read that here");
  }
  formula.nodes.push_back(std::move(node));
  return last_node(formula);
}

Formula BodyChecker::formula(const Typed& typed, std::string text) {
  Formula formula;
  add_node(formula, typed);
  formula.text = std::move(text);
  return formula;
}

}  // namespace reckon::lang

// Conditions, values and aggregates of rules with bodies.
#include <algorithm>

#include "lang/ast/print.hpp"
#include "lang/check/check_body.hpp"
#include "lang/check/functions.hpp"

namespace reckon::lang {

using engine::BodyAtom;
using engine::CodeSide;
using engine::Formula;
using engine::FormulaNode;
using engine::ReadKind;
using engine::Term;
using engine::op::Combination;

namespace {

// Placeholders in checked expressions: parameters no query can have.
constexpr int first_atom = 1'000'000, first_comparison = 2'000'000;

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

TypedPtr placeholder(int number, Span span, ValueType type) {
  auto leaf = std::make_unique<Typed>();
  leaf->span = span;
  leaf->type = type;
  engine::op::Constant value;
  value.parameter = number;
  leaf->what = std::move(value);
  return leaf;
}

std::uint32_t last(const Formula& formula) { return static_cast<std::uint32_t>(formula.nodes.size() - 1); }

std::uint32_t negate(Formula& formula, std::uint32_t argument) {
  FormulaNode node;
  node.what = FormulaNode::What::apply;
  node.apply.function = engine::op::Function::logical_not;
  node.arguments = {argument};
  formula.nodes.push_back(std::move(node));
  return last(formula);
}

std::uint32_t join(Formula& formula, Combination how, std::uint32_t left, std::uint32_t right) {
  FormulaNode node;
  node.what = FormulaNode::What::combine;
  node.how = how;
  node.arguments = {left, right};
  formula.nodes.push_back(std::move(node));
  return last(formula);
}

}  // namespace

// ---- comparisons of members

// `x`, `x + 1` or `x.level`, where x is no measure and no definition.
std::optional<BodyChecker::Moved> BodyChecker::moved(const Expr& written) const {
  const Expr& e = *checker_.resolve(written).expr;
  if (e.kind == ExprKind::name && !e.quoted && e.text != "_" && !checker_.catalog().find_measure(e.text)) return Moved{e.text, 0, nullptr, e.span};
  if (e.kind == ExprKind::path) return Moved{e.text, 0, e.args[0], e.span};
  if (e.kind != ExprKind::binary || (e.op != Op::add && e.op != Op::subtract)) return std::nullopt;
  const auto inner = moved(*e.args[0]);
  const Expr& distance = *e.args[1];
  if (!inner || inner->level || inner->by != 0 || distance.kind != ExprKind::number || !distance.unit.empty()) return std::nullopt;
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
  if (e.kind == ExprKind::call && find_function(e.text) && find_function(e.text)->form == FunctionForm::aggregate) return false;
  return std::any_of(e.args.begin(), e.args.end(), [&](const Expr* part) { return part && mentions_members(*part); });
}

std::optional<engine::DimensionId> BodyChecker::dimension_of(const Expr& e) {
  const auto at = moved(e);
  if (!at) return std::nullopt;
  const auto variable = known(at->name);
  if (!at->level) return variable ? std::optional(body_.variables[*variable].dimension) : std::nullopt;
  const auto level = checker_.catalog().find_dimension(at->level->text);
  if (!variable) checker_.fail(problem::unbound_variable, at->span, "nothing binds the variable \"" + std::string(at->name) + '"', "let it stand in a relation or in a measure's cell of the body");
  if (!level || !checker_.catalog().rolls_up(body_.variables[*variable].dimension, *level))
    checker_.fail(problem::unknown_axis, at->span, checker_.catalog().dimension(body_.variables[*variable].dimension).name() + " has no level \"" + std::string(at->level->text) + '"', "its levels are what it rolls up to, as declared with ->");
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
      checker_.fail(problem::variable_dimensions, e.span, print(e) + " is a member of " + checker_.catalog().dimension(side.level).name() + ", but it is compared with one of " + checker_.catalog().dimension(dimension).name(), "compare members of one dimension, as in x.level = y");
    wanted_.emplace_back(variable, e.span);
    return side;
  }
  if (e.kind == ExprKind::name && !e.quoted) {
    if (checker_.catalog().dimension(dimension).find(e.text))
      checker_.fail(problem::two_readings, e.span, '"' + std::string(e.text) + "\" may be a variable or a member of " + checker_.catalog().dimension(dimension).name(), "quote it for the member: \"" + std::string(e.text) + '"');
    checker_.fail(problem::unbound_variable, e.span, "nothing binds the variable \"" + std::string(e.text) + '"', "let it stand in a relation or in a measure's cell of the body; a member is quoted");
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
    checker_.fail(problem::not_ordered, left.span, checker_.catalog().dimension(*dimension).name() + " has no order, so its members cannot be compared with <", "compare them with = or !=, or declare the dimension `ordered`");
  formula.nodes.push_back(std::move(node));
  return last(formula);
}

std::uint32_t BodyChecker::members_node(Formula& formula, const Expr& written) {
  const Expr& e = *checker_.resolve(written).expr;
  if (e.kind == ExprKind::unary) return negate(formula, members_node(formula, *e.args[0]));
  if (e.op == Op::logical_and || e.op == Op::logical_or) {
    const auto left = members_node(formula, *e.args[0]);
    const auto right = members_node(formula, *e.args[1]);
    return join(formula, e.op == Op::logical_and ? Combination::logical_and : Combination::logical_or, left, right);
  }
  if (e.op != Op::in && e.op != Op::not_in) return code_node(formula, *e.args[0], e.op, *e.args[1]);
  const Expr& set = *checker_.resolve(*e.args[1]).expr;
  std::optional<std::uint32_t> all;
  const auto add = [&](Combination how, std::uint32_t next) { all = all ? join(formula, how, *all, next) : next; };
  if (set.kind == ExprKind::range) {
    if (set.args[0]) add(Combination::logical_and, code_node(formula, *e.args[0], Op::greater_equal, *set.args[0]));
    if (set.args[1]) add(Combination::logical_and, code_node(formula, *e.args[0], Op::less_equal, *set.args[1]));
  } else if (set.kind == ExprKind::list) {
    for (const Expr* item : set.args) add(Combination::logical_or, code_node(formula, *e.args[0], Op::equal, *item));
  }
  if (!all) checker_.fail(problem::body_form, set.span, "`in` takes a list or a range of members", "write x in (\"a\", \"b\") or year in 2024..2026");
  return e.op == Op::in ? *all : negate(formula, *all);
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
    if (from->by != 0 && !checker_.catalog().dimension(dimension).ordered()) checker_.fail(problem::not_ordered, right.span, checker_.catalog().dimension(dimension).name() + " has no order, so its members have no neighbours", "declare the dimension `ordered`");
    if (!to && checker_.catalog().dimension(dimension).find(left.name) && !checker_.catalog().dimension(dimension).is_calendar())
      checker_.fail(problem::two_readings, left.span, '"' + std::string(left.name) + "\" may be a variable or a member of " + checker_.catalog().dimension(dimension).name(), "quote it for the member: \"" + std::string(left.name) + '"');
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

// ---- values

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
  if (typed->type != ValueType::truth) checker_.fail(problem::not_a_truth, e.span, "a rule's body joins relations and conditions, but this is a number", "compare it with something, as in " + print(e) + " > 0");
  body_.conditions.push_back(formula(*typed, print(e)));
}

Formula BodyChecker::value(const Expr& e, const engine::Unit& unit, std::string_view what) {
  TypedPtr typed = checker_.expression(e);
  if (typed->type != ValueType::number) checker_.fail(problem::not_a_number, e.span, "a measure's rule must give a number", "for a condition write if C then 1 else 0");
  if (typed->bare) typed->unit = unit;
  if (!(typed->unit == unit)) {
    checker_.fail(problem::unit_mismatch, e.span,
                  "the rule gives " + unit_words(checker_, typed->unit) + ", but " + std::string(what) + " is in " + unit_words(checker_, unit),
                  unit_mend(checker_, typed->unit, unit));
  }
  return formula(*typed, print(e));
}

TypedPtr BodyChecker::cell_leaf(engine::MeasureId id, std::size_t atom, Span span) {
  const engine::Measure& measure = checker_.catalog().measure(id);
  use(id, outer_ ? ReadKind::aggregates : reading_);
  if (!outer_ && body_.atoms[atom].use == BodyAtom::Use::binds && reading_ == ReadKind::compares) use(id, ReadKind::joins);
  auto leaf = placeholder(first_atom + static_cast<int>(atom), span, ValueType::number);
  leaf->unit = measure.unit;
  leaf->extensive = measure.additivity != engine::Additivity::rate;
  for (const Term& term : body_.atoms[atom].terms) {
    if (term.what == Term::What::any)
      checker_.fail(problem::body_form, span, "a value needs one cell, but `_` leaves many of " + measure.name, "name a variable, or aggregate as in sum(" + measure.name + "(…))");
    if (term.what == Term::What::variable && body_.atoms[atom].use == BodyAtom::Use::looked_up) wanted_.emplace_back(term.variable, span);
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
      if (clause->kind != ClauseKind::to) checker_.fail(problem::body_form, clause->span, "this clause cannot stand in a rule's body", "conditions are joined with `and`; `where` and `by` stand inside an aggregate");
    return nullptr;
  }
  if (e.kind != ExprKind::call && e.kind != ExprKind::name) return nullptr;
  if (const auto measure = checker_.catalog().find_measure(e.text)) {
    if (checker_.catalog().measure(*measure).is_relation)
      checker_.fail(problem::body_form, e.span, "the relation " + std::string(e.text) + " stands inside a condition", "join relations with `and`, negate one with `not`; for `or` write a second rule");
    const auto use = optional_.contains(&e) ? BodyAtom::Use::looked_up : BodyAtom::Use::binds;
    return cell_leaf(*measure, atom(*measure, e.args, e.labels, e, use), e.span);
  }
  if (e.kind == ExprKind::name && !e.quoted && known(e.text))
    checker_.fail(problem::not_a_number, e.span, '"' + std::string(e.text) + "\" stands for a member, not a number", "compare it with members, or use it as an argument");
  const FunctionInfo* function = e.kind == ExprKind::call && !e.quoted ? find_function(e.text) : nullptr;
  if (!function) return nullptr;
  if (function->form == FunctionForm::aggregate) return aggregate(e);
  if (function->form == FunctionForm::rank || function->form == FunctionForm::top)
    checker_.fail(problem::body_form, e.span, std::string(e.text) + " cannot stand in a rule's body", "give a rule without a body the ranks, and read its measure here");
  return nullptr;
}

// `m[d = x]`, `m[d - 1]`: the measure's dimensions are variables of their own names, but for those in brackets.
TypedPtr BodyChecker::indexed(const Expr& e) {
  const Expr& base = *checker_.resolve(*e.args[0]).expr;
  const auto id = base.kind == ExprKind::name ? checker_.catalog().find_measure(base.text) : std::nullopt;
  if (!id || checker_.catalog().measure(*id).is_relation)
    checker_.fail(problem::body_form, e.span, "in a rule's body [ ] follows a measure's name", "write the arguments out, as in m(x, year - 1)");
  const engine::Measure& measure = checker_.catalog().measure(*id);
  BodyAtom made;
  made.measure = *id;
  made.text = print(e);
  made.use = optional_.contains(&e) ? BodyAtom::Use::looked_up : BodyAtom::Use::binds;
  for (const engine::Axis& axis : measure.axes) {
    const Expr* item = nullptr;
    for (std::size_t i = 1; i < e.args.size(); ++i)
      if (e.args[i]->args[0]->text == axis.name) item = e.args[i];
    if (!item) made.terms.push_back({Term::What::variable, engine::no_code, variable(axis.name, axis.dimension, base.span)});
    else made.terms.push_back(item->op == Op::equal ? term(*item->args[1], axis) : term(*item, axis));
  }
  for (std::size_t i = 1; i < e.args.size(); ++i)
    if (std::none_of(measure.axes.begin(), measure.axes.end(), [&](const engine::Axis& axis) { return axis.name == e.args[i]->args[0]->text; }))
      checker_.fail(problem::unknown_axis, e.args[i]->span, measure.name + " has no dimension \"" + std::string(e.args[i]->args[0]->text) + '"',
                    "its dimensions are " + axis_list(measure.axes));
  body_.atoms.push_back(std::move(made));
  return cell_leaf(*id, body_.atoms.size() - 1, e.span);
}

// ---- aggregates

TypedPtr BodyChecker::aggregate(const Expr& call) {
  const auto statistic = find_function(call.text)->statistic;
  using engine::op::Statistic;
  if (call.args.size() != 1) checker_.fail(problem::wrong_arguments, call.span, std::string(call.text) + " takes one expression", "write " + std::string(call.text) + "(e by …)");
  if (statistic == Statistic::first || statistic == Statistic::last)
    checker_.fail(problem::body_form, call.span, std::string(call.text) + " cannot stand in a rule's body", "give it to a measure of its own by a rule without a body");
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
          checker_.fail(problem::body_form, clause->span, "an aggregate in a rule's body takes `where` and `by` alone", "what is not named outside it is aggregated over");
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
  const bool all_bound = std::all_of(atom.terms.begin(), atom.terms.end(), [&](const Term& term) { return is_bound[term.variable]; });
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
      if (!count) checker_.fail(problem::not_a_number, base.span, "a relation's rows have no values", "count them: count(" + print(base) + ')');
      counts_any_ = true;
      row_atom(base, *id, BodyAtom::Use::binds);
      counts_any_ = false;
      return;
    }
  mark_optional(base, false);
  const TypedPtr typed = checker_.expression(base);
  if (typed->type != ValueType::number) checker_.fail(problem::not_a_number, base.span, "numbers are aggregated, but this is a condition", "count rows with count(e where condition)");
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
      return last(formula);
    }
    if (constant->parameter >= first_atom) {
      node.what = FormulaNode::What::cell;
      node.atom = static_cast<std::size_t>(constant->parameter - first_atom);
      const BodyAtom& atom = body_.atoms[node.atom];
      formula.nodes.push_back(std::move(node));
      if (atom.aggregate < 0 || body_.aggregates[static_cast<std::size_t>(atom.aggregate)]->what != engine::op::Statistic::count) return last(formula);
      // The count of nothing is 0.
      formula.nodes.emplace_back();
      return join(formula, Combination::coalesce, last(formula) - 1, last(formula));
    }
    if (constant->parameter >= 0) {
      const std::string& name = checker_.parameters()[static_cast<std::size_t>(constant->parameter)].name;
      checker_.fail(problem::parameter_unbound, typed.span, "$" + name + " is not bound", "give it with --param " + name + "=…");
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
    checker_.fail(problem::body_form, typed.span, "this cannot stand in a rule's body", "give it to a measure of its own by a rule without a body, and read that here");
  }
  formula.nodes.push_back(std::move(node));
  return last(formula);
}

Formula BodyChecker::formula(const Typed& typed, std::string text) {
  Formula formula;
  add_node(formula, typed);
  formula.text = std::move(text);
  return formula;
}

}  // namespace reckon::lang

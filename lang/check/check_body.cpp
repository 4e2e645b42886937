// Variables, atoms and heads of rules with bodies.
#include "lang/check/check_body.hpp"

#include <algorithm>

#include "lang/ast/print.hpp"
#include "lang/check/functions.hpp"

namespace reckon::lang {

using engine::BodyAtom;
using engine::BodyStep;
using engine::ReadKind;
using engine::Term;
using engine::Variable;

namespace {

constexpr std::size_t most_arguments = 60, most_variables = 1000;

bool is_any(const Expr& e) { return e.kind == ExprKind::name && !e.quoted && e.text == "_"; }

}  // namespace

BodyChecker::BodyChecker(Checker& checker, BodyChecker* outer) : checker_(checker), outer_(outer) {
  checker_.set_leaf_reader([this](const Expr& e) { return leaf(e); });
}

// The checker goes on with the leaves of the body around this one.
BodyChecker::~BodyChecker() {
  BodyChecker* outer = outer_;
  if (outer)
    checker_.set_leaf_reader([outer](const Expr& e) { return outer->leaf(e); });
  else
    checker_.set_leaf_reader({});
}

CheckedBody BodyChecker::rule(engine::MeasureId id, const RuleStatement& statement) {
  const engine::Measure& head = checker_.catalog().measure(id);
  const Expr& written = *statement.head;
  if (head.axes.size() > most_arguments)
    checker_.fail(problem::too_complex, written.span, "a rule's head has at most 60 arguments", "");
  std::vector<const Expr*> args;
  if (written.kind == ExprKind::call || !head.axes.empty())
    args = checker_.arguments(head, written.args, written.labels, written.span);
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (is_any(*args[i]))
      checker_.fail(problem::unbound_variable, args[i]->span,
                    "`_` stands in the head of a rule, but a head needs a member",
                    "name a variable that the body binds");
    body_.head.push_back(term(*args[i], head.axes[i]));
    if (body_.head.back().what == Term::What::variable) wanted_.emplace_back(body_.head.back().variable, args[i]->span);
  }
  if (statement.body) conjunct(*statement.body);
  const Expr* number = statement.value;
  if (number && number->kind == ExprKind::clauses) {
    for (const Clause* clause : number->clauses) {
      if (clause->kind != ClauseKind::where)
        checker_.fail(problem::body_form, clause->span, "this clause cannot stand in a rule with a body",
                      "conditions stand after `if`");
      conjunct(*clause->expr);
    }
    number = number->args[0];
  }
  if (number) {
    reading_ = ReadKind::computes;
    mark_optional(*number, false);
    body_.value = value(*number, head.unit, head.name);
    reading_ = ReadKind::compares;
  }
  read_conditions();
  check_bound(wanted_);
  return {std::move(body_), std::move(uses_)};
}

void BodyChecker::use(engine::MeasureId measure, ReadKind how) { uses_.push_back({measure, how, 0, 0}); }

// ---- what stands between `and`

void BodyChecker::conjunct(const Expr& written) {
  const Expr& e = *checker_.resolve(written).expr;
  if (e.kind == ExprKind::binary && e.op == Op::logical_and) {
    conjunct(*e.args[0]);
    conjunct(*e.args[1]);
    return;
  }
  const bool negated = e.kind == ExprKind::unary && e.op == Op::logical_not;
  const Expr& inner = negated ? *checker_.resolve(*e.args[0]).expr : e;
  if (inner.kind == ExprKind::call || inner.kind == ExprKind::name)
    if (const auto measure = checker_.catalog().find_measure(inner.text))
      return row_atom(inner, *measure, negated ? BodyAtom::Use::absent : BodyAtom::Use::binds);
  conditions_.push_back(&e);
}

// A row of a relation, or that a measure has a cell.
void BodyChecker::row_atom(const Expr& e, engine::MeasureId id, BodyAtom::Use how) {
  const bool absent = how == BodyAtom::Use::absent;
  use(id, absent ? ReadKind::negates : outer_ ? ReadKind::aggregates : ReadKind::joins);
  const std::size_t made = atom(id, e.args, e.labels, e, how);
  if (!absent) return;
  for (const Term& term : body_.atoms[made].terms)
    if (term.what == Term::What::variable) wanted_.emplace_back(term.variable, e.span);
}

// Conditions that compare members need to know the variables' dimensions, so they come after those that bind.
void BodyChecker::read_conditions() {
  for (const Expr* e : conditions_)
    if (!mentions_members(*e)) condition(*e);
  for (const Expr* e : conditions_)
    if (about_members(*e)) comparison(*e);
  for (const Expr* e : conditions_)
    if (mentions_members(*e) && !about_members(*e)) condition(*e);
}

// ---- atoms

std::size_t BodyChecker::atom(engine::MeasureId id, List<Expr*> args, List<std::string_view> labels, const Expr& whole,
                              BodyAtom::Use how) {
  const engine::Measure& measure = checker_.catalog().measure(id);
  if (measure.axes.size() > most_arguments)
    checker_.fail(problem::too_complex, whole.span, "an atom has at most 60 arguments", "");
  BodyAtom made;
  made.use = how;
  made.measure = id;
  made.text = print(whole);
  if (whole.kind == ExprKind::name && !measure.axes.empty() && !bare_axes_) {
    std::string signature = measure.name + '(';
    for (std::size_t i = 0; i < measure.axes.size(); ++i) signature += (i ? ", " : "") + measure.axes[i].name;
    checker_.fail(problem::body_form, whole.span, measure.name + " needs its arguments in a rule's body",
                  "write " + signature + "), with a variable, a quoted member or _ for each");
  }
  if (whole.kind == ExprKind::call || !measure.axes.empty()) {
    std::vector<const Expr*> placed(measure.axes.size(), nullptr);
    if (whole.kind == ExprKind::call) placed = checker_.arguments(measure, args, labels, whole.span);
    for (std::size_t i = 0; i < placed.size(); ++i) {
      if (placed[i])
        made.terms.push_back(term(*placed[i], measure.axes[i]));
      else
        made.terms.push_back({Term::What::variable, engine::no_code,
                              variable(measure.axes[i].name, measure.axes[i].dimension, whole.span)});
    }
  }
  // What stands twice, in the body and in the value, is one atom.
  for (std::size_t i = 0; i < body_.atoms.size(); ++i)
    if (body_.atoms[i].use == how && body_.atoms[i].aggregate < 0 && body_.atoms[i].measure == id &&
        body_.atoms[i].terms == made.terms)
      return i;
  body_.atoms.push_back(std::move(made));
  return body_.atoms.size() - 1;
}

Term BodyChecker::term(const Expr& written, const engine::Axis& axis) {
  const Expr& e = *checker_.resolve(written).expr;
  if (is_any(e) && counts_any_) return {Term::What::variable, engine::no_code, fresh(axis.dimension, "_", e.span)};
  if (is_any(e)) return {};
  if (e.kind == ExprKind::name && !e.quoted) {
    const engine::Dimension& dimension = checker_.catalog().dimension(axis.dimension);
    if (!dimension.is_calendar() && dimension.find(e.text) && !known(e.text))
      checker_.fail(problem::two_readings, e.span,
                    '"' + std::string(e.text) + "\" may be a variable or a member of " + dimension.name(),
                    "quote it for the member, \"" + std::string(e.text) + "\", or give the variable another name");
    return {Term::What::variable, engine::no_code, variable(e.text, axis.dimension, e.span)};
  }
  if (const auto place = moved(e)) return moved_term(*place, axis);
  const engine::CodeOperand member = checker_.member(e, axis.dimension);
  if (member.parameter >= 0)
    checker_.fail(problem::parameter_unbound, e.span, "$" + std::string(e.text) + " is not bound",
                  "give it with --param " + std::string(e.text) + "=…");
  return {Term::What::member, member.code, 0};
}

// `year - 1` or `user.region` as an argument: a variable of its own that a step leads to.
Term BodyChecker::moved_term(const Moved& at, const engine::Axis& axis) {
  const engine::Dimension& dimension = checker_.catalog().dimension(axis.dimension);
  BodyStep step;
  step.by = at.by;
  std::string text(at.name);
  if (at.level) {
    const auto from = known(at.name);
    if (!from)
      checker_.fail(problem::unbound_variable, at.span, "nothing before this binds \"" + text + '"',
                    "let it stand in a relation or a cell first");
    if (checker_.catalog().find_dimension(at.level->text) != axis.dimension ||
        !checker_.catalog().rolls_up(body_.variables[*from].dimension, axis.dimension))
      checker_.fail(problem::unknown_axis, at.span,
                    "this argument is " + axis.name + ", which " + text + '.' + std::string(at.level->text) + " is not",
                    "an argument takes members of its own dimension");
    step.from = *from;
    step.rolls_up = true;
    text += '.' + std::string(at.level->text);
  } else {
    if (!dimension.ordered())
      checker_.fail(problem::not_ordered, at.span,
                    dimension.name() + " has no order, so " + text + " has no neighbours",
                    "declare the dimension `ordered`");
    step.from = variable(at.name, axis.dimension, at.span);
    text += (at.by < 0 ? " - " : " + ") + std::to_string(at.by < 0 ? -at.by : at.by);
  }
  step.to = fresh(axis.dimension, text, at.span);
  step.text = text;
  body_.steps.push_back(step);
  return {Term::What::variable, engine::no_code, step.to};
}

std::optional<Variable> BodyChecker::known(std::string_view name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? std::nullopt : std::optional(found->second);
}

Variable BodyChecker::variable(std::string_view name, engine::DimensionId dimension, Span span) {
  const auto found = known(name);
  if (!found) {
    const Variable made = fresh(dimension, std::string(name), span);
    names_.emplace(name, made);
    return made;
  }
  const engine::DimensionId earlier = body_.variables[*found].dimension;
  if (earlier != dimension)
    checker_.fail(problem::variable_dimensions, span,
                  '"' + std::string(name) + "\" stands for a member of " +
                      checker_.catalog().dimension(earlier).name() + " before, and of " +
                      checker_.catalog().dimension(dimension).name() + " here",
                  "give the two variables different names");
  return *found;
}

Variable BodyChecker::fresh(engine::DimensionId dimension, std::string name, Span span) {
  if (body_.variables.size() >= most_variables)
    checker_.fail(problem::too_complex, span, "a rule has at most 1,000 variables", "split it into several rules");
  body_.variables.push_back({std::move(name), dimension});
  places_.push_back(span);
  return static_cast<Variable>(body_.variables.size() - 1);
}

// ---- what is bound

std::vector<bool> BodyChecker::bound() const {
  std::vector<bool> bound(body_.variables.size(), false);
  for (const BodyAtom& atom : body_.atoms)
    for (const Term& term : atom.terms)
      if (atom.use == BodyAtom::Use::binds && term.what == Term::What::variable) bound[term.variable] = true;
  for (bool more = true; more;) {
    more = false;
    for (const BodyStep& step : body_.steps) {
      const bool forward = (step.member != engine::no_code || bound[step.from]) && !bound[step.to];
      const bool back = bound[step.to] && !bound[step.from] && !step.rolls_up && step.member == engine::no_code;
      if (forward) bound[step.to] = true;
      if (back) bound[step.from] = true;
      more = more || forward || back;
    }
  }
  return bound;
}

void BodyChecker::check_bound(const std::vector<std::pair<Variable, Span>>& wanted) const {
  const std::vector<bool> is_bound = bound();
  const auto fail = [&](Variable variable, Span span) {
    checker_.fail(problem::unbound_variable, span,
                  "nothing binds the variable \"" + body_.variables[variable].name + '"',
                  "let it stand in a relation or in a measure's cell of the body that is not under `not`, or write _ "
                  "for any member");
  };
  for (const auto& [variable, span] : wanted)
    if (!is_bound[variable]) fail(variable, span);
  for (Variable variable = 0; variable < is_bound.size(); ++variable)
    if (!is_bound[variable]) fail(variable, places_[variable]);
}

}  // namespace reckon::lang

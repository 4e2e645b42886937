// Choosing the order: new rows first, then what hangs together with what is bound, the head's last column last.
#include "engine/exec/rules/join_plan.hpp"

#include <algorithm>
#include <cassert>

namespace reckon::engine {
namespace {

constexpr std::size_t unbound = static_cast<std::size_t>(-1);

void add_variables(const BodyAtom& atom, std::vector<Variable>& found) {
  for (const Term& term : atom.terms)
    if (term.what == Term::What::variable) found.push_back(term.variable);
}

void add_variables(const Formula& formula, const Body& body, std::vector<Variable>& found) {
  for (const FormulaNode& node : formula.nodes) {
    if (node.what == FormulaNode::What::codes)
      for (const CodeSide* side : {&node.left, &node.right})
        if (side->is_variable) found.push_back(side->variable);
    if (node.what == FormulaNode::What::cell) add_variables(body.atoms[node.atom], found);
  }
}

class Planner {
 public:
  Planner(const Body& body, const JoinChoice& choice)
      : body_(body), choice_(choice), place_(body.variables.size(), unbound), is_open_(body.variables.size(), true) {}

  JoinPlan run();

 private:
  void bind_given();
  void find_tail();
  bool take() { return take_computed() || take_variable(); }
  bool keep_to_tail();
  void tie_variables();
  bool take_computed();
  bool take_variable();
  void bind(Variable, int computed_by, bool forward);
  bool connected(Variable) const;
  bool is_new(Variable) const;
  std::uint64_t least_rows(Variable) const;
  void place_atoms();
  void place_tests();
  JoinSource absent_source(std::size_t atom) const;
  std::size_t step_of(const std::vector<Variable>&) const;
  bool codes_go_together() const;
  bool is_bound(Variable v) const { return place_[v] != unbound; }
  bool is_free(Variable v) const { return !is_bound(v) && is_open_[v]; }

  const Body& body_;
  const JoinChoice& choice_;
  JoinPlan plan_;
  std::vector<std::size_t> place_;  // by variable: the step that binds it; 0 where it is given
  std::vector<bool> is_open_;       // by variable: whether it may be bound now
  std::optional<Variable> tail_;
  std::vector<std::vector<Variable>> ties_;  // variables that some atom, step or condition reads together
};

bool mentions(const BodyAtom& atom, Variable variable) {
  return std::any_of(atom.terms.begin(), atom.terms.end(),
                     [&](const Term& term) { return term.what == Term::What::variable && term.variable == variable; });
}

JoinPlan Planner::run() {
  plan_.body = &body_;
  plan_.steps.emplace_back();
  bind_given();
  find_tail();
  tie_variables();
  do {
    if (!keep_to_tail()) continue;
    plan_.collect = plan_.steps.size();
    while (take()) {}
    plan_.spread = plan_.steps.size();
    is_open_.assign(is_open_.size(), true);
  } while (take());
  if (plan_.spread == 0) plan_.spread = plan_.steps.size(), plan_.collect = plan_.spread - 1;
  place_atoms();
  place_tests();
  const bool together = choice_.in_words && codes_go_together();
  plan_.in_words = together && body_.value.empty();
  plan_.in_points = together && !body_.value.empty() && plan_.steps.back().absent.empty();
  return std::move(plan_);
}

void Planner::bind_given() {
  for (Variable v = 0; v < choice_.bound.size(); ++v)
    if (choice_.bound[v]) place_[v] = 0;
  if (!choice_.by_leaf) return;
  const auto& terms = body_.atoms[*choice_.only_new].terms;
  for (std::size_t axis = 0; axis + 1 < terms.size(); ++axis)
    if (terms[axis].what == Term::What::variable) place_[terms[axis].variable] = 0;
}

void Planner::find_tail() {
  if (body_.head.empty() || body_.head.back().what != Term::What::variable) return;
  const Variable last = body_.head.back().variable;
  if (!is_bound(last)) tail_ = last;
}

void Planner::tie_variables() {
  for (const BodyAtom& atom : body_.atoms) add_variables(atom, ties_.emplace_back());
  for (const Formula& condition : body_.conditions) add_variables(condition, body_, ties_.emplace_back());
  for (const BodyStep& step : body_.steps) ties_.push_back({step.from, step.to});
}

// Where the tail hangs together with no other variable of the head, by what is not bound yet, only those that it hangs
// together with are bound next.
bool Planner::keep_to_tail() {
  if (!choice_.in_words || !body_.value.empty() || plan_.spread != 0 || !tail_ || is_bound(*tail_)) return false;
  std::vector<bool> reached(place_.size());
  reached[*tail_] = true;
  for (bool more = true; more;) {
    more = false;
    for (const auto& tie : ties_) {
      if (std::none_of(tie.begin(), tie.end(), [&](Variable v) { return reached[v]; })) continue;
      for (const Variable v : tie) {
        if (is_bound(v) || reached[v]) continue;
        reached[v] = more = true;
      }
    }
  }
  for (std::size_t axis = 0; axis + 1 < body_.head.size(); ++axis)
    if (body_.head[axis].what == Term::What::variable && reached[body_.head[axis].variable]) return false;
  is_open_ = std::move(reached);
  return true;
}

bool Planner::take_computed() {
  for (std::size_t i = 0; i < body_.steps.size(); ++i) {
    const BodyStep& step = body_.steps[i];
    if (step.member != no_code && is_free(step.to)) return bind(step.to, static_cast<int>(i), true), true;
    if (is_bound(step.from) && is_free(step.to)) return bind(step.to, static_cast<int>(i), true), true;
    if (is_bound(step.to) && is_free(step.from) && !step.rolls_up)
      return bind(step.from, static_cast<int>(i), false), true;
  }
  return false;
}

bool Planner::is_new(Variable v) const { return choice_.only_new && mentions(body_.atoms[*choice_.only_new], v); }

bool Planner::connected(Variable v) const {
  return std::any_of(body_.atoms.begin(), body_.atoms.end(), [&](const BodyAtom& atom) {
    if (atom.use != BodyAtom::Use::binds || !mentions(atom, v)) return false;
    return std::any_of(atom.terms.begin(), atom.terms.end(), [&](const Term& term) {
      return term.what == Term::What::member || (term.what == Term::What::variable && is_bound(term.variable));
    });
  });
}

std::uint64_t Planner::least_rows(Variable v) const {
  std::uint64_t least = ~std::uint64_t{0};
  for (std::size_t i = 0; i < body_.atoms.size(); ++i)
    if (body_.atoms[i].use == BodyAtom::Use::binds && mentions(body_.atoms[i], v))
      least = std::min(least, i < choice_.sizes.size() ? choice_.sizes[i] : 0);
  return least;
}

bool Planner::take_variable() {
  std::optional<Variable> best;
  std::vector<std::uint64_t> best_score;
  for (Variable v = 0; v < place_.size(); ++v) {
    const bool in_atom = std::any_of(body_.atoms.begin(), body_.atoms.end(), [&](const BodyAtom& atom) {
      return atom.use == BodyAtom::Use::binds && mentions(atom, v);
    });
    if (!is_free(v) || !in_atom) continue;
    const bool joined = connected(v), fresh = is_new(v), is_tail = tail_ == v;
    // Least is best: new rows, then what is joined to them, the tail after all that can be reached without it.
    const std::vector<std::uint64_t> score{fresh && !is_tail    ? 0U
                                           : joined && !is_tail ? 1U
                                           : joined || fresh    ? 2U
                                                                : 3U,
                                           is_tail ? 1U : 0U, least_rows(v)};
    if (best && !(score < best_score)) continue;
    best = v;
    best_score = score;
  }
  if (best) bind(*best, -1, true);
  return best.has_value();
}

void Planner::bind(Variable variable, int computed_by, bool forward) {
  place_[variable] = plan_.steps.size();
  JoinStep& step = plan_.steps.emplace_back();
  step.variable = variable;
  step.computed_by = computed_by;
  step.forward = forward;
}

void Planner::place_atoms() {
  for (std::size_t i = 0; i < body_.atoms.size(); ++i) {
    const BodyAtom& atom = body_.atoms[i];
    if (atom.use != BodyAtom::Use::binds) continue;
    JoinSource source{i, choice_.only_new == i, choice_.only_new == i && choice_.by_leaf, {}, {}, 0, 0, plan_.places};
    const auto rank = [&](const Term& term) {
      if (term.what == Term::What::member) return std::size_t{0};
      return term.what == Term::What::any ? unbound : place_[term.variable] + 1;
    };
    for (std::size_t axis = 0; axis < stored_width(atom.terms.size()); ++axis)
      source.order.push_back(static_cast<std::uint8_t>(axis));
    const auto term_at = [&](std::size_t axis) {
      return atom.terms.empty() ? Term{Term::What::member, 0, 0} : atom.terms[axis];
    };
    if (source.by_leaf) source.order.assign(1, source.order.back());
    std::stable_sort(source.order.begin(), source.order.end(),
                     [&](std::size_t a, std::size_t b) { return rank(term_at(a)) < rank(term_at(b)); });
    const std::size_t number = plan_.sources.size();
    std::optional<Variable> before;
    for (std::size_t level = 0; level < source.order.size(); ++level) {
      const Term term = term_at(source.order[level]);
      source.terms.push_back(term);
      if (term.what != Term::What::any) source.used = level + 1;
      if (term.what == Term::What::member) source.fixed = level + 1;
      if (term.what != Term::What::variable) continue;
      plan_.steps[place_[term.variable]].levels.push_back(
          {number, level, before == term.variable, false, source.place + level});
      before = term.variable;
    }
    plan_.places += source.order.size();
    plan_.sources.push_back(std::move(source));
  }
  for (JoinStep& step : plan_.steps)
    for (TrieLevel& level : step.levels) level.deeper = level.level + 1 < plan_.sources[level.source].used;
}

// The step after which all of these are bound.
std::size_t Planner::step_of(const std::vector<Variable>& variables) const {
  std::size_t step = 0;
  for (const Variable v : variables) {
    assert(is_bound(v));
    step = std::max(step, place_[v]);
  }
  return step;
}

// A negated atom: all that is known of the row first, in the columns' own order.
JoinSource Planner::absent_source(std::size_t atom) const {
  JoinSource source{atom, false, false, {}, {}, 0, 0, 0};
  const auto& terms = body_.atoms[atom].terms;
  for (std::size_t axis = 0; axis < stored_width(terms.size()); ++axis)
    source.order.push_back(static_cast<std::uint8_t>(axis));
  const auto is_any = [&](std::size_t axis) { return !terms.empty() && terms[axis].what == Term::What::any; };
  std::stable_partition(source.order.begin(), source.order.end(), [&](std::size_t axis) { return !is_any(axis); });
  for (const std::size_t axis : source.order) {
    source.terms.push_back(terms.empty() ? Term{Term::What::member, 0, 0} : terms[axis]);
    if (!is_any(axis)) ++source.used;
  }
  return source;
}

void Planner::place_tests() {
  for (std::size_t i = 0; i < body_.atoms.size(); ++i) {
    const BodyAtom& atom = body_.atoms[i];
    std::vector<Variable> variables;
    add_variables(atom, variables);
    JoinStep& step = plan_.steps[step_of(variables)];
    if (atom.use != BodyAtom::Use::absent) {
      step.lookups.push_back(i);
      continue;
    }
    step.absent.push_back(plan_.absent.size());
    plan_.absent.push_back(absent_source(i));
  }
  for (std::size_t i = 0; i < body_.conditions.size(); ++i) {
    std::vector<Variable> variables;
    add_variables(body_.conditions[i], body_, variables);
    plan_.steps[step_of(variables)].conditions.push_back(i);
  }
  for (std::size_t i = 0; i < body_.steps.size(); ++i) {
    JoinStep& step = plan_.steps[step_of({body_.steps[i].from, body_.steps[i].to})];
    if (step.computed_by != static_cast<int>(i)) step.checks.push_back(i);
  }
}

// The codes of the step before `spread` go over together where they are the head's last column and nothing else tests
// them.
bool Planner::codes_go_together() const {
  const JoinStep& last = plan_.steps[plan_.spread - 1];
  if (plan_.spread < 2 || !tail_ || last.variable != *tail_) return false;
  const auto in_head = std::count_if(body_.head.begin(), body_.head.end(), [&](const Term& term) {
    return term.what == Term::What::variable && term.variable == *tail_;
  });
  const bool again =
      std::any_of(last.levels.begin(), last.levels.end(), [](const TrieLevel& level) { return level.again; });
  const bool ends = std::all_of(last.absent.begin(), last.absent.end(), [&](std::size_t number) {
    const auto& terms = body_.atoms[plan_.absent[number].atom].terms;
    const auto here = std::count_if(terms.begin(), terms.end(), [&](const Term& term) {
      return term.what == Term::What::variable && term.variable == *tail_;
    });
    return here == 1 && terms.back().what == Term::What::variable && terms.back().variable == *tail_ &&
           std::none_of(terms.begin(), terms.end(), [](const Term& term) { return term.what == Term::What::any; });
  });
  return in_head == 1 && !again && ends && last.computed_by < 0 && last.checks.empty() && last.conditions.empty();
}

}  // namespace

JoinPlan plan_join(const Body& body, const JoinChoice& choice) { return Planner(body, choice).run(); }

}  // namespace reckon::engine

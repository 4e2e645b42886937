// Steps of proofs, and why there is none.
#include "engine/exec/rules/proof.hpp"

#include <algorithm>

#include "engine/exec/reconcile.hpp"

namespace reckon::engine {
namespace {

constexpr std::size_t most_contributions = 2000;

std::vector<Code> atom_key(const BodyAtom& atom, std::span<const Code> variables) {
  std::vector<Code> key;
  for (const Term& term : atom.terms)
    key.push_back(term.what == Term::What::variable ? variables[term.variable]
                  : term.what == Term::What::member ? term.code
                                                    : no_code);
  if (key.empty()) key.push_back(0);
  return key;
}

bool has_any(const BodyAtom& atom) {
  return std::any_of(atom.terms.begin(), atom.terms.end(),
                     [](const Term& term) { return term.what == Term::What::any; });
}

bool in_head(const Body& body, Variable variable) {
  return std::any_of(body.head.begin(), body.head.end(),
                     [&](const Term& term) { return term.what == Term::What::variable && term.variable == variable; });
}

// `with x = Microsoft, y = 2024` for the named variables that have a code, those of the head aside.
std::string bindings_text(const Catalog& catalog, const Body& body, std::span<const Code> variables) {
  std::string text;
  for (Variable v = 0; v < variables.size(); ++v) {
    const BodyVariable& variable = body.variables[v];
    const bool computed = variable.name == "_" || variable.name.find_first_of(" .") != std::string::npos;
    if (variables[v] == no_code || computed || in_head(body, v)) continue;
    text += (text.empty() ? "with " : ", ") + variable.name + " = " +
            catalog.dimension(variable.dimension).text(variables[v]);
  }
  return text;
}

// The variables that a head of this coordinate gives, or nothing where it names other members.
std::optional<std::vector<Code>> given_by(const Body& body, std::span<const Code> key) {
  std::vector<Code> given(body.variables.size(), no_code);
  for (std::size_t i = 0; i < body.head.size(); ++i) {
    const Term& term = body.head[i];
    const Code known = term.what == Term::What::variable ? given[term.variable] : term.code;
    if (known != no_code && known != key[i]) return std::nullopt;
    if (term.what == Term::What::variable) given[term.variable] = key[i];
  }
  return given;
}

// Keeps the first binding.
class FirstSink : public JoinSink {
 public:
  bool row(std::span<const Code> variables, std::span<const Value>) override {
    found.emplace(variables.begin(), variables.end());
    return false;
  }
  std::optional<std::vector<Code>> found;
};

// Collects the cells and rows that an aggregate's atoms read.
class ContributionSink : public JoinSink {
 public:
  ContributionSink(const BodyAggregate& what, std::vector<ProofAtom>& atoms) : what_(what), atoms_(atoms) {}
  bool row(std::span<const Code> variables, std::span<const Value>) override {
    for (std::size_t i = 0; i < what_.counted; ++i) {
      const BodyAtom& atom = what_.body.atoms[i];
      if (atom.use != BodyAtom::Use::binds || atom.aggregate >= 0 || has_any(atom)) continue;
      ProofAtom used{atom.measure, atom_key(atom, variables)};
      const bool known = std::any_of(atoms_.begin(), atoms_.end(), [&](const ProofAtom& a) {
        return a.measure == used.measure && a.key == used.key;
      });
      if (!known) atoms_.push_back(std::move(used));
    }
    return atoms_.size() < most_contributions;
  }

 private:
  const BodyAggregate& what_;
  std::vector<ProofAtom>& atoms_;
};

// Chooses among the bindings of a rule the one whose proof is least high, or that gives the value asked for.
class StepSink : public JoinSink {
 public:
  StepSink(const Body& body, const Fixpoint* traced, FormulaValues& formulas, const Range* value)
      : body_(body), traced_(traced), formulas_(formulas), value_(value) {}

  bool row(std::span<const Code> variables, std::span<const Value> cells) override {
    if (value_ && !(formulas_(body_.value, variables, cells).range == *value_)) return true;
    std::size_t height = 0;
    for (const BodyAtom& atom : body_.atoms) {
      if (!traced_ || atom.use != BodyAtom::Use::binds || atom.aggregate >= 0 || has_any(atom)) continue;
      if (const auto round = traced_->round_of(atom.measure, atom_key(atom, variables)))
        height = std::max(height, *round);
    }
    if (found && height >= least) return true;
    least = height;
    found.emplace(variables.begin(), variables.end());
    return !value_ && height > 0;
  }

  std::optional<std::vector<Code>> found;
  std::size_t least = 0;

 private:
  const Body& body_;
  const Fixpoint* traced_;
  FormulaValues& formulas_;
  const Range* value_;
};

bool is_bound_by(const Body& body, const std::vector<bool>& kept, const std::vector<Code>& given, Variable variable) {
  if (given[variable] != no_code) return true;
  for (std::size_t i = 0; i < body.atoms.size(); ++i)
    for (const Term& term : body.atoms[i].terms)
      if (kept[i] && body.atoms[i].use == BodyAtom::Use::binds && term.what == Term::What::variable &&
          term.variable == variable)
        return true;
  return false;
}

// The body with the atoms kept alone, their steps, and the first conditions.
Body part_of(const Body& body, const std::vector<bool>& kept, const std::vector<Code>& given, bool complete,
             std::size_t conditions) {
  Body part = body;
  for (std::size_t i = 0; i < part.atoms.size(); ++i) {
    if (kept[i]) continue;
    part.atoms[i].use = BodyAtom::Use::looked_up;
    part.atoms[i].terms.assign(part.atoms[i].terms.size(), Term());
  }
  if (!complete)
    std::erase_if(part.steps, [&](const BodyStep& step) {
      return !is_bound_by(body, kept, given, step.from) || !is_bound_by(body, kept, given, step.to);
    });
  part.conditions.resize(conditions);
  part.value = {};
  return part;
}

// `supplies(Oracle, x)`: members where they are known, names where they are not.
std::string atom_text(const Catalog& catalog, const Body& body, const BodyAtom& atom, std::span<const Code> variables) {
  if (atom.aggregate >= 0) return atom.text;
  const Measure& measure = catalog.measure(atom.measure);
  std::string text = measure.name + '(';
  for (std::size_t i = 0; i < atom.terms.size(); ++i) {
    const Term& term = atom.terms[i];
    const Code code = term.what == Term::What::variable ? variables[term.variable] : term.code;
    text += i ? ", " : "";
    if (term.what == Term::What::any)
      text += '_';
    else if (code == no_code)
      text += body.variables[term.variable].name;
    else
      text += catalog.dimension(measure.axes[i].dimension).text(code);
  }
  return text + ')';
}

}  // namespace

// All relations that the one joins, directly or through rules, derived in one run, so that rounds are heights.
Fixpoint& Proofs::traced(MeasureId relation) {
  for (auto& [measures, run] : traced_)
    if (std::find(measures.begin(), measures.end(), relation) != measures.end()) return *run;
  const Program& program = universe_.program();
  std::vector<MeasureId> group{relation};
  for (std::size_t i = 0; i < group.size(); ++i)
    for (const auto& rule : program.rules)
      for (const RuleRead& read : rule->uses) {
        if (rule->head != group[i] || read.how != ReadKind::joins ||
            !program.catalog->measure(read.measure).is_relation)
          continue;
        if (program.is_derived(read.measure) && std::find(group.begin(), group.end(), read.measure) == group.end())
          group.push_back(read.measure);
      }
  std::vector<CellTable> cells;
  std::vector<FixpointStart> starts;
  cells.reserve(group.size());
  for (const MeasureId measure : group) {
    cells.push_back(reconcile(*program.catalog, measure, *program.facts[measure],
                              {program.policy_of(measure), universe_.as_of(), nullptr, nullptr, false}));
    starts.push_back({measure, &cells.back(), {}});
  }
  auto run = std::make_unique<Fixpoint>(universe_, starts);
  run->trace();
  run->run();
  traced_.emplace_back(std::move(group), std::move(run));
  return *traced_.back().second;
}

Fixpoint& Proofs::finished() {
  if (!finished_) finished_ = std::make_unique<Fixpoint>(universe_, std::vector<FixpointStart>{});
  return *finished_;
}

std::optional<ProofStep> Proofs::step(MeasureId measure, std::span<const Code> key, const Range& value) {
  const Program& program = universe_.program();
  const bool is_relation = program.catalog->measure(measure).is_relation;
  Fixpoint& reads = is_relation ? traced(measure) : finished();
  FormulaValues formulas(universe_);
  std::optional<ProofStep> best;
  std::size_t least = 0;
  for (const auto& rule : program.rules) {
    if (rule->head != measure || !rule->body) continue;
    const Body& body = spelled_out(*rule);
    const auto given = given_by(body, key);
    if (!given) continue;
    StepSink sink(body, is_relation ? &reads : nullptr, formulas, is_relation ? nullptr : &value);
    reads.bindings(body, *given, sink);
    if (!sink.found || (best && sink.least >= least)) continue;
    least = sink.least;
    best.emplace();
    best->rule = rule.get();
    best->bindings = bindings_text(*program.catalog, body, *sink.found);
    for (const BodyAtom& atom : body.atoms) {
      if (atom.use == BodyAtom::Use::absent)
        best->bindings +=
            (best->bindings.empty() ? "no " : "; no ") + atom_text(*program.catalog, body, atom, *sink.found);
      else if (atom.aggregate >= 0)
        add_contributions(*body.aggregates[static_cast<std::size_t>(atom.aggregate)], atom, *sink.found, *best);
      else if (!has_any(atom))
        best->atoms.push_back({atom.measure, atom_key(atom, *sink.found)});
    }
  }
  return best;
}

void Proofs::add_contributions(const BodyAggregate& what, const BodyAtom& atom, std::span<const Code> variables,
                               ProofStep& step) {
  std::vector<Code> given(what.body.variables.size(), no_code);
  for (std::size_t i = 0; i < atom.terms.size(); ++i)
    given[what.body.head[i].variable] = variables[atom.terms[i].variable];
  ContributionSink sink(what, step.atoms);
  finished().bindings(what.body, given, sink);
}

const Body& Proofs::spelled_out(const Rule& rule) {
  const auto [at, fresh] = spelled_out_.try_emplace(&rule, *rule.body);
  if (!fresh) return at->second;
  Body& body = at->second;
  for (BodyAtom& atom : body.atoms)
    for (std::size_t i = 0; i < atom.terms.size(); ++i) {
      if (atom.use != BodyAtom::Use::binds || atom.terms[i].what != Term::What::any) continue;
      atom.terms[i] = {Term::What::variable, no_code, static_cast<Variable>(body.variables.size())};
      body.variables.push_back({"_", universe_.program().catalog->measure(atom.measure).axes[i].dimension});
    }
  return body;
}

std::vector<Proofs::Failure> Proofs::failures(MeasureId measure, std::span<const Code> key) {
  std::vector<Failure> failures;
  for (const auto& rule : universe_.program().rules) {
    if (rule->head != measure || !rule->body || rule->is_default) continue;
    const auto given = given_by(*rule->body, key);
    failures.push_back(given ? first_failure(*rule, *given) : Failure{rule.get(), {}, {}});
  }
  return failures;
}

// Atoms and conditions are added one by one, those that bind first, until no binding is left.
Proofs::Failure Proofs::first_failure(const Rule& rule, const std::vector<Code>& given) {
  const Body& body = *rule.body;
  const Catalog& catalog = *universe_.program().catalog;
  std::vector<bool> kept(body.atoms.size(), false);
  std::vector<Code> reached = given;
  const auto holds = [&](bool complete, std::size_t conditions) {
    FirstSink sink;
    const Body part = part_of(body, kept, given, complete, conditions);
    finished().bindings(part, given, sink);
    if (sink.found) reached = *sink.found;
    return sink.found.has_value();
  };
  const auto failure = [&](std::string part) {
    return Failure{&rule, std::move(part), bindings_text(catalog, body, reached)};
  };
  for (const auto use : {BodyAtom::Use::binds, BodyAtom::Use::absent})
    for (std::size_t i = 0; i < body.atoms.size(); ++i) {
      const BodyAtom& atom = body.atoms[i];
      if (atom.use != use) continue;
      kept[i] = true;
      const bool complete = use == BodyAtom::Use::absent;
      if (!holds(complete, 0)) return failure((complete ? "not " : "") + atom_text(catalog, body, atom, reached));
    }
  kept.assign(body.atoms.size(), true);
  for (std::size_t i = 0; i <= body.conditions.size(); ++i)
    if (!holds(true, i))
      return failure(i == 0 ? (body.steps.empty() ? "its value" : body.steps.front().text)
                            : body.conditions[i - 1].text);
  return failure("its value");
}

}  // namespace reckon::engine

// Steps of proofs: of the bindings of each rule that give a row or a value, one whose parts have the lowest proofs.
#include "engine/exec/rules/proof.hpp"

#include <algorithm>
#include <set>

#include "engine/exec/reconcile.hpp"
#include "engine/exec/rules/proof_words.hpp"
#include "engine/exec/rules/rule_reach.hpp"

namespace reckon::engine {
namespace {

constexpr std::size_t most_contributions = 200'000;

// Collects the cells and rows that an aggregate's atoms read.
class ContributionSink : public JoinSink {
 public:
  ContributionSink(const BodyAggregate& what, const Body& body, std::vector<ProofAtom>& atoms)
      : what_(what), body_(body), atoms_(atoms) {}
  bool row(std::span<const Code> variables, std::span<const Value>) override {
    for (std::size_t i = 0; i < what_.counted; ++i) {
      const BodyAtom& atom = body_.atoms[i];
      if (atom.use != BodyAtom::Use::binds || atom.aggregate >= 0 || has_any(atom)) continue;
      auto key = atom_key(atom, variables);
      if (known_.emplace(atom.measure, key).second) atoms_.push_back({atom.measure, std::move(key)});
    }
    return atoms_.size() < most_contributions;
  }

 private:
  const BodyAggregate& what_;
  const Body& body_;
  std::vector<ProofAtom>& atoms_;
  std::set<std::pair<MeasureId, std::vector<Code>>> known_;
};

class LowestSink : public JoinSink {
 public:
  using Row = std::function<bool(std::span<const Code> variables, std::span<const Value> cells)>;
  explicit LowestSink(Row row) : row_(std::move(row)) {}
  bool row(std::span<const Code> variables, std::span<const Value> cells) override { return row_(variables, cells); }

 private:
  Row row_;
};

}  // namespace

struct Proofs::Found {
  const Rule* rule = nullptr;
  const Body* body = nullptr;
  std::vector<Code> variables;
  Range value;
  std::size_t height = 0;
};

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

// Of the rows and cells that a binding uses the highest.
std::size_t Proofs::height(const Body& body, std::span<const Code> variables) {
  const Program& program = universe_.program();
  std::size_t highest = 0;
  for (const BodyAtom& atom : body.atoms) {
    if (atom.use != BodyAtom::Use::binds || atom.aggregate >= 0 || has_any(atom)) continue;
    if (!program.is_derived(atom.measure)) continue;
    const auto key = atom_key(atom, variables);
    const bool is_relation = program.catalog->measure(atom.measure).is_relation;
    const auto own = is_relation ? traced(atom.measure).round_of(atom.measure, key) : heights_.of(atom.measure, key);
    highest = std::max(highest, own.value_or(0));
  }
  return highest;
}

void Proofs::lowest(const Rule& rule, std::span<const Code> key, const std::function<bool(const Range&)>& wanted,
                    Found& best) {
  const Body& body = spelled_out(*rule.body);
  const auto given = given_by(body, key);
  if (!given) return;
  FormulaValues formulas(universe_);
  LowestSink sink([&](std::span<const Code> variables, std::span<const Value> cells) {
    Range value;
    if (!body.value.empty()) {
      const Value found = formulas(body.value, variables, cells);
      if (found.is_missing() || found.maybe || !wanted(found.range)) return true;
      value = found.range;
    }
    const std::size_t height = this->height(body, variables);
    if (best.rule && height >= best.height) return true;
    best = {&rule, &body, {variables.begin(), variables.end()}, std::move(value), height};
    return height > 0;
  });
  Fixpoint& reads = body.value.empty() ? traced(rule.head) : finished();
  reads.bindings(body, *given, sink);
}

ProofStep Proofs::step(const Found& found) {
  const Catalog& catalog = *universe_.program().catalog;
  ProofStep step;
  step.rule = found.rule;
  step.value = found.value;
  step.bindings = bindings_text(catalog, *found.body, found.variables);
  for (const BodyAtom& atom : found.body->atoms) {
    if (atom.use == BodyAtom::Use::absent)
      step.bindings +=
          (step.bindings.empty() ? "no " : "; no ") + atom_text(catalog, *found.body, atom, found.variables);
    else if (atom.aggregate >= 0)
      add_contributions(*found.body->aggregates[static_cast<std::size_t>(atom.aggregate)], atom, found.variables, step);
    else if (!has_any(atom))
      step.atoms.push_back({atom.measure, atom_key(atom, found.variables)});
  }
  return step;
}

std::optional<ProofStep> Proofs::of_row(MeasureId relation, std::span<const Code> key) {
  Found best;
  for (const auto& rule : universe_.program().rules)
    if (rule->head == relation && rule->body && !rule->is_default) lowest(*rule, key, {}, best);
  return best.rule ? std::optional(step(best)) : std::nullopt;
}

std::vector<ProofStep> Proofs::of_value(const Rule& rule, std::span<const Code> key, const Range& value) {
  const Program& program = universe_.program();
  const bool any_rule = !rule.is_default && heights_.keeps_extreme(rule.head);
  const auto search = [&](const std::function<bool(const Range&)>& wanted) {
    Found best;
    if (!any_rule) lowest(rule, key, wanted, best);
    for (const auto& other : program.rules)
      if (any_rule && other->head == rule.head && other->body && !other->is_default) lowest(*other, key, wanted, best);
    return best;
  };
  std::vector<ProofStep> steps;
  if (!any_rule) {
    if (const Found found =
            search([&](const Range& given) { return same_low(given, value) && same_high(given, value); });
        found.rule)
      steps.push_back(step(found));
    return steps;
  }
  heights_.explore(rule.head, key, finished());
  const auto fitted = [&](const Range& given) { return heights_.fitted(rule.head, given); };
  const auto has_low = [&](const Range& given) { return same_low(fitted(given), value); };
  const auto has_high = [&](const Range& given) { return same_high(fitted(given), value); };
  if (const Found both = search([&](const Range& given) { return has_low(given) && has_high(given); }); both.rule)
    return {step(both)};
  for (const Found& found : {search(has_low), search(has_high)})
    if (found.rule) steps.push_back(step(found));
  return steps;
}

void Proofs::add_contributions(const BodyAggregate& what, const BodyAtom& atom, std::span<const Code> variables,
                               ProofStep& step) {
  const Body& body = spelled_out(what.body);
  std::vector<Code> given(body.variables.size(), no_code);
  for (std::size_t i = 0; i < atom.terms.size(); ++i)
    given[what.body.head[i].variable] = variables[atom.terms[i].variable];
  ContributionSink sink(what, body, step.contributions);
  finished().bindings(body, given, sink);
}

const Body& Proofs::spelled_out(const Body& written) {
  const auto [at, fresh] = spelled_out_.try_emplace(&written, written);
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

}  // namespace reckon::engine

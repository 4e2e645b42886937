// Why a rule does not give a row: its parts one by one, until none of its bindings is left.
#include <algorithm>

#include "engine/exec/rules/proof.hpp"
#include "engine/exec/rules/proof_words.hpp"

namespace reckon::engine {
namespace {

// Keeps the first binding.
class FirstSink : public JoinSink {
 public:
  bool row(std::span<const Code> variables, std::span<const Value>) override {
    found.emplace(variables.begin(), variables.end());
    return false;
  }
  std::optional<std::vector<Code>> found;
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

}  // namespace

std::vector<Proofs::Failure> Proofs::failures(MeasureId measure, std::span<const Code> key) {
  std::vector<Failure> failures;
  for (const auto& rule : universe_.program().rules) {
    if (rule->head != measure || !rule->body) continue;
    const auto given = given_by(*rule->body, key);
    failures.push_back(given ? first_failure(*rule, *given) : Failure{rule.get(), {}, {}, false});
  }
  return failures;
}

bool Proofs::has_no_figure(const BodyAtom& atom, std::span<const Code> variables) {
  if (atom.aggregate >= 0 || universe_.rows(atom.measure)) return false;
  const auto key = atom_key(atom, variables);
  const auto made = universe_.cells(atom.measure);
  const auto& keys = made->cells.unknown_keys;
  for (std::size_t row = 0; row < made->cells.unknown_rows.size(); ++row) {
    bool is_asked = true;
    for (std::size_t axis = 0; axis < keys.size(); ++axis) is_asked = is_asked && keys[axis][row] == key[axis];
    if (is_asked) return true;
  }
  return false;
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
    return Failure{&rule, std::move(part), bindings_text(catalog, body, reached), false};
  };
  for (const auto use : {BodyAtom::Use::binds, BodyAtom::Use::absent})
    for (std::size_t i = 0; i < body.atoms.size(); ++i) {
      const BodyAtom& atom = body.atoms[i];
      if (atom.use != use) continue;
      kept[i] = true;
      const bool complete = use == BodyAtom::Use::absent;
      if (holds(complete, 0)) continue;
      Failure found = failure((complete ? "not " : "") + atom_text(catalog, body, atom, reached));
      found.no_figure = !complete && has_no_figure(atom, reached);
      return found;
    }
  kept.assign(body.atoms.size(), true);
  for (std::size_t i = 0; i <= body.conditions.size(); ++i)
    if (!holds(true, i))
      return failure(i == 0 ? (body.steps.empty() ? "its value" : body.steps.front().text)
                            : body.conditions[i - 1].text);
  return failure("its value");
}

}  // namespace reckon::engine

// Bodies that read a measure strictly before or after the head along an ordered dimension.
#include <algorithm>

#include "engine/plan/body.hpp"
#include "lang/statements/strata.hpp"

namespace reckon::lang {
namespace {

using engine::Body;
using engine::BodyAtom;
using engine::BodyStep;
using engine::ReadKind;
using engine::RuleRead;
using engine::Term;

// How far the atom's coordinate lies from the head's along one of their dimensions; nothing where it is the head's own.
std::optional<RuleRead> moved(const engine::Catalog& catalog, const Body& body, const BodyAtom& atom) {
  for (const Term& term : atom.terms)
    for (const BodyStep& step : body.steps) {
      if (term.what != Term::What::variable || step.by == 0 || step.rolls_up || step.member != engine::no_code)
        continue;
      const bool from_head = term.variable == step.to, to_head = term.variable == step.from;
      const engine::Variable at_head = from_head ? step.from : step.to;
      const bool in_head = std::any_of(body.head.begin(), body.head.end(), [&](const Term& t) {
        return t.what == Term::What::variable && t.variable == at_head;
      });
      const engine::DimensionId along = body.variables[at_head].dimension;
      if ((!from_head && !to_head) || !in_head || !catalog.dimension(along).ordered()) continue;
      return RuleRead{atom.measure, ReadKind::moves, along, from_head ? -step.by : step.by};
    }
  return std::nullopt;
}

bool is_value(ReadKind how) { return how == ReadKind::joins || how == ReadKind::computes || how == ReadKind::compares; }

}  // namespace

void mark_moves(const engine::Program& program, const Body& body, std::vector<RuleRead>& uses) {
  std::vector<engine::MeasureId> measures;
  for (const BodyAtom& atom : body.atoms)
    if (atom.aggregate < 0 && !program.catalog->measure(atom.measure).is_relation) measures.push_back(atom.measure);
  std::sort(measures.begin(), measures.end());
  measures.erase(std::unique(measures.begin(), measures.end()), measures.end());
  for (const engine::MeasureId measure : measures) {
    std::optional<RuleRead> all;
    bool strictly = true;
    for (const BodyAtom& atom : body.atoms) {
      if (atom.aggregate >= 0 || atom.measure != measure) continue;
      const auto one = moved(*program.catalog, body, atom);
      strictly = strictly && one && (!all || (all->along == one->along && (all->by > 0) == (one->by > 0)));
      if (one) all = one;
    }
    strictly = strictly && std::all_of(uses.begin(), uses.end(), [&](const RuleRead& use) {
                 return use.measure != measure || is_value(use.how);
               });
    if (!strictly) continue;
    std::erase_if(uses, [&](const RuleRead& use) { return use.measure == measure; });
    uses.push_back(*all);
  }
}

}  // namespace reckon::lang

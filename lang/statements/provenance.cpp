// Provenance, part by part.
#include "lang/statements/provenance.hpp"

namespace reckon::lang {

std::optional<engine::Kind> stated_kind(std::string_view name) {
  const auto kind = engine::parse_kind(name);
  return kind == engine::Kind::derived ? std::nullopt : kind;
}

void state_provenance(Checker& checker, const Provenance& stated, engine::Fact& fact) {
  if (!stated.source.text.empty()) fact.source = checker.source(stated.source.text, stated.source.span);
  if (!stated.kind.text.empty()) {
    const auto kind = stated_kind(stated.kind.text);
    if (!kind)
      checker.fail(problem::unknown_kind, stated.kind.span,
                   '"' + std::string(stated.kind.text) + "\" is not a kind of facts", std::string(kinds_hint));
    fact.kind = *kind;
  }
  if (stated.date) fact.date = checker.date(*stated.date);
  if (!stated.note.empty()) fact.note = stated.note;
  if (stated.confidence) {
    const engine::Range level = checker.value_in(*stated.confidence, engine::Unit{});
    if (!level.is_point() || level.low.sign() <= 0 || engine::Number(1) <= level.low)
      checker.fail(problem::not_constant, stated.confidence->span, "a confidence level lies between 0% and 100%",
                   "write ci 90%");
    fact.confidence = level.low;
  }
}

}  // namespace reckon::lang

// The rules of a head in order of declaration, each with what stopped it.
#include "engine/exec/rules/why_not.hpp"

#include <algorithm>

#include "engine/exec/missing.hpp"
#include "engine/exec/rules/proof.hpp"
#include "engine/exec/run.hpp"

namespace reckon::engine {
namespace {

std::string row_text(const Catalog& catalog, MeasureId id, std::span<const Code> key) {
  const Measure& measure = catalog.measure(id);
  std::string text = measure.name;
  for (std::size_t i = 0; i < measure.axes.size(); ++i)
    text += (i ? ", " : "(") + catalog.dimension(measure.axes[i].dimension).text(key[i]);
  return measure.axes.empty() ? text : text + ')';
}

std::string rule_words(const Catalog& catalog, const Rule& rule) {
  return (rule.is_default ? std::string("by default") : "by rule " + catalog.source(rule.source).name) +
         (rule.place.empty() ? "" : " at " + rule.place);
}

// Why a rule's expression gives a coordinate of its head nothing.
std::string lack(const std::shared_ptr<Universe>& universe, const Rule& rule, std::span<const Code> key) {
  Run run(*universe, *rule.plan);
  execute(run, universe);
  const Frame& frame = run.frames.back();
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    bool is_asked = true;
    for (std::size_t i = 0; i < rule.axes.size(); ++i) is_asked = is_asked && frame.keys[rule.axes[i]][row] == key[i];
    if (!is_asked) continue;
    const Value& value = frame.values()[row];
    if (value.is_missing()) return describe(run.reasons[value.missing], *rule.plan, *universe->program().catalog);
    return value.maybe ? "its value may be missing" : "its conditions may fail";
  }
  return "it has no row there";
}

}  // namespace

Explanation why_not(const std::shared_ptr<const Program>& program, MeasureId measure, std::span<const Code> key,
                    std::shared_ptr<Meter> meter) {
  const Catalog& catalog = *program->catalog;
  const auto universe = std::make_shared<Universe>(*program, std::move(meter));
  const std::string row = row_text(catalog, measure, key);
  if (universe->proofs().find(measure, key).cells)
    return {row + (catalog.measure(measure).is_relation ? " holds" : " has a value"), "ask why " + row, {}};
  Explanation answer{"no " + row, {}, {}};
  for (const Proofs::Failure& failure : universe->proofs().failures(measure, key)) {
    std::string reason = failure.part.empty() ? "its head names other members"
                                              : failure.part + (failure.no_figure ? " has no figure" : " fails");
    if (!failure.bindings.empty()) reason += '\n' + failure.bindings;
    answer.parts.push_back({rule_words(catalog, *failure.rule), std::move(reason), {}});
  }
  for (const auto& rule : program->rules)
    if (rule->head == measure && rule->plan)
      answer.parts.push_back({rule_words(catalog, *rule), lack(universe, *rule, key), {}});
  answer.detail = "no fact gives it";
  if (answer.parts.empty()) answer.detail += ", and no rule derives " + catalog.measure(measure).name;
  return answer;
}

}  // namespace reckon::engine

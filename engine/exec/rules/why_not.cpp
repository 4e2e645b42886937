// The rules of a head in order of declaration, each with what stopped it.
#include "engine/exec/rules/why_not.hpp"

#include <algorithm>

#include "engine/exec/rules/proof.hpp"

namespace reckon::engine {
namespace {

std::string row_text(const Catalog& catalog, MeasureId id, std::span<const Code> key) {
  const Measure& measure = catalog.measure(id);
  std::string text = measure.name;
  for (std::size_t i = 0; i < measure.axes.size(); ++i)
    text += (i ? ", " : "(") + catalog.dimension(measure.axes[i].dimension).text(key[i]);
  return measure.axes.empty() ? text : text + ')';
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
    const std::string name = "by rule " + catalog.source(failure.rule->source).name +
                             (failure.rule->place.empty() ? "" : " at " + failure.rule->place);
    std::string reason = failure.part.empty() ? "its head names other members" : failure.part + " fails";
    if (!failure.bindings.empty()) reason += '\n' + failure.bindings;
    answer.parts.push_back({name, std::move(reason), {}});
  }
  const bool by_expression = std::any_of(program->rules.begin(), program->rules.end(),
                                         [&](const auto& rule) { return rule->head == measure && rule->plan; });
  answer.detail = "no fact gives it";
  if (answer.parts.empty())
    answer.detail +=
        by_expression ? ", and its rule has no value there" : ", and no rule derives " + catalog.measure(measure).name;
  return answer;
}

}  // namespace reckon::engine

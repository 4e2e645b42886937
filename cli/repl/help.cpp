// Help on one name.
#include "cli/repl/help.hpp"

#include "api/width.hpp"
#include "engine/model/readable.hpp"
#include "lang/ast/print.hpp"
#include "lang/complete/function_help.hpp"
#include "lang/stdlib/modules.hpp"

namespace reckon::cli {
namespace {

std::string entry(const std::string& form, std::string_view description, std::string_view example) {
  std::string text = form + '\n';
  if (!description.empty()) text += "  " + printable(description) + '\n';
  if (!example.empty()) text += "  example: " + std::string(example) + '\n';
  return text;
}

std::string definition_text(const lang::LetDefinition& definition) {
  std::string form = definition.name;
  for (const std::string& parameter : definition.parameters)
    form += (form.size() == definition.name.size() ? "(" : ", ") + parameter;
  if (!definition.parameters.empty()) form += ')';
  return entry(form + " = " + lang::print(*definition.body), definition.description, definition.example);
}

std::string measure_text(const engine::Catalog& catalog, const engine::Measure& measure) {
  std::string form = (measure.is_relation ? "relation " : "measure ") + measure.name;
  for (std::size_t i = 0; i < measure.axes.size(); ++i) {
    const std::string& dimension = catalog.dimension(measure.axes[i].dimension).name();
    form += (i == 0 ? "(" : ", ") +
            (measure.axes[i].name == dimension ? dimension : measure.axes[i].name + ": " + dimension);
  }
  if (!measure.axes.empty()) form += ')';
  if (measure.is_relation) return entry(form, measure.description, {});
  const std::string unit = catalog.units().text(measure.unit);
  static constexpr std::string_view words[] = {" flow", " stock", " rate"};
  form += " : " + (unit.empty() ? "1" : unit) + std::string(words[static_cast<std::size_t>(measure.additivity)]);
  if (measure.domain) form += " in " + engine::readable(*measure.domain);
  return entry(form, measure.description, {});
}

std::optional<std::string> declared(const engine::Catalog& catalog, std::string_view name) {
  if (const auto measure = catalog.find_measure(name)) return measure_text(catalog, catalog.measure(*measure));
  if (const auto dimension = catalog.find_dimension(name))
    return entry("dimension " + std::string(name) + "  (`:dimension " + std::string(name) + "` lists its members)",
                 catalog.dimension(*dimension).description(), {});
  if (const auto unit = catalog.units().find(name))
    return entry("unit " + std::string(name), catalog.units().all()[*unit].description, {});
  if (const auto source = catalog.find_source(name))
    return entry("source " + std::string(name), catalog.source(*source).description, {});
  return std::nullopt;
}

}  // namespace

std::optional<std::string> help_on(const lang::Environment& environment, std::string_view name) {
  std::string text;
  if (const lang::WordHelp* help = lang::find_help(name))
    text += entry(std::string(help->form), help->description, help->example);
  if (const auto found = environment.lets.find(name); found != environment.lets.end())
    text += definition_text(found->second);
  if (const auto found = declared(environment.catalog(), name)) text += *found;
  for (const lang::Module& module : lang::modules())
    if (module.name == name)
      text += entry("use " + std::string(name), module.text.substr(2, module.text.find('\n') - 2), {});
  return text.empty() ? std::nullopt : std::optional(text);
}

std::string nearest_help(const lang::Environment& environment, std::string_view name) {
  engine::NearestNames nearest(name);
  for (const lang::WordHelp& help : lang::function_help()) nearest.offer(help.name);
  for (const lang::WordHelp& help : lang::word_help()) nearest.offer(help.name);
  for (const auto& [let, definition] : environment.lets) nearest.offer(let);
  for (const engine::Measure& measure : environment.catalog().measures()) nearest.offer(measure.name);
  for (const engine::Dimension& dimension : environment.catalog().dimensions()) nearest.offer(dimension.name());
  return nearest.hint();
}

}  // namespace reckon::cli

// Cells with disjoint facts.
#include "engine/exec/conflicts.hpp"

#include "engine/exec/cell_words.hpp"
#include "engine/exec/reconcile.hpp"

namespace reckon::engine {
namespace {

// Ranges have a value in common exactly if each two of them have (Helly's theorem on the line).
bool disagree(const FactTable& facts, const std::vector<std::uint32_t>& rows) {
  std::optional<Range> common;
  for (const auto row : rows) {
    common = common ? meet(*common, facts.values()[row]) : facts.values()[row];
    if (!common) return true;
  }
  return false;
}

}  // namespace

std::vector<Explanation> conflicts(const std::shared_ptr<const Program>& program, MeasureId measure, Digits digits,
                                   std::shared_ptr<Meter> meter) {
  std::vector<Explanation> found;
  if (program->catalog->measure(measure).is_relation) return found;
  const Plan no_plan;
  CellWords words(*program, no_plan, digits);
  const auto made = std::make_shared<Universe>(*program, std::move(meter))->cells(measure);
  for (std::size_t cell = 0; cell < made->cells.size(); ++cell) {
    const auto standing = standing_facts(*program->catalog, *made->facts, made->cells.facts(cell));
    if (!disagree(*made->facts, standing)) continue;
    std::vector<Code> key;
    for (const auto& codes : made->cells.keys) key.push_back(codes[cell]);
    Explanation conflict{words.place(measure, key), "read as " + readable(made->cells.values[cell], digits), {}};
    for (const auto row : standing) conflict.parts.push_back(words.statement(measure, *made->facts, row));
    found.push_back(std::move(conflict));
  }
  return found;
}

}  // namespace reckon::engine

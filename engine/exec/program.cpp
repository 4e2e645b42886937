// Look-ups in a snapshot, and its cache of cells.
#include "engine/exec/program.hpp"

#include <algorithm>

namespace reckon::engine {

std::shared_ptr<const MeasureCells> CellCache::find(MeasureId measure) const {
  const std::lock_guard lock(mutex_);
  return measure < cells_.size() ? cells_[measure] : nullptr;
}

void CellCache::store(MeasureId measure, std::shared_ptr<const MeasureCells> cells) {
  const std::lock_guard lock(mutex_);
  if (measure >= cells_.size()) cells_.resize(measure + 1);
  cells_[measure] = std::move(cells);
}

void CellCache::drop(MeasureId measure) {
  const std::lock_guard lock(mutex_);
  if (measure < cells_.size()) cells_[measure] = nullptr;
}

const Policy& Program::policy_of(MeasureId measure) const {
  const auto& declared = catalog->measure(measure).policy;
  return declared ? *declared : policy;
}

const Rule* Program::rule_of(SourceId source) const {
  const auto it = std::find_if(rules.begin(), rules.end(), [&](const auto& rule) { return rule->source == source; });
  return it == rules.end() ? nullptr : it->get();
}

bool Program::is_derived(MeasureId measure) const {
  return std::any_of(rules.begin(), rules.end(), [&](const auto& rule) { return rule->head == measure; });
}

}  // namespace reckon::engine

// Look-ups in a snapshot, and its cache of cells.
#include "engine/exec/program.hpp"

#include <algorithm>

namespace reckon::engine {

std::shared_ptr<const MeasureCells> CellCache::find(MeasureId measure) const {
  const std::lock_guard lock(mutex_);
  return measure < made_.size() ? made_[measure].cells : nullptr;
}

std::shared_ptr<const DerivedRows> CellCache::find_rows(MeasureId measure) const {
  const std::lock_guard lock(mutex_);
  return measure < made_.size() ? made_[measure].rows : nullptr;
}

std::shared_ptr<const CellColumns> CellCache::find_columns(MeasureId measure) const {
  const std::lock_guard lock(mutex_);
  return measure < made_.size() ? made_[measure].columns : nullptr;
}

std::shared_ptr<StoredRelation> CellCache::find_stored(MeasureId measure) const {
  const std::lock_guard lock(mutex_);
  return measure < made_.size() ? made_[measure].stored : nullptr;
}

CellCache::Made& CellCache::of(MeasureId measure) {
  if (measure >= made_.size()) made_.resize(measure + 1);
  return made_[measure];
}

void CellCache::store(MeasureId measure, std::shared_ptr<const MeasureCells> cells) {
  const std::lock_guard lock(mutex_);
  of(measure).cells = std::move(cells);
}

void CellCache::store(MeasureId measure, std::shared_ptr<const DerivedRows> rows) {
  const std::lock_guard lock(mutex_);
  of(measure).rows = std::move(rows);
}

void CellCache::store(MeasureId measure, std::shared_ptr<const CellColumns> columns) {
  const std::lock_guard lock(mutex_);
  of(measure).columns = std::move(columns);
}

void CellCache::store(MeasureId measure, std::shared_ptr<StoredRelation> rows) {
  const std::lock_guard lock(mutex_);
  of(measure).stored = std::move(rows);
}

void CellCache::drop(MeasureId measure) {
  const std::lock_guard lock(mutex_);
  if (measure < made_.size()) made_[measure] = {};
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

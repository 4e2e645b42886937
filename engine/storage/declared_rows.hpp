// What a file declares, row by row as its tables hold it, each with the step at which it was declared.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/dimension.hpp"
#include "engine/model/measure.hpp"
#include "engine/storage/definition.hpp"

namespace reckon::engine {

using Step = std::int64_t;

struct UnitRow {
  Step step;
  std::string name, description;
  std::optional<Number> factor;  // of a unit that is a multiple of others
  std::string base;
};
struct DimensionRow {
  Step step;
  std::string name, description;
  bool ordered;
  std::optional<Step> closed;
};
struct MemberRow {
  Step step;
  DimensionId dimension;
  Code code;
  std::string name, description;
};
struct LevelRow {
  Step step;
  DimensionId dimension, level;
  bool direct;
};
struct AliasRow {
  Step step;
  DimensionId dimension;
  Code member;
  std::string name;
};
struct RollUpRow {
  Step step;
  DimensionId dimension;
  Code member;
  DimensionId level;
  Code code;
};
struct SourceRow {
  Step step;
  Source source;
};
struct MeasureRow {
  Step step;
  Measure measure;  // without its unit
  std::string unit;
};
// A module or file that was read: what it declared has the steps from `first` to `step`.
struct UsedRow {
  Step step, first;
  std::string name;
};

// Rows in order of their steps. Units, sources, dimensions and measures are then in the order of their ids as well.
struct DeclaredRows {
  std::vector<UnitRow> units;
  std::vector<DimensionRow> dimensions;
  std::vector<MemberRow> members;
  std::vector<LevelRow> levels;
  std::vector<AliasRow> aliases;
  std::vector<RollUpRow> roll_ups;
  std::vector<SourceRow> sources;
  std::vector<MeasureRow> measures;
  std::vector<Definition> definitions;
  std::vector<UsedRow> used;
};

template <class Row>
void sort_by_step(std::vector<Row>& rows) {
  const auto earlier = [](const Row& a, const Row& b) { return a.step < b.step; };
  if (!std::is_sorted(rows.begin(), rows.end(), earlier)) std::stable_sort(rows.begin(), rows.end(), earlier);
}

}  // namespace reckon::engine

// Each column is narrowed by itself; cells keep their order, which makes the first axes' blocks nearly constant.
#include "engine/facts/records/cell_columns.hpp"

#include <tsl/robin_map.h>

namespace reckon::engine {
namespace {

RecordKeys narrow_keys(const std::vector<Code>& codes, const Dimension& dimension) {
  RecordKeys keys;
  tsl::robin_map<Code, std::int64_t> places;
  Code last = no_code;
  for (const Code code : codes) {
    if (code != last && places.emplace(code, 0).second) keys.members.push_back(code);
    last = code;
  }
  std::sort(keys.members.begin(), keys.members.end());
  sort_by_hierarchy(keys.members, dimension);
  for (std::size_t i = 0; i < keys.members.size(); ++i) places[keys.members[i]] = static_cast<std::int64_t>(i);
  keys.codes = NarrowColumn(codes.size(), 0, static_cast<std::int64_t>(keys.members.size()) - 1);
  std::int64_t place = 0;
  last = no_code;
  keys.codes.append(codes.size(), [&](std::size_t row) {
    if (codes[row] != last) place = places.find(last = codes[row])->second;
    return place;
  });
  keys.codes.bound_blocks();
  return keys;
}

class Columns {
 public:
  // False where the values do not fit 64 bits.
  bool add(const ValueColumn& values, std::optional<std::size_t>& place) {
    if (!values.is_scaled()) return false;
    add(values.mantissas(), values.scale(), place);
    return true;
  }
  void add(std::span<const std::int64_t> mantissas, int scale, std::optional<std::size_t>& place) {
    place = columns_.size();
    columns_.push_back({NarrowColumn(mantissas), scale, {}});
  }
  bool add_bests(const RangeColumn&, CellColumns& places);

  std::vector<RecordValues> take() { return std::move(columns_); }

 private:
  std::vector<RecordValues> columns_;
};

bool Columns::add_bests(const RangeColumn& ranges, CellColumns& places) {
  ValueColumn bests;
  bests.reserve(ranges.size());
  std::vector<std::int64_t> known;
  known.reserve(ranges.size());
  for (std::size_t row = 0; row < ranges.size(); ++row) {
    const auto best = ranges[row].best();
    known.push_back(best ? 1 : 0);
    bests.append(best ? *best : Number(0));
  }
  add(known, 0, places.best_known);
  return add(bests, places.best);
}

}  // namespace

CellColumns cell_columns(const CellTable& cells, const Catalog& catalog, const Measure& measure) {
  CellColumns made;
  Columns columns;
  if (!measure.is_relation) {
    const RangeColumn& ranges = cells.values;
    if (!ranges.all_bounded() || !columns.add(ranges.low(), made.low)) return {};
    if (!ranges.all_points() && !columns.add(ranges.high(), made.high)) return {};
    if (ranges.any_central() && !columns.add_bests(ranges, made)) return {};
  }
  if (!cells.dates.empty())
    columns.add(std::vector<std::int64_t>(cells.dates.begin(), cells.dates.end()), 0, made.date);
  std::vector<RecordKeys> keys;
  for (std::size_t axis = 0; axis < measure.axes.size(); ++axis)
    keys.push_back(narrow_keys(cells.keys[axis], catalog.dimension(measure.axes[axis].dimension)));
  made.table = std::make_shared<RecordTable>(cells.size(), std::move(keys), columns.take(), RecordProvenance());
  return made;
}

}  // namespace reckon::engine

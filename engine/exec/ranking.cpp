// Ranking by sorted ends: how many are surely above, how many may be.
#include "engine/exec/ranking.hpp"

#include <algorithm>
#include <numeric>

#include "engine/exec/row_index.hpp"

namespace reckon::engine {
namespace {

// How many of the sorted ends lie strictly above (below) the end given.
std::int64_t beyond(const std::vector<End>& sorted, const End& end, bool below) {
  if (below) return std::lower_bound(sorted.begin(), sorted.end(), end) - sorted.begin();
  return sorted.end() - std::upper_bound(sorted.begin(), sorted.end(), end);
}

// How many lie at the end given or beyond it.
std::int64_t at_or_beyond(const std::vector<End>& sorted, const End& end, bool below) {
  if (below) return std::upper_bound(sorted.begin(), sorted.end(), end) - sorted.begin();
  return sorted.end() - std::lower_bound(sorted.begin(), sorted.end(), end);
}

// The places at every row's central figure, where every row is certain and has one.
void rank_central_figures(const Frame& frame, const std::vector<std::uint32_t>& rows, bool below,
                          std::vector<Place>& places) {
  std::vector<End> figures;
  for (const auto row : rows) {
    const Value& value = frame.values()[row];
    const auto best = value.range.best();
    if (value.is_missing() || value.maybe || frame.membership(row) != Membership::certain || !best) return;
    figures.push_back({*best});
  }
  std::sort(figures.begin(), figures.end());
  for (const auto row : rows) places[row].central = 1 + beyond(figures, {*frame.values()[row].range.best()}, below);
}

void rank_group(const Frame& frame, const std::vector<std::uint32_t>& rows, bool below, std::vector<Place>& places) {
  // Near ends decide what is surely beyond, far ends what may be.
  std::vector<End> near, far;
  Day latest = no_code;
  for (const auto row : rows) {
    latest = std::max(latest, frame.values()[row].date);
    if (frame.values()[row].is_missing()) continue;
    const Range& range = frame.values()[row].range;
    const bool certain = frame.membership(row) == Membership::certain && !frame.values()[row].maybe;
    if (certain) near.push_back(below ? high_end(range) : low_end(range));
    far.push_back(below ? low_end(range) : high_end(range));
  }
  std::sort(near.begin(), near.end());
  std::sort(far.begin(), far.end());
  for (const auto row : rows) {
    const Value& value = frame.values()[row];
    places[row].date = latest;
    places[row].best_missing = 1 + static_cast<std::int64_t>(near.size());
    places[row].worst_missing = 1 + static_cast<std::int64_t>(far.size()) - (value.is_missing() ? 0 : 1);
    if (value.is_missing()) continue;
    const Range& range = value.range;
    const End own_far = below ? low_end(range) : high_end(range);
    const End own_near = below ? high_end(range) : low_end(range);
    const bool self_counts = below ? own_far < own_near : own_near < own_far;
    places[row].best = 1 + beyond(near, own_far, below);
    places[row].worst = 1 + beyond(far, own_near, below) - (self_counts ? 1 : 0);
    places[row].worst_of_equals = at_or_beyond(far, own_near, below);  // itself among them
  }
}

}  // namespace

std::vector<Place> rank_rows(const Frame& frame, const std::vector<std::size_t>& within, bool smallest_first) {
  std::vector<Place> places(frame.rows());
  RowIndex::Columns columns;
  for (const std::size_t axis : within) columns.push_back(frame.keys[axis].data());
  const Groups groups = group_rows(columns, frame.rows());
  std::vector<std::vector<std::uint32_t>> members(groups.size());
  for (std::uint32_t row = 0; row < frame.rows(); ++row)
    if (frame.membership(row) != Membership::excluded) members[groups.of_row[row]].push_back(row);
  for (const auto& rows : members) {
    rank_group(frame, rows, smallest_first, places);
    rank_central_figures(frame, rows, smallest_first, places);
  }
  return places;
}

std::vector<std::uint32_t> ranked_order(const Frame& frame, const std::vector<std::size_t>& within,
                                        const std::vector<Place>& places) {
  std::vector<std::uint32_t> rows = key_order(frame);
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    for (const std::size_t axis : within)
      if (frame.keys[axis][a] != frame.keys[axis][b]) return frame.keys[axis][a] < frame.keys[axis][b];
    const bool a_missing = places[a].best == 0, b_missing = places[b].best == 0;
    if (a_missing != b_missing) return b_missing;
    if (places[a].best != places[b].best) return places[a].best < places[b].best;
    return places[a].worst < places[b].worst;
  };
  std::stable_sort(rows.begin(), rows.end(), before);
  return rows;
}

}  // namespace reckon::engine

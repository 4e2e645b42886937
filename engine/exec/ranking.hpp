// Places of ranged values among others: the best and the worst that the ranges allow.
#pragma once

#include <vector>

#include "engine/exec/run.hpp"

namespace reckon::engine {

// An end of a range, ordered with unbounded ends outermost.
struct End {
  Number value;
  int infinite = 0;  // -1, 0, 1
  friend bool operator<(const End& a, const End& b) {
    if (a.infinite != b.infinite) return a.infinite < b.infinite;
    return a.infinite == 0 && a.value < b.value;
  }
};

inline End low_end(const Range& r) { return {r.low, r.unbounded_below ? -1 : 0}; }
inline End high_end(const Range& r) { return {r.high, r.unbounded_above ? 1 : 0}; }

struct Place {
  std::int64_t best = 0, worst = 0;                  // from 1; 0 for rows without a value
  std::int64_t worst_of_equals = 0;                  // the worst where of equal rows each may come first
  std::int64_t best_missing = 0, worst_missing = 0;  // where the value is missing: behind all that have one
  std::int64_t central = 0;                          // among the central figures, where every row has one; else 0
  Day date = no_code;                                // the latest of the rows compared
};

// For every row of the frame, its places among the rows with equal codes on the axes `within`.
// Largest first, or smallest first. One more than the number of rows that are strictly greater (smaller).
std::vector<Place> rank_rows(const Frame&, const std::vector<std::size_t>& within, bool smallest_first);

// Row numbers by group, then best place, then worst, then key; rows without a value last in their group.
std::vector<std::uint32_t> ranked_order(const Frame&, const std::vector<std::size_t>& within,
                                        const std::vector<Place>&);

}  // namespace reckon::engine

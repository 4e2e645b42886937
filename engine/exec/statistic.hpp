// The statistics of one group of rows: sum, count, min, max, avg, median, first, last.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/exec/run.hpp"

namespace reckon::engine {

// The rows of a group that have a value, each certain or maybe; and how many a condition on values excluded.
struct GroupRows {
  std::vector<std::uint32_t> rows;
  std::vector<bool> maybe;
  std::uint64_t excluded = 0;
  bool conditional = false;  // a condition may exclude one more

  bool all_maybe() const;
};

// Where first and last found their values, over all groups.
struct GroupPlaces {
  std::optional<Code> place;
  bool differ = false;
};

// The places of the group's rows from the edge that first or last looks from.
std::vector<std::uint32_t> edge_order(const op::Aggregate&, const Frame&, const GroupRows&);

// Ranges, and which of them may not be there. Refers to ranges that must outlive it.
struct RangedRows {
  std::vector<const Range*> ranges;
  std::vector<bool> maybe;
};
// Of one range at least, but for count and sum; over every choice of those that may not be there (none being left out
// where all may be missing). Not first or last.
Range statistic_range(op::Statistic, const RangedRows&);

Value statistic(Run&, OperationId, const op::Aggregate&, const Frame&, const GroupRows&, GroupPlaces&);

}  // namespace reckon::engine

// The statistics of one group of rows: sum, count, min, max, avg, median, first, last.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/exec/run.hpp"

namespace reckon::engine {

// The rows of a group that have a value, each certain or maybe; and how many a condition on values excluded. A row is
// maybe because a condition may exclude it, or because its value may be missing.
struct GroupRows {
  explicit GroupRows(std::pmr::memory_resource* memory = std::pmr::get_default_resource())
      : rows(memory), maybe(memory) {}
  ScratchVector<std::uint32_t> rows;
  ScratchVector<bool> maybe;
  std::uint64_t excluded = 0;
  bool may_exclude = false;  // some row may be excluded, be it one of these or another
  bool all_may_lack = true;  // every row's value may be missing

  bool all_maybe() const;
  // Whether a condition on values may leave none of the rows: an empty sum is then 0.
  bool may_be_empty() const { return all_maybe() && (excluded > 0 || may_exclude); }
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
  std::size_t bits = 65536;  // past which a sum becomes an enclosure
  bool may_be_empty = true;  // a sum may be of none of them, and then 0
};
// Of one range at least, but for count and sum; over every choice of those that may not be there (none being left out
// where all may be missing). Not first or last.
Range statistic_range(op::Statistic, const RangedRows&);

Value statistic(Run&, OperationId, const op::Aggregate&, const Frame&, const GroupRows&, GroupPlaces&);

}  // namespace reckon::engine

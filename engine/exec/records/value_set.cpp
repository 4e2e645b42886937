// Set operations by walking both sides.
#include "engine/exec/records/value_set.hpp"

#include <algorithm>

namespace reckon::engine {

ValueSet ValueSet::of(std::int64_t from, std::int64_t to) {
  ValueSet set;
  if (from <= to) set.intervals_.push_back({from, to});
  return set;
}

ValueSet ValueSet::negated() const {
  ValueSet rest;
  std::int64_t from = INT64_MIN;
  for (const Interval& interval : intervals_) {
    if (interval.from > from) rest.intervals_.push_back({from, interval.from - 1});
    if (interval.to == INT64_MAX) return rest;
    from = interval.to + 1;
  }
  rest.intervals_.push_back({from, INT64_MAX});
  return rest;
}

ValueSet ValueSet::meet(const ValueSet& other) const {
  ValueSet both;
  auto a = intervals_.begin(), b = other.intervals_.begin();
  while (a != intervals_.end() && b != other.intervals_.end()) {
    const std::int64_t from = std::max(a->from, b->from), to = std::min(a->to, b->to);
    if (from <= to) both.intervals_.push_back({from, to});
    if (a->to < b->to)
      ++a;
    else
      ++b;
  }
  return both;
}

}  // namespace reckon::engine

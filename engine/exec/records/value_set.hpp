// Sets of whole numbers as intervals: what conditions on one column of records leave of its values.
#pragma once

#include <cstdint>
#include <vector>

namespace reckon::engine {

// Invariant: intervals (both ends included) are ascending and do not touch.
class ValueSet {
 public:
  struct Interval {
    std::int64_t from = 0, to = 0;
  };

  static ValueSet all() { return of(INT64_MIN, INT64_MAX); }
  static ValueSet none() { return {}; }
  static ValueSet of(std::int64_t from, std::int64_t to);  // none where from > to

  const std::vector<Interval>& intervals() const { return intervals_; }
  ValueSet negated() const;
  ValueSet meet(const ValueSet&) const;
  ValueSet join(const ValueSet& other) const { return negated().meet(other.negated()).negated(); }

 private:
  std::vector<Interval> intervals_;
};

}  // namespace reckon::engine

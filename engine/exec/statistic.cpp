// Order statistics and sums over ranges. For rows that may not belong each end is taken over the best choice of them.
#include "engine/exec/statistic.hpp"

#include <algorithm>
#include <numeric>

#include "engine/exec/range_sum.hpp"
#include "engine/exec/ranking.hpp"

namespace reckon::engine {
namespace {

using op::Statistic;

// The rows of a frame that make up a group.
class FrameRows {
 public:
  FrameRows(const Frame& frame, const GroupRows& group) : frame_(frame), group_(group) {}
  std::size_t size() const { return group_.rows.size(); }
  const Range& range(std::size_t i) const { return frame_.values()[group_.rows[i]].range; }
  bool maybe(std::size_t i) const { return group_.maybe[i]; }
  bool may_be_empty() const { return group_.may_be_empty(); }

 private:
  const Frame& frame_;
  const GroupRows& group_;
};

class ListedRows {
 public:
  explicit ListedRows(const RangedRows& rows) : rows_(rows) {}
  std::size_t size() const { return rows_.ranges.size(); }
  const Range& range(std::size_t i) const { return *rows_.ranges[i]; }
  bool maybe(std::size_t i) const { return rows_.maybe[i]; }
  bool may_be_empty() const { return rows_.may_be_empty; }

 private:
  const RangedRows& rows_;
};

template <class Rows>
class GroupStatistic {
 public:
  GroupStatistic(const Rows& rows, std::size_t bits) : rows_(rows), bits_(bits) {}

  Range of(Statistic) const;

  Range sum() const;
  Range count() const;
  Range extreme(bool largest) const;
  Range average() const;
  Range median() const;
  // False once a sum became an enclosure.
  bool exact() const { return exact_; }

 private:
  std::size_t size() const { return rows_.size(); }
  const Range& range(std::size_t i) const { return rows_.range(i); }
  bool maybe(std::size_t i) const { return rows_.maybe(i); }
  Number mean_end(bool upper, bool& unbounded) const;
  End median_end(bool upper) const;
  bool every_row_has_best() const;

  const Rows& rows_;
  std::size_t bits_;
  mutable bool exact_ = true;
};

template <class Rows>
bool GroupStatistic<Rows>::every_row_has_best() const {
  for (std::size_t i = 0; i < size(); ++i)
    if (maybe(i) || !range(i).best()) return false;
  return true;
}

template <class Rows>
Range GroupStatistic<Rows>::sum() const {
  RangeSum adding(bits_);
  bool all_maybe = true;
  for (std::size_t i = 0; i < size(); ++i) {
    adding.add(maybe(i) ? hull(Range(0), range(i)) : range(i));
    all_maybe = all_maybe && maybe(i);
  }
  Range total = adding.total();
  exact_ = exact_ && adding.exact();
  if (!all_maybe || size() == 0 || rows_.may_be_empty()) return total;
  // One row at least has a value: where all lie on one side of zero the sum is no nearer to it than the nearest.
  Range nearest = range(0);
  for (std::size_t i = 1; i < size(); ++i) nearest = hull(nearest, range(i));
  if (!nearest.unbounded_below && nearest.low.sign() > 0) total.low = nearest.low;
  if (!nearest.unbounded_above && nearest.high.sign() < 0) total.high = nearest.high;
  if (total.is_point()) total.drop_best();
  return total;
}

template <class Rows>
Range GroupStatistic<Rows>::count() const {
  std::int64_t certain = 0;
  for (std::size_t i = 0; i < size(); ++i) certain += maybe(i) ? 0 : 1;
  return {Number(certain), Number(static_cast<std::int64_t>(size()))};
}

// max: at least the largest low of certain rows, at most the largest high of any; min mirrors it.
template <class Rows>
Range GroupStatistic<Rows>::extreme(bool largest) const {
  std::optional<Range> certain, any;
  for (std::size_t i = 0; i < size(); ++i) {
    const auto join = [&](const std::optional<Range>& so_far) {
      return so_far ? (largest ? greatest(*so_far, range(i)) : least(*so_far, range(i))) : range(i);
    };
    any = any ? hull(*any, range(i)) : range(i);
    if (!maybe(i)) certain = join(certain);
  }
  if (!certain) return *any;
  Range result = *certain;
  if (largest) {
    result.high = any->high;
    result.unbounded_above = any->unbounded_above;
  } else {
    result.low = any->low;
    result.unbounded_below = any->unbounded_below;
  }
  if (!every_row_has_best()) result.drop_best();
  return result;
}

// The least (greatest) mean: certain rows at that end, and then every maybe row that still moves it outward.
template <class Rows>
Number GroupStatistic<Rows>::mean_end(bool upper, bool& unbounded) const {
  std::vector<Number> optional;
  Number total;
  std::int64_t count = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    unbounded = unbounded || (upper ? range(i).unbounded_above : range(i).unbounded_below);
    const Number& end = upper ? range(i).high : range(i).low;
    if (maybe(i)) {
      optional.push_back(end);
    } else {
      total += end;
      ++count;
    }
  }
  std::sort(optional.begin(), optional.end());
  if (upper) std::reverse(optional.begin(), optional.end());
  for (const Number& end : optional) {
    if (count > 0 && (upper ? end * Number(count) <= total : end * Number(count) >= total)) break;
    total += end;
    ++count;
  }
  return total / Number(count);
}

template <class Rows>
Range GroupStatistic<Rows>::average() const {
  bool all_certain = true;
  for (std::size_t i = 0; i < size() && all_certain; ++i) all_certain = !maybe(i);
  if (all_certain) return sum() * Range(Number::ratio(1, static_cast<std::int64_t>(size())));
  Range result;
  result.low = mean_end(false, result.unbounded_below);
  result.high = mean_end(true, result.unbounded_above);
  if (result.unbounded_below) result.low = 0;
  if (result.unbounded_above) result.high = 0;
  if (every_row_has_best() && !result.is_point()) {
    for (std::size_t i = 0; i < size(); ++i) result.central += *range(i).best();
    result.central /= Number(static_cast<std::int64_t>(size()));
    result.has_central = true;
  }
  return result;
}

// Of sorted ends; one without bound decides the mean that it is part of.
End middle_of(const std::vector<End>& ends) {
  const std::size_t n = ends.size();
  const End& upper = ends[n / 2];
  if (n % 2 == 1) return upper;
  const End& lower = ends[n / 2 - 1];
  if (lower.infinite != 0) return lower;
  return upper.infinite != 0 ? upper : End{(lower.value + upper.value) / Number(2)};
}

// The least (greatest) median: certain rows at that end, and then every maybe row that still moves it outward.
template <class Rows>
End GroupStatistic<Rows>::median_end(bool upper) const {
  std::vector<End> ends, optional;
  for (std::size_t i = 0; i < size(); ++i)
    (maybe(i) ? optional : ends).push_back(upper ? high_end(range(i)) : low_end(range(i)));
  std::sort(ends.begin(), ends.end());
  std::sort(optional.begin(), optional.end());
  if (upper) std::reverse(optional.begin(), optional.end());
  for (const End& end : optional) {
    if (!ends.empty() && (upper ? !(middle_of(ends) < end) : !(end < middle_of(ends)))) break;
    ends.insert(std::upper_bound(ends.begin(), ends.end(), end), end);
  }
  return middle_of(ends);
}

template <class Rows>
Range GroupStatistic<Rows>::median() const {
  const End low = median_end(false), high = median_end(true);
  Range result(low.infinite == 0 ? low.value : Number(), high.infinite == 0 ? high.value : Number());
  result.unbounded_below = low.infinite != 0;
  result.unbounded_above = high.infinite != 0;
  if (result.is_point() || !every_row_has_best()) return result;
  std::vector<End> bests;
  for (std::size_t i = 0; i < size(); ++i) bests.push_back({*range(i).best()});
  std::sort(bests.begin(), bests.end());
  result.set_best(middle_of(bests).value);
  return result;
}

template <class Rows>
Range GroupStatistic<Rows>::of(Statistic what) const {
  switch (what) {
    case Statistic::sum: return sum();
    case Statistic::min: return extreme(false);
    case Statistic::max: return extreme(true);
    case Statistic::avg: return average();
    case Statistic::median: return median();
    default: return count();
  }
}

}  // namespace

bool GroupRows::all_maybe() const { return std::find(maybe.begin(), maybe.end(), false) == maybe.end(); }

std::vector<std::uint32_t> edge_order(const op::Aggregate& how, const Frame& frame, const GroupRows& group) {
  const auto& codes = frame.keys[*how.along];
  std::vector<std::uint32_t> order(group.rows.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  const bool last = how.what == Statistic::last;
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Code first = codes[group.rows[a]], second = codes[group.rows[b]];
    return last ? second < first : first < second;
  });
  return order;
}

namespace {

// The row that is first or last along the ordered axis; where it may not be there, the next one may stand in for it.
Value at_edge(const op::Aggregate& how, const Frame& frame, const GroupRows& group, GroupPlaces& places) {
  const auto order = edge_order(how, frame, group);
  const Code place = frame.keys[*how.along][group.rows[order.front()]];
  // Each quarter has a last month of its own: that is what was asked for.
  const bool within_level =
      std::any_of(how.by.begin(), how.by.end(), [&](const op::GroupAxis& by) { return by.axis == *how.along; });
  if (!within_level && places.place && *places.place != place) places.differ = true;
  places.place = place;
  Value edge = frame.values()[group.rows[order.front()]];
  for (std::size_t i = 1; i < order.size() && group.maybe[order[i - 1]]; ++i) {
    const Value& next = frame.values()[group.rows[order[i]]];
    edge.range = hull(edge.range, next.range);
    if (edge.truth != next.truth) edge.truth = Truth::maybe;
  }
  return edge;
}

}  // namespace

Value statistic(Run& run, OperationId id, const op::Aggregate& how, const Frame& frame, const GroupRows& group,
                GroupPlaces& places) {
  Value result;
  const FrameRows rows(frame, group);
  const GroupStatistic of(rows, run.program.limits.bits);
  if (how.what == Statistic::count) {
    result.range = of.count();
    return result;
  }
  if (group.rows.empty()) {
    if (how.what == Statistic::sum && group.may_be_empty()) {
      result.maybe = group.excluded == 0;
      return result;
    }
    return Value::absent(run.reasons.add({MissingReason::What::nothing_left, id, {}, 0, 0}));
  }
  if (how.along)
    result = at_edge(how, frame, group, places);
  else
    result.range = of.of(how.what);
  run.exact = run.exact && of.exact();
  result.node = 0;
  result.maybe = how.what == Statistic::sum ? group.excluded == 0 && group.all_may_lack : group.all_maybe();
  return result;
}

Range statistic_range(Statistic what, const RangedRows& rows) {
  const ListedRows listed(rows);
  return GroupStatistic(listed, rows.bits).of(what);
}

}  // namespace reckon::engine

// Order statistics and sums over ranges. For rows that may not belong each end is taken over the best choice of them.
#include "engine/exec/statistic.hpp"

#include <algorithm>
#include <numeric>

namespace reckon::engine {
namespace {

using op::Statistic;

class GroupStatistic {
 public:
  GroupStatistic(const Frame& frame, const GroupRows& group) : frame_(frame), group_(group) {}

  Range sum() const;
  Range count() const;
  Range extreme(bool largest) const;
  Range average() const;
  Range median() const;

 private:
  std::size_t size() const { return group_.rows.size(); }
  const Range& range(std::size_t i) const { return frame_.values()[group_.rows[i]].range; }
  Number mean_end(bool upper, bool& unbounded) const;
  bool every_row_has_best() const;

  const Frame& frame_;
  const GroupRows& group_;
};

bool GroupStatistic::every_row_has_best() const {
  for (std::size_t i = 0; i < size(); ++i)
    if (group_.maybe[i] || !range(i).best()) return false;
  return true;
}

Range GroupStatistic::sum() const {
  Range total;
  for (std::size_t i = 0; i < size(); ++i) total = total + (group_.maybe[i] ? hull(Range(0), range(i)) : range(i));
  if (!group_.all_maybe() || group_.may_be_empty()) return total;
  // One row at least has a value: where all lie on one side of zero the sum is no nearer to it than the nearest.
  Range nearest = range(0);
  for (std::size_t i = 1; i < size(); ++i) nearest = hull(nearest, range(i));
  if (!nearest.unbounded_below && nearest.low.sign() > 0) total.low = nearest.low;
  if (!nearest.unbounded_above && nearest.high.sign() < 0) total.high = nearest.high;
  if (total.is_point()) total.has_central = false;
  return total;
}

Range GroupStatistic::count() const {
  const auto maybe = static_cast<std::int64_t>(std::count(group_.maybe.begin(), group_.maybe.end(), true));
  const auto all = static_cast<std::int64_t>(size());
  return {Number(all - maybe), Number(all)};
}

// max: at least the largest low of certain rows, at most the largest high of any; min mirrors it.
Range GroupStatistic::extreme(bool largest) const {
  std::optional<Range> certain, any;
  for (std::size_t i = 0; i < size(); ++i) {
    const auto join = [&](const std::optional<Range>& so_far) {
      return so_far ? (largest ? greatest(*so_far, range(i)) : least(*so_far, range(i))) : range(i);
    };
    any = any ? hull(*any, range(i)) : range(i);
    if (!group_.maybe[i]) certain = join(certain);
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
  if (any->has_central || !every_row_has_best()) result.has_central = result.has_central && every_row_has_best();
  return result;
}

// The least (greatest) mean: certain rows at that end, and then every maybe row that still moves it outward.
Number GroupStatistic::mean_end(bool upper, bool& unbounded) const {
  std::vector<Number> optional;
  Number total;
  std::int64_t count = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    unbounded = unbounded || (upper ? range(i).unbounded_above : range(i).unbounded_below);
    const Number& end = upper ? range(i).high : range(i).low;
    if (group_.maybe[i]) {
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

Range GroupStatistic::average() const {
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

Number middle_of(std::vector<Number> values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / Number(2);
}

// The medians of the lows and of the highs; with rows that may not belong, the hull of all that may remain.
Range GroupStatistic::median() const {
  std::vector<Number> lows, highs, bests;
  Range all = range(0);
  bool bounded = true;
  for (std::size_t i = 0; i < size(); ++i) {
    all = hull(all, range(i));
    bounded = bounded && range(i).is_bounded();
    lows.push_back(range(i).low);
    highs.push_back(range(i).high);
    if (const auto best = range(i).best()) bests.push_back(*best);
  }
  all.has_central = false;
  if (!bounded || std::find(group_.maybe.begin(), group_.maybe.end(), true) != group_.maybe.end()) return all;
  Range result(middle_of(lows), middle_of(highs));
  if (bests.size() == size() && !result.is_point()) {
    result.has_central = true;
    result.central = middle_of(bests);
  }
  return result;
}

}  // namespace

bool GroupRows::all_maybe() const { return std::find(maybe.begin(), maybe.end(), false) == maybe.end(); }

namespace {

// The row that is first or last along the ordered axis; where it may not be there, the next one may stand in for it.
Value at_edge(const op::Aggregate& how, const Frame& frame, const GroupRows& group, GroupPlaces& places) {
  const auto& codes = frame.keys[*how.along];
  std::vector<std::size_t> order(group.rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const bool last = how.what == Statistic::last;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Code left = codes[group.rows[a]], right = codes[group.rows[b]];
    return last ? left > right : left < right;
  });
  const Code place = codes[group.rows[order.front()]];
  // Each quarter has a last month of its own: that is what was asked for.
  const bool within_level = std::any_of(how.by.begin(), how.by.end(), [&](const op::GroupAxis& by) { return by.axis == *how.along; });
  if (!within_level && places.place && *places.place != place) places.differ = true;
  places.place = place;
  Value result = frame.values()[group.rows[order.front()]];
  for (std::size_t i = 1; i < order.size() && group.maybe[order[i - 1]]; ++i)
    result.range = hull(result.range, frame.values()[group.rows[order[i]]].range);
  return result;
}

}  // namespace

Value statistic(Run& run, OperationId id, const op::Aggregate& how, const Frame& frame, const GroupRows& group,
                GroupPlaces& places) {
  Value result;
  const GroupStatistic of(frame, group);
  if (how.what == Statistic::count) {
    result.range = of.count();
    return result;
  }
  if (group.rows.empty()) {
    if (how.what == Statistic::sum && group.excluded > 0) return result;
    return Value::absent(run.reasons.add({MissingReason::What::nothing_left, id, {}, 0, 0}));
  }
  switch (how.what) {
    case Statistic::sum: result.range = of.sum(); break;
    case Statistic::min: result.range = of.extreme(false); break;
    case Statistic::max: result.range = of.extreme(true); break;
    case Statistic::avg: result.range = of.average(); break;
    case Statistic::median: result.range = of.median(); break;
    default: result = at_edge(how, frame, group, places); break;
  }
  result.node = 0;
  result.maybe = how.what == Statistic::sum ? group.excluded == 0 && group.all_may_lack : group.all_maybe();
  return result;
}

}  // namespace reckon::engine

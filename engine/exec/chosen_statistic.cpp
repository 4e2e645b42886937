// The k first ends, sorted, and what they come to.
#include "engine/exec/chosen_statistic.hpp"

#include <algorithm>
#include <vector>

#include "engine/exec/ranking.hpp"

namespace reckon::engine {
namespace {

using op::Statistic;

End sum_of(const std::vector<End>& ends) {
  End total;
  for (const End& end : ends) {
    if (end.infinite != 0) return end;
    total.value += end.value;
  }
  return total;
}

End mean_of(const std::vector<End>& ends) {
  End mean = sum_of(ends);
  mean.value /= Number(static_cast<std::int64_t>(ends.size()));
  return mean;
}

// Of the k first in order, what the statistic takes. There is one at least.
End statistic_of(Statistic what, std::vector<End> ends, const op::Top& top) {
  std::sort(ends.begin(), ends.end());
  if (!top.bottom) std::reverse(ends.begin(), ends.end());
  ends.resize(std::min(ends.size(), static_cast<std::size_t>(top.count)));
  const std::size_t half = ends.size() / 2;
  switch (what) {
    case Statistic::sum: return sum_of(ends);
    case Statistic::avg: return mean_of(ends);
    case Statistic::min: return top.bottom ? ends.front() : ends.back();
    case Statistic::max: return top.bottom ? ends.back() : ends.front();
    case Statistic::median: return ends.size() % 2 == 1 ? ends[half] : mean_of({ends[half - 1], ends[half]});
    default: return {Number(static_cast<std::int64_t>(ends.size())), 0};
  }
}

}  // namespace

std::optional<Range> chosen_statistic(Statistic what, const op::Top& top, const Frame& frame,
                                      std::span<const std::uint32_t> rows) {
  if (what == Statistic::first || what == Statistic::last) return std::nullopt;
  std::vector<End> lows, highs, bests;
  for (const auto row : rows) {
    const Range& range = frame.values()[row].range;
    lows.push_back(low_end(range));
    highs.push_back(high_end(range));
    if (const auto best = range.best()) bests.push_back({*best, 0});
  }
  const bool all_best = bests.size() == rows.size();
  const End low = statistic_of(what, std::move(lows), top), high = statistic_of(what, std::move(highs), top);
  Range result(low.infinite == 0 ? low.value : Number(), high.infinite == 0 ? high.value : Number());
  result.unbounded_below = low.infinite != 0;
  result.unbounded_above = high.infinite != 0;
  if (all_best && !result.is_point()) {
    result.central = statistic_of(what, std::move(bests), top).value;
    result.has_central = true;
  }
  return result;
}

}  // namespace reckon::engine

// The rows that may be among the first k: certain if even their worst place is. Being among them is a condition on the
// value, so rows that are not stay excluded, as behind `where`; rows without a value come last.
#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

#include "engine/exec/ranking.hpp"

namespace reckon::engine {
namespace {

// An aggregate takes exactly so many rows in each world: which of equal rows is left open.
bool feeds_aggregate(const Plan& plan, OperationId id) {
  return std::any_of(plan.operations.begin(), plan.operations.end(), [&](const Operation& operation) {
    return std::holds_alternative<op::Aggregate>(operation.what) && operation.inputs.front() == id;
  });
}

// Of many certain points only those that are as good as the k-th are ranked; the others are out in any case. Nothing
// where more has to be known of the rows that are out.
std::optional<Frame> contenders(const Run& run, OperationId id, const op::Top& top, const Frame& input) {
  const auto& values = input.values();
  const bool all_are_needed = run.recorder || feeds_aggregate(run.plan, id) || input.otherwise ||
                              input.columns.size() > 1 || !input.memberships.empty() || !top.within.empty();
  if (all_are_needed || top.count < 1 || static_cast<std::uint64_t>(top.count) >= values.size()) return std::nullopt;
  const auto is_point = [](const Value& v) { return !v.is_missing() && !v.maybe && v.range.is_point(); };
  if (!std::all_of(values.begin(), values.end(), is_point)) return std::nullopt;
  const auto better = [&](std::uint32_t a, std::uint32_t b) {
    const Number &x = values[a].range.low, &y = values[b].range.low;
    return top.bottom ? x < y : y < x;
  };
  std::vector<std::uint32_t> rows(values.size());
  std::iota(rows.begin(), rows.end(), 0U);
  const auto last = rows.begin() + (top.count - 1);
  std::nth_element(rows.begin(), last, rows.end(), better);
  const std::uint32_t kth = *last;
  std::vector<std::uint32_t> kept;
  for (std::uint32_t row = 0; row < values.size(); ++row)
    if (!better(kth, row)) kept.push_back(row);
  return take_rows(input, kept);
}

}  // namespace

Frame run_top(Run& run, OperationId id, const op::Top& top) {
  const Frame& all = run.input(run.operation(id), 0);
  const auto few = contenders(run, id, top, all);
  const Frame& input = few ? *few : all;
  const auto places = rank_rows(input, top.within, top.bottom);
  std::vector<std::uint32_t> kept;
  std::vector<Membership> memberships;
  std::vector<bool> may_lack_value, keeps_best;
  const bool cuts_equals = feeds_aggregate(run.plan, id);
  for (const auto row : ranked_order(input, top.within, places)) {
    const Value& value = input.values()[row];
    const Place& place = places[row];
    const bool may_lack = value.is_missing() || value.maybe;
    const bool in = !value.is_missing() && place.best <= top.count,
               in_without = may_lack && place.best_missing <= top.count;
    if (value.is_missing() && !in_without) continue;
    const std::int64_t worst = cuts_equals ? place.worst_of_equals : place.worst;
    const bool may_be_out = (!value.is_missing() && worst > top.count) || (may_lack && place.worst_missing > top.count);
    Membership membership = input.membership(row);
    if (!in && !in_without)
      membership = Membership::excluded;
    else if (may_be_out && membership == Membership::certain)
      membership = Membership::maybe;
    kept.push_back(row);
    memberships.push_back(membership);
    may_lack_value.push_back(in_without);
    keeps_best.push_back(membership == Membership::certain || (place.central > 0 && place.central <= top.count));
  }
  Frame result = take_rows(input, kept);
  result.memberships = std::move(memberships);
  // What decides a place is not recorded: the row is one that may be there.
  for (std::size_t row = 0; row < result.rows() && run.recorder; ++row) {
    if (result.memberships[row] == Membership::certain) continue;
    Value& value = result.values()[row];
    value.node = run.recorder->operation(value, run.plan, id, std::array{value.node});
  }
  result.otherwise.reset();
  for (std::size_t row = 0; row < result.rows(); ++row) {
    Value& value = result.values()[row];
    value.maybe = value.maybe && may_lack_value[row];
    if (!keeps_best[row]) value.range.drop_best();
  }
  return result;
}

}  // namespace reckon::engine

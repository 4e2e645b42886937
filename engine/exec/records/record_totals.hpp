// The groups of a record query: how rows are numbered by them, and their totals. One set of totals a thread.
#pragma once

#include <tsl/robin_map.h>

#include <algorithm>

#include "engine/exec/records/record_query.hpp"

namespace reckon::engine {

// How the groups of rows are numbered: each axis has a stride, so that a row's number is a sum of look-ups.
struct GroupNumbers {
  explicit GroupNumbers(const RecordQuery& query) {
    for (auto group = query.groups.rbegin(); group != query.groups.rend(); ++group) {
      std::vector<std::uint64_t> offsets;
      for (const std::uint32_t number : group->number) offsets.push_back(number * possible);
      axes.insert(axes.begin(), {&query.table->keys(group->axis).codes, std::move(offsets)});
      possible *= std::max<std::uint64_t>(1, group->members.size());
    }
    constexpr std::uint64_t always_dense = 1 << 16;
    is_dense = possible <= std::max<std::uint64_t>(always_dense, query.table->rows() / 8);
  }

  struct Axis {
    const NarrowColumn* codes;
    std::vector<std::uint64_t> offsets;  // by code
  };
  std::vector<Axis> axes;
  std::uint64_t possible = 1;
  bool is_dense = true;
};

// The totals of groups, for values of type T whose sums need type S.
template <class T, class S>
class Totals {
 public:
  Totals(const RecordQuery& query, const GroupNumbers& groups)
      : needs_sum_(query.what == op::Statistic::sum || query.what == op::Statistic::avg),
        needs_ends_(query.what == op::Statistic::min || query.what == op::Statistic::max) {
    if (groups.is_dense) grow(static_cast<std::size_t>(groups.possible));
  }

  void grow(std::size_t groups) {
    counts.resize(groups);
    if (needs_sum_) sums.resize(groups);
    if (needs_ends_) least.resize(groups), most.resize(groups);
  }

  // Adds rows of one group, or of the groups given.
  void add(const T* values, std::size_t count) {
    const bool is_first = counts[0] == 0;
    counts[0] += count;
    if (needs_sum_) {
      S sum = 0;
      for (std::size_t i = 0; i < count; ++i) sum += values[i];
      sums[0] += sum;
    }
    if (!needs_ends_ || count == 0) return;
    if (is_first) least[0] = most[0] = values[0];
    for (std::size_t i = 0; i < count; ++i)
      least[0] = std::min(least[0], values[i]), most[0] = std::max(most[0], values[i]);
  }
  void add(const T* values, const std::uint32_t* groups, std::size_t count) {
    if (needs_ends_)
      for (std::size_t i = 0; i < count; ++i) add_ends(groups[i], values[i], values[i], counts[groups[i]]++ == 0);
    else if (needs_sum_)
      for (std::size_t i = 0; i < count; ++i) ++counts[groups[i]], sums[groups[i]] += values[i];
    else
      for (std::size_t i = 0; i < count; ++i) ++counts[groups[i]];
  }
  // Adds what another thread has of a group.
  void add(std::size_t group, const Totals& other, std::size_t from) {
    if (other.counts[from] == 0) return;
    if (needs_ends_) add_ends(group, other.least[from], other.most[from], counts[group] == 0);
    if (needs_sum_) sums[group] += other.sums[from];
    counts[group] += other.counts[from];
  }

  std::vector<std::uint64_t> counts;
  std::vector<S> sums;
  std::vector<T> least, most;
  // Where the groups are sparse: the place of each group's number, and the numbers by place.
  tsl::robin_map<std::uint64_t, std::uint32_t> places;
  std::vector<std::uint64_t> numbers;

  std::uint32_t place(std::uint64_t number) {
    const auto [at, is_new] = places.emplace(number, static_cast<std::uint32_t>(numbers.size()));
    if (is_new) {
      numbers.push_back(number);
      if (counts.size() < numbers.size()) grow(std::max<std::size_t>(1024, numbers.size() * 2));
    }
    return at->second;
  }

 private:
  void add_ends(std::size_t group, T low, T high, bool is_first) {
    least[group] = is_first ? low : std::min(least[group], low);
    most[group] = is_first ? high : std::max(most[group], high);
  }

  bool needs_sum_, needs_ends_;
};

}  // namespace reckon::engine

// Members are decided once each; what is left of them, and of values, are intervals of codes.
#include "engine/exec/records/record_conditions.hpp"

#include <algorithm>
#include <limits>

#include "engine/exec/axis_matcher.hpp"

namespace reckon::engine {
namespace {

constexpr std::size_t most_intervals = 4;  // of a test, before a look-up by code is cheaper

// A whole number as near to `value` as 64 bits allow.
std::int64_t clamped(const Number& value) {
  if (const auto whole = value.to_int64()) return *whole;
  return value.sign() < 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
}

}  // namespace

ValueSet passing(op::Combination how, const Number& value, int scale) {
  const Number at = value * Number::power_of_ten(static_cast<unsigned>(scale));
  const std::int64_t below = clamped(floor(at)), above = clamped(ceil(at));
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                         most = std::numeric_limits<std::int64_t>::max();
  const ValueSet up_to = ValueSet::of(least, below), from = ValueSet::of(above, most);
  // Past 64 bits no mantissa lies beyond the value.
  const bool past = !floor(at).to_int64();
  switch (how) {
    case op::Combination::less: return past ? (at.sign() > 0 ? ValueSet::all() : ValueSet::none()) : from.negated();
    case op::Combination::less_equal: return past ? (at.sign() > 0 ? ValueSet::all() : ValueSet::none()) : up_to;
    case op::Combination::greater: return past ? (at.sign() < 0 ? ValueSet::all() : ValueSet::none()) : up_to.negated();
    case op::Combination::greater_equal: return past ? (at.sign() < 0 ? ValueSet::all() : ValueSet::none()) : from;
    case op::Combination::equal: return past || !at.is_integer() ? ValueSet::none() : ValueSet::of(below, below);
    default: return past || !at.is_integer() ? ValueSet::all() : ValueSet::of(below, below).negated();
  }
}

bool RecordConditions::add_groups(const op::Aggregate& how, std::span<const std::size_t> free) {
  constexpr std::uint64_t most_groups = std::uint64_t{1} << 62;
  std::uint64_t possible = 1;
  for (const op::GroupAxis& by : how.by) {
    const std::size_t axis = free[by.axis];
    if (axis >= query_.table->axes()) return false;
    RecordGrouping grouping{axis, {}, {}};
    std::map<Code, std::uint32_t> numbers;
    const auto& members = query_.table->keys(axis).members;
    const auto asked = passes_.find(axis);
    for (std::size_t i = 0; i < members.size(); ++i) {
      // Members that conditions exclude have no group.
      if (asked != passes_.end() && asked->second[i] == 0) {
        grouping.number.push_back(0);
        continue;
      }
      const Code code = run_.catalog.roll_up(members[i], measure_.axes[axis].dimension, by.level);
      if (code == no_code) return false;  // rows of no group are told one by one
      if (!grouping.members.empty() && grouping.members.back() == code) {
        grouping.number.push_back(static_cast<std::uint32_t>(grouping.members.size() - 1));
        continue;
      }
      const auto [at, is_new] = numbers.emplace(code, static_cast<std::uint32_t>(grouping.members.size()));
      if (is_new) grouping.members.push_back(code);
      grouping.number.push_back(at->second);
    }
    possible = static_cast<std::uint64_t>(grouping.members.size()) < most_groups / possible
                   ? possible * std::max<std::size_t>(1, grouping.members.size())
                   : most_groups;
    query_.groups.push_back(std::move(grouping));
  }
  return possible < most_groups;
}

// One test for each axis, of all that is asked of its members.
void RecordConditions::add_members(std::span<const AxisTest> tests) {
  for (std::size_t axis = 0; axis < query_.table->axes(); ++axis) {
    std::vector<AxisMatcher> matchers;
    for (const AxisTest& test : tests)
      if (test.axis == axis) matchers.emplace_back(run_, test, measure_.axes[axis].dimension);
    if (matchers.empty()) continue;
    const RecordKeys& keys = query_.table->keys(axis);
    RecordTest test;
    test.column = &keys.codes;
    for (std::size_t code = 0; code < keys.members.size(); ++code) {
      const Code member = keys.members[code];
      const bool passes =
          std::all_of(matchers.begin(), matchers.end(), [&](const AxisMatcher& holds) { return holds(member); });
      test.passes.push_back(passes ? 1 : 0);
      if (!passes) continue;
      if (!test.intervals.empty() && test.intervals.back().to + 1 == code)
        test.intervals.back().to = code;
      else
        test.intervals.push_back({code, code});
    }
    passes_.emplace(axis, test.passes);
    add(std::move(test), keys.members.size());
  }
}

void RecordConditions::add_values(std::size_t column, const ValueSet& passes) {
  const NarrowColumn& values = query_.table->values(column).mantissas;
  RecordTest test;
  test.column = &values;
  test.on_value = true;
  const ValueSet possible_passes = passes.meet(ValueSet::of(values.low(), values.high()));
  for (const auto& [from, to] : possible_passes.intervals())
    test.intervals.push_back({static_cast<std::uint64_t>(from) - static_cast<std::uint64_t>(values.low()),
                              static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(values.low())});
  const std::uint64_t possible = static_cast<std::uint64_t>(values.high()) - static_cast<std::uint64_t>(values.low());
  add(std::move(test), possible == std::numeric_limits<std::uint64_t>::max() ? possible : possible + 1);
}

// A test that everything passes is none.
void RecordConditions::add(RecordTest test, std::uint64_t possible) {
  if (test.intervals.empty() && !test.on_value) query_.impossible = true;
  std::uint64_t passing = 0;
  for (const auto& [from, to] : test.intervals) passing += to - from + 1;
  if (passing == possible && !test.intervals.empty()) return;
  const std::uint64_t unit = std::max<std::uint64_t>(1, possible >> 16);
  test.weight = (passing / unit) * 65'536 / std::max<std::uint64_t>(1, possible / unit);
  if (test.intervals.size() <= most_intervals) test.passes.clear();
  query_.tests.push_back(std::move(test));
}

// What a byte read excludes is what counts; a look-up takes about as long as reading eight bytes side by side.
void RecordConditions::order() {
  const auto cost = [](const RecordTest& test) {
    const std::uint64_t bytes = test.column->width() * (test.passes.empty() ? 1U : 8U);
    return bytes * 65'536 / (65'537 - std::min<std::uint64_t>(test.weight, 65'536));
  };
  std::stable_sort(query_.tests.begin(), query_.tests.end(),
                   [&](const RecordTest& a, const RecordTest& b) { return cost(a) < cost(b); });
}

}  // namespace reckon::engine

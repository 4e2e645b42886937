// What an answer has to say beside its rows: what was left out, what a source did not know, how something was read.
// Kept as ids during a run; rendered only when somebody reads it.
#pragma once

#include <array>
#include <cstdint>

#include "engine/exec/missing.hpp"

namespace reckon::engine {

struct Note {
  enum class What : std::uint8_t {
    missing_passed_over,    // an aggregate left out `count` missing values; reasons: the first few
    no_condition_value,     // `count` rows had no value for the condition
    without_parent,         // `count` rows belong to no group of a level; reasons: the first few such members
    groups_differ,          // first or last took different places in different groups
    divided_by_zero_range,  // `count` quotients are unbounded because a divisor may be 0
    truncated,              // the search for tight ends stopped at its limit
  } what = What::missing_passed_over;
  OperationId operation = 0;
  std::uint64_t count = 0;
  std::array<MissingId, 3> reasons{};  // `present` where there are fewer
};

}  // namespace reckon::engine

// What kinds of combination there are.
#pragma once

#include "engine/plan/plan.hpp"

namespace reckon::engine::op {

constexpr bool is_comparison(Combination how) { return how >= Combination::equal && how <= Combination::greater_equal; }

constexpr bool is_logic(Combination how) { return how == Combination::logical_and || how == Combination::logical_or; }

// The comparison that holds of (b, a) where this one holds of (a, b).
constexpr Combination mirrored(Combination how) {
  switch (how) {
    case Combination::less: return Combination::greater;
    case Combination::less_equal: return Combination::greater_equal;
    case Combination::greater: return Combination::less;
    case Combination::greater_equal: return Combination::less_equal;
    default: return how;
  }
}

}  // namespace reckon::engine::op

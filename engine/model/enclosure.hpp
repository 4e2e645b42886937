// Rounding outward: how ends that cannot or need not be kept exactly become enclosures.
// Invariant: what comes out holds all that went in.
#pragma once

#include <utility>

#include "engine/model/range.hpp"

namespace reckon::engine {

inline constexpr int enclosure_digits = 34;

// Both ends with at most `digits` significant digits, the low one rounded down, the high one up. The central figure
// goes.
Range round_outward(const Range& range, int digits);

// Gives `range` a central figure, moved to the nearer end where rounding has put it outside.
void set_best_within(Range& range, const Number& figure);

// The central figure of an enclosed one: the end nearer to 0, so that it mirrors as the enclosure does.
inline const Number& enclosed_figure(const Range& enclosure) noexcept {
  return enclosure.low.sign() < 0 ? enclosure.high : enclosure.low;
}

// The image of `range` under a rising function, which gives each point's value as a range: a point where it is exact,
// else an enclosure and `exact` is set to false. Open ends stay open.
template <class Function>
Range enclose_rising(const Range& range, Function function, bool& exact) {
  const auto at = [&](const Number& point) {
    Range image = function(point);
    if (!image.is_point()) exact = false;
    return image;
  };
  if (range.is_point()) {
    Range image = at(range.low);
    if (image.is_bounded()) image.set_best(enclosed_figure(image));
    return image;
  }
  Range low = range.unbounded_below ? Range::everything() : at(range.low);
  Range high = range.unbounded_above ? Range::everything() : at(range.high);
  Range result(std::move(low.low), std::move(high.high));
  result.unbounded_below = low.unbounded_below;
  result.unbounded_above = high.unbounded_above;
  if (range.has_central) {
    const Range central = at(range.central);
    if (central.is_bounded()) set_best_within(result, enclosed_figure(central));
  }
  return result;
}

}  // namespace reckon::engine

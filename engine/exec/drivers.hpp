// `drivers`: which cells the width of an answer comes from.
// Invariant: what a cell drives is measured against the answer as it is, all other cells varying as they may.
#pragma once

#include <vector>

#include "engine/exec/answer.hpp"

namespace reckon::engine {

// A cell (or a range written in the query), and the width that goes when it is a point.
struct Driver {
  NodeId node = 0;       // of the answer's lineage
  Range range;           // its own
  Number at;             // the point: its best, else its middle; of an open-ended cell without a best its end, or 0
  bool endless = false;  // open-ended, or alone the reason why the value is unbounded: no share can be told
  Number goes;           // in the value's unit; 0 where endless
  bool proved = true;    // `goes` is exact; otherwise near it
};

// The drivers of one value.
struct Drivers {
  std::size_t row = 0, column = 0;
  bool bounded =
      true;  // `width` is known: the value's; with an unbounded value, what is left with the endless cells held
  Number width;
  bool proved = true;         // `width` is exact
  std::vector<Driver> cells;  // endless ones first, then by what goes, largest first
  std::size_t rest = 0;       // further cells
  Number rest_goes;           // if all of these were points at once; nothing is said where not bounded
  bool rest_proved = true;
};

inline constexpr std::size_t most_drivers = 20;  // told for one value
inline constexpr std::size_t most_driven = 200;  // values told of

// Of one value; nothing where it is missing, a truth or a point. The answer must keep its lineage. Throws Error where
// more steps lie behind it than are recorded.
std::optional<Drivers> drivers(const Answer&, std::size_t row, std::size_t column);

// By row and column, of numbers that have a width; at most most_driven.
// In queries affine in each cell, whose slopes keep their signs, one pass back from each end gives all of it exactly;
// then what linear queries' cells drive adds up to the width. Otherwise the ends are looked for again with each of the
// likeliest cells held, others being ranked by their slopes.
std::vector<Drivers> drivers(const Answer&);

}  // namespace reckon::engine

// Numbers and ranges as people read them: digits in groups of three, long expansions rounded and marked.
// Invariant: what is rounded is marked `≈`; the ends of a range are rounded outward, points and best figures to
// nearest.
#pragma once

#include <string>
#include <string_view>

#include "engine/model/range.hpp"

namespace reckon::engine {

enum class Digits : std::uint8_t {
  rounded,  // at most six significant decimals; a longer or endless expansion is rounded to six digits, or to a whole
  few,      // the same below a million; from there on three significant digits and a suffix: `2.65M`
  every,    // all of them; a fraction whose expansion does not end as p/q
};

// The parts of a range's text, for columns that align them.
struct ReadableRange {
  std::string low;   // of a point: the point. Empty where unbounded
  std::string high;  // empty for points and where unbounded
  std::string best;  // empty where there is none to show
  bool is_point = false;
  bool rounded = false;
};

ReadableRange readable_parts(const Range&, Digits);

// "69,000..460,000", "≈0.333333", "1,730..", "750,000..900,000 (best 800,000)".
std::string readable(const Range&, Digits = Digits::rounded);
std::string_view readable(Truth);

}  // namespace reckon::engine

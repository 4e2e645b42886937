// The small integers by which the engine knows dimensions, members, measures and sources.
#pragma once

#include <cstdint>
#include <limits>

namespace reckon::engine {

// A member of a dimension: its place in the dimension's list, or a calendar code (calendar.hpp).
using Code = std::int32_t;
inline constexpr Code no_code = std::numeric_limits<Code>::min();

using DimensionId = std::uint16_t;
using MeasureId = std::uint32_t;
using SourceId = std::uint32_t;

// A day as a calendar code; no_code is "undated", earlier than any day.
using Day = Code;

}  // namespace reckon::engine

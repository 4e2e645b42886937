// Binary search, axis by axis.
#include "engine/exec/leading_cells.hpp"

#include <algorithm>
#include <limits>

namespace reckon::engine {

CellSpan leading_cells(const CellTable& cells, std::span<const std::pair<std::size_t, Code>> fixed,
                       std::span<const std::pair<std::size_t, AxisMatcher>> tests) {
  CellSpan found{0, static_cast<std::uint32_t>(cells.size())};
  for (std::size_t axis = 0; axis < cells.keys.size(); ++axis) {
    Code from = no_code + 1, to = std::numeric_limits<Code>::max();
    for (const auto& [of, code] : fixed)
      if (of == axis) from = to = code;
    for (const auto& [of, test] : tests)
      if (of == axis && test.is_own_interval()) from = std::max(from, test.from()), to = std::min(to, test.to());
    if (from == no_code + 1 && to == std::numeric_limits<Code>::max()) break;
    const Code* const codes = cells.keys[axis].data();
    const Code* const first = std::lower_bound(codes + found.begin, codes + found.end, from);
    const Code* const last = std::upper_bound(first, codes + found.end, to);
    found = {static_cast<std::uint32_t>(first - codes), static_cast<std::uint32_t>(last - codes)};
    if (from != to) break;
  }
  return found;
}

}  // namespace reckon::engine

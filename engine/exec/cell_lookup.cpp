// Binary search in the sorted keys of cells.
#include "engine/exec/cell_lookup.hpp"

namespace reckon::engine {
namespace {

int compare(const CellTable& cells, std::size_t cell, std::span<const Code> key) {
  for (std::size_t axis = 0; axis < key.size(); ++axis) {
    const Code code = cells.keys[axis][cell];
    if (code != key[axis]) return code < key[axis] ? -1 : 1;
  }
  return 0;
}

std::size_t lower_bound(const CellTable& cells, std::span<const Code> key) {
  std::size_t low = 0, high = cells.size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (compare(cells, middle, key) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

}  // namespace

std::uint32_t find_cell(const CellTable& cells, std::span<const Code> key) {
  const std::size_t at = lower_bound(cells, key);
  return at < cells.size() && compare(cells, at, key) == 0 ? static_cast<std::uint32_t>(at) : no_cell;
}

void put_cell(CellTable& cells, std::span<const Code> key, const Range& value) {
  const std::size_t at = lower_bound(cells, key);
  const bool replace = at < cells.size() && compare(cells, at, key) == 0;
  RangeColumn values;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i == at) values.append(value);
    if (i != at || !replace) values.append(cells.values[i]);
  }
  if (at == cells.size()) values.append(value);
  cells.values = std::move(values);
  if (replace && !cells.dates.empty()) cells.dates[at] = no_code;
  if (replace) return;
  const auto offset = static_cast<std::ptrdiff_t>(at);
  for (std::size_t axis = 0; axis < key.size(); ++axis)
    cells.keys[axis].insert(cells.keys[axis].begin() + offset, key[axis]);
  if (!cells.dates.empty()) cells.dates.insert(cells.dates.begin() + offset, no_code);
  if (cells.first_fact.empty()) cells.first_fact.push_back(0);
  cells.first_fact.insert(cells.first_fact.begin() + offset, cells.first_fact[at]);
}

}  // namespace reckon::engine

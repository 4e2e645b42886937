// The cells of a measure: its facts reconciled to one range each, in the order of their coordinates.
// Invariant: rows are sorted by key, axis by axis, and no key comes twice.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/facts/range_column.hpp"
#include "engine/model/code.hpp"

namespace reckon::engine {

struct CellTable {
  std::vector<std::vector<Code>> keys;    // by axis
  RangeColumn values;                     // empty for relations
  std::vector<Day> dates;                 // the latest of each cell's facts; empty where all are undated
  std::vector<std::uint32_t> first_fact;  // by cell, and one more: bounds in fact_rows
  std::vector<std::uint32_t> fact_rows;   // rows of the fact table that speak of the cell
  // Coordinates without a figure for which a source said so.
  std::vector<std::vector<Code>> unknown_keys;
  std::vector<std::uint32_t> unknown_rows;  // the fact that said it

  std::size_t size() const { return first_fact.empty() ? 0 : first_fact.size() - 1; }
  std::span<const std::uint32_t> facts(std::size_t cell) const {
    return {fact_rows.data() + first_fact[cell], first_fact[cell + 1] - first_fact[cell]};
  }
  Day date(std::size_t cell) const { return dates.empty() ? no_code : dates[cell]; }
};

}  // namespace reckon::engine

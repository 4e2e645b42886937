// The cells of a measure as a table of records, so that one execution serves facts and records alike: an end, or a
// date, is a column. Immutable; readable from any thread.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "engine/facts/cell_table.hpp"
#include "engine/facts/records/record_table.hpp"
#include "engine/model/measure.hpp"

namespace reckon::engine {

struct CellColumns {
  std::shared_ptr<const RecordTable> table;  // rows in the order of the cells, every axis of the measure a key
  // Places of the columns, whose values are present in every row; nothing where no cell needs them.
  std::optional<std::size_t> low;         // the value itself where every cell is a point; nothing for relations
  std::optional<std::size_t> high;        // of measures with a cell that is no point
  std::optional<std::size_t> best;        // the central figure, or any number where best_known is 0
  std::optional<std::size_t> best_known;  // 1 or 0
  std::optional<std::size_t> date;        // of measures with a cell that has one; no_code for those that have none
};

// No table where an end is open, or where the values are not decimals of one scale in 64 bits.
CellColumns cell_columns(const CellTable&, const Catalog&, const Measure&);

}  // namespace reckon::engine

// Finding the aggregates of a plan that can read columns themselves, block by block, without rows in between: an
// aggregate over arithmetic over scans of one table of records, or of one measure's cells, filtered by members, levels
// and values.
#pragma once

#include <optional>
#include <vector>

#include "engine/exec/records/record_range.hpp"
#include "engine/exec/records/selection.hpp"
#include "engine/exec/run.hpp"
#include "engine/facts/records/cell_columns.hpp"

namespace reckon::engine {

// A condition on one column.
struct RecordTest {
  const NarrowColumn* column = nullptr;
  bool on_value = false;                    // rows that a value excludes still stand for their group
  std::vector<DistanceInterval> intervals;  // ascending and apart; what passes
  std::vector<std::uint8_t> passes;         // by distance, where the intervals are many; else empty
  std::uint64_t weight = 0;                 // about the share of rows that pass, in 1 / 65,536, to order tests by
};

// A condition on two expressions: their difference is below, equal to or above 0.
struct RecordComparison {
  RecordExpression difference;
  bool less = false, equal = false, greater = false;  // which of them pass
};

// Rows are told apart by the members of an axis or of a coarser dimension.
struct RecordGrouping {
  std::size_t axis = 0;
  std::vector<std::uint32_t> number;  // of each code of the table
  std::vector<Code> members;          // by number
};

struct RecordQuery {
  const RecordTable* table = nullptr;
  const std::uint64_t* present = nullptr;  // a bit for each row that has the value; null where all have
  std::vector<RecordTest> tests;           // the most selective for their cost first
  std::vector<RecordComparison> comparisons;
  std::optional<RecordExpression> value;  // nothing: rows are counted
  op::Statistic what = op::Statistic::sum;
  Number factor = 1;  // above 0: of the totals of values
  // Of cells that are no points, or have dates, the rest of what is asked of each group.
  std::optional<RecordExpression> high, best, best_known, date;  // as CellColumns has them; value is the low end
  std::shared_ptr<const CellColumns> cells;                      // holds the table of cells
  std::vector<RecordGrouping> groups;
  bool impossible = false;         // no row can pass the conditions on members
  std::vector<OperationId> parts;  // the operations below, which need not run
  bool excludes_by_value() const;
};

// Whether some scan of the plan is worth reading so. Cheap: it looks at no cells.
bool may_read_columns(const Run&);

// Nothing where the aggregate has to be run row by row.
std::optional<RecordQuery> find_record_query(const Run&, OperationId aggregate);

// The groups of an aggregate, by the order of their members' numbers.
Frame run_record_query(Run&, OperationId, const RecordQuery&, OperationProfile&);

}  // namespace reckon::engine

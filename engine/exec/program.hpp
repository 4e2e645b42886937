// A snapshot of everything a query can see: declarations, facts and rules. Immutable once shared: readers hold it
// while a writer makes the next one. The cells derived from it are cached beside it, safely for any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "engine/facts/cell_table.hpp"
#include "engine/facts/fact_table.hpp"
#include "engine/plan/plan.hpp"

namespace reckon::engine {

class RecordTable;  // engine/facts/records/record_table.hpp

// A measure's facts with those that rules and defaults derive, and the cells they make.
struct MeasureCells {
  std::shared_ptr<const FactTable> facts;
  CellTable cells;
  std::optional<Policy> policy;  // that a query asked for, instead of the measure's own
  // Measures whose ranged cells these depend on, itself or through rules; ascending.
  std::vector<MeasureId> ranged;
  bool independent = true;  // each range is tight, and no two cells depend on one ranged cell
};

struct DerivedRows;
class StoredRelation;
struct CellColumns;  // engine/facts/records/cell_columns.hpp

// Cells of measures, their columns, and rows of relations as their rules left them: made once each on demand;
// and the column orders that rules read them by.
class CellCache {
 public:
  std::shared_ptr<const MeasureCells> find(MeasureId) const;
  void store(MeasureId, std::shared_ptr<const MeasureCells>);
  std::shared_ptr<const DerivedRows> find_rows(MeasureId) const;
  void store(MeasureId, std::shared_ptr<const DerivedRows>);
  std::shared_ptr<const CellColumns> find_columns(MeasureId) const;
  void store(MeasureId, std::shared_ptr<const CellColumns>);
  std::shared_ptr<StoredRelation> find_stored(MeasureId) const;
  void store(MeasureId, std::shared_ptr<StoredRelation>);
  void drop(MeasureId);

 private:
  struct Made {
    std::shared_ptr<const MeasureCells> cells;
    std::shared_ptr<const DerivedRows> rows;
    std::shared_ptr<const CellColumns> columns;
    std::shared_ptr<StoredRelation> stored;
  };
  Made& of(MeasureId);
  mutable std::mutex mutex_;
  std::vector<Made> made_;
};

struct Limits {
  std::uint64_t rows = 20'000'000;                // of any intermediate result, and of a measure's facts
  std::uint64_t bytes = std::uint64_t{16} << 30;  // of facts, and of all intermediate results of one run
  std::uint64_t steps = 2'000'000'000;  // of one run: about one for each value computed, more for long numbers
  std::size_t bits = 65536;             // of a numerator or denominator, before it becomes an enclosure
  std::size_t boxes = 2000;             // that the search for one value's ends may look at
  std::uint64_t lineage = 5'000'000;    // recorded steps, before an answer is given without proof of tightness
  unsigned threads = 0;                 // that one query or load may use; 0: as many as the machine has
};

// Where the records of a measure are: a column of a table, or of a relation the rows alone.
struct RecordsOf {
  static constexpr std::size_t no_column = static_cast<std::size_t>(-1);
  std::shared_ptr<const RecordTable> table;  // null: the measure has facts
  std::size_t column = no_column;
};

struct Program {
  std::shared_ptr<const Catalog> catalog;
  std::vector<std::shared_ptr<const FactTable>> facts;  // by measure
  std::vector<RecordsOf> records;                       // by measure; shorter where the last ones have facts
  std::vector<std::shared_ptr<const Rule>> rules;       // in order of declaration
  Policy policy;                                        // of measures that declare none
  Limits limits;
  std::shared_ptr<CellCache> cells = std::make_shared<CellCache>();

  const Policy& policy_of(MeasureId) const;
  const RecordsOf* records_of(MeasureId id) const {  // null where the measure has facts
    return id < records.size() && records[id].table ? &records[id] : nullptr;
  }
  const Rule* rule_of(SourceId) const;  // the rule that is this source, or null
  bool is_derived(MeasureId) const;     // some rule or default has it as head
};

}  // namespace reckon::engine

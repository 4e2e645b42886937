// A table of records: rows that share coordinates and values, each a record by itself (two rows may be equal).
// Codes of a key column number the members that occur in it, in the order of their hierarchy (all cities of a nation
// together, all nations of a region together), so that a condition on a level is an interval of codes.
// Immutable once made; readable from any thread.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/facts/records/narrow_column.hpp"
#include "engine/facts/records/record_chunk.hpp"
#include "engine/model/catalog.hpp"
#include "engine/model/number.hpp"

namespace reckon::engine {

// What is said of all records of one load.
struct RecordProvenance {
  SourceId source = anonymous_source;
  Kind kind = Kind::none;
  Day date = no_code;
  std::string note;
  std::optional<Number> confidence;
};

struct RecordKeys {
  NarrowColumn codes;         // places in `members`
  std::vector<Code> members;  // of the catalog, in the order of their hierarchy
  Code member(std::size_t row) const { return members[static_cast<std::size_t>(codes[row])]; }
};

// value = mantissa * 10^-scale.
struct RecordValues {
  NarrowColumn mantissas;
  int scale = 0;
  std::vector<std::uint64_t> present;  // a bit for each row; empty where every row has a value
  bool has(std::size_t row) const { return present.empty() || (present[row / 64] >> (row % 64) & 1) != 0; }
  Number value(std::size_t row) const {
    return scale == 0 ? Number(mantissas[row]) : Number::decimal(mantissas[row], scale);
  }
};

class RecordTable {
 public:
  // Every column has `rows` entries.
  RecordTable(std::size_t rows, std::vector<RecordKeys> keys, std::vector<RecordValues> values, RecordProvenance said)
      : rows_(rows), keys_(std::move(keys)), values_(std::move(values)), provenance_(std::move(said)) {}

  std::size_t rows() const { return rows_; }
  std::size_t blocks() const { return (rows_ + NarrowColumn::block_rows - 1) / NarrowColumn::block_rows; }
  const RecordKeys& keys(std::size_t axis) const { return keys_[axis]; }
  std::size_t axes() const { return keys_.size(); }  // the dimension that keeps rows apart is not counted
  const RecordValues& values(std::size_t column) const { return values_[column]; }
  std::size_t columns() const { return values_.size(); }
  const RecordProvenance& provenance() const { return provenance_; }
  std::size_t bytes() const;

 private:
  std::size_t rows_ = 0;
  std::vector<RecordKeys> keys_;
  std::vector<RecordValues> values_;
  RecordProvenance provenance_;
};

// Members by their ancestors, coarsest first, then by themselves.
void sort_by_hierarchy(std::vector<Code>& members, const Dimension&);

// Joins rows of chunks to a table.
class RecordBuilder {
 public:
  // The member that each number of a reader stands for, by key column. Every one of them occurs in some row.
  using Members = std::vector<std::vector<Code>>;
  // Rows of a chunk, which other parts may share.
  struct Part {
    RecordChunk* chunk = nullptr;
    std::size_t begin = 0, rows = 0;
    const Members* members = nullptr;
  };

  RecordBuilder(const Catalog& catalog, std::vector<DimensionId> dimensions, std::size_t value_columns)
      : catalog_(catalog), dimensions_(std::move(dimensions)), value_columns_(value_columns) {}

  // The next rows. Chunks and members must outlive build(), which takes the chunks' columns away one by one.
  void add(Part);
  std::size_t rows() const { return rows_; }
  // The table, with codes in the order of the catalog's hierarchies along the dimensions; nothing where the decimals of
  // a column (`too_fine` says which) need more than 64 bits side by side. Columns are made side by side on as many
  // threads.
  std::shared_ptr<const RecordTable> build(RecordProvenance, std::size_t threads, std::size_t& too_fine);

 private:
  void build_keys(RecordKeys&, std::size_t axis) const;
  std::vector<Code> members_in_order(std::size_t axis) const;
  bool build_values(RecordValues&, std::size_t column) const;

  const Catalog& catalog_;
  std::vector<DimensionId> dimensions_;
  std::size_t value_columns_;
  std::vector<Part> parts_;
  std::vector<bool> is_last_of_chunk_;  // by part
  std::size_t rows_ = 0;
};

}  // namespace reckon::engine

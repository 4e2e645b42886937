// Reads rows of a table into records: members to numbers, decimals to mantissas. One reader a thread.
// Invariant: a row is read whole or not at all; what a reader keeps grows only by what rows named.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/facts/records/record_chunk.hpp"
#include "lang/statements/load_table.hpp"
#include "lang/statements/record_names.hpp"

namespace reckon::lang {

inline constexpr std::size_t most_record_keys = 15;

// What the columns of a table hold. Shared by the readers of one load.
struct RecordPlan {
  struct Key {
    std::size_t column = 0;
    engine::DimensionId dimension = 0;
    std::string_view format;  // of dates
  };
  struct Value {
    std::size_t column = 0;
    std::string name;
  };
  const engine::Catalog* catalog = nullptr;
  std::vector<Key> keys;
  std::vector<Value> values;
};

// Cells of a few rows, row by row; readable_behind bytes behind each may be read.
struct RecordCells {
  static constexpr std::size_t readable_behind = 16;

  explicit RecordCells(std::size_t table_columns)
      : columns(table_columns), cells(table_columns * engine::RecordBatch::most) {}

  std::string_view* row(std::size_t number) { return cells.data() + number * columns; }
  // One row, of copies of the cells that the plan asks for.
  void hold(const RecordPlan&, const std::function<std::string_view(std::size_t column)>& cell);

  std::size_t columns = 0;
  std::size_t rows = 0;
  std::vector<std::string_view> cells;

 private:
  std::string held_;
};

class RecordReader {
 public:
  explicit RecordReader(const RecordPlan& plan);

  // Reads some rows, column by column; the places of those that hold what cannot be read, ascending. Nothing of them is
  // kept.
  const std::vector<std::size_t>& read(const RecordCells&);
  // The rows since the last chunk was taken.
  std::size_t rows() const { return stage_.rows(); }
  engine::RecordChunk take() { return stage_.pack(); }

  std::size_t known(std::size_t key) const { return names_[key].size(); }
  const std::string& name(std::size_t key, std::size_t number) const { return names_[key][number]; }
  // The members by key column and number; no_code where the catalog does not know them yet.
  std::vector<std::vector<engine::Code>>& members() { return members_; }

 private:
  void read_members(std::size_t key, const RecordCells&);
  void read_values(std::size_t value, const RecordCells&);
  bool read_value(std::string_view text, std::int64_t& mantissa, std::uint8_t& scale) const;
  void add_new_names(const RecordCells&);
  bool find_member(std::size_t key, std::string_view text, std::optional<engine::Code>&) const;
  bool add_names_of(std::size_t row, const RecordCells&);
  void leave_out_bad_rows();

  const RecordPlan& plan_;
  engine::RecordStage stage_;
  std::vector<RecordNames> names_;
  std::vector<std::vector<engine::Code>> members_;

  engine::RecordBatch batch_;
  std::array<bool, engine::RecordBatch::most> is_bad_{}, is_new_{};  // names some member for the first time
  bool any_bad_ = false, any_new_ = false;
  std::vector<std::size_t> bad_;
};

// Reads the row at hand of a table by the rules of facts, so that what is wrong with it is told. Throws a Failure where
// something is.
void explain_bad_record(const RecordPlan&, const LoadTable&);

}  // namespace reckon::lang

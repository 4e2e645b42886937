// Some rows of records as one thread reads them: members by the numbers that the reader gave them, values as decimals.
// Invariant: every column has rows() entries once a row is closed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/facts/records/narrow_column.hpp"

namespace reckon::engine {

class RecordChunk {
 public:
  // A column of decimals: value = mantissa * 10^-scale.
  struct Values {
    int scale = 0;
    std::vector<std::int64_t> mantissas;
    std::vector<std::uint32_t> missing;  // rows without a value, ascending; their mantissas are the row's before, or 0
    NarrowColumn packed;                 // once sealed
  };

  RecordChunk(std::size_t keys, std::size_t values) : codes_(keys), packed_codes_(keys), values_(values) {}

  std::size_t rows() const { return rows_; }
  void add_code(std::size_t column, std::uint32_t number) { codes_[column].push_back(number); }
  // False where the column cannot hold the value beside its others: it would need more than 64 bits.
  bool add_value(std::size_t column, std::int64_t mantissa, int scale);
  void add_missing(std::size_t column);
  void close_row() { ++rows_; }
  // Takes back what was added since the last row was closed.
  void drop_row();
  // No more rows come: packs the columns.
  void seal();

  const NarrowColumn& codes(std::size_t column) const { return packed_codes_[column]; }
  const Values& values(std::size_t column) const { return values_[column]; }
  std::size_t key_columns() const { return packed_codes_.size(); }
  std::size_t value_columns() const { return values_.size(); }
  // Drops a column that is not needed any more.
  void forget_codes(std::size_t column) { packed_codes_[column] = {}; }
  void forget_values(std::size_t column) { values_[column] = {}; }

 private:
  std::size_t rows_ = 0;
  std::vector<std::vector<std::int64_t>> codes_;
  std::vector<NarrowColumn> packed_codes_;
  std::vector<Values> values_;
};

// mantissa * 10^places; false where it does not fit 64 bits.
bool shift_decimal(std::int64_t& mantissa, int places);

}  // namespace reckon::engine

// Some rows of records as one thread reads them: members by the numbers that the reader gave them, values as decimals.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/facts/records/narrow_column.hpp"

namespace reckon::engine {

// A few rows, column by column, ready to be added.
struct RecordBatch {
  static constexpr std::size_t most = 256;
  static constexpr std::uint8_t no_value = 0xff;
  // value = mantissa * 10^-scale, or no_value as the scale.
  struct Values {
    std::array<std::int64_t, most> mantissas;
    std::array<std::uint8_t, most> scales;
  };

  RecordBatch(std::size_t key_columns, std::size_t value_columns) : codes(key_columns), values(value_columns) {}

  std::size_t rows = 0;
  std::vector<std::array<std::uint32_t, most>> codes;
  std::vector<Values> values;
};

// Rows packed into narrow columns (without the bounds of blocks).
class RecordChunk {
 public:
  struct Values {
    NarrowColumn mantissas;
    std::vector<std::uint32_t> missing;  // rows without a value, ascending; their mantissas are the row's before, or 0
    int scale = 0;
    bool is_too_fine = false;  // some of its values need more than 64 bits beside others
  };

  std::size_t rows() const { return rows_; }
  const NarrowColumn& codes(std::size_t column) const { return codes_[column]; }
  const Values& values(std::size_t column) const { return values_[column]; }
  // Drops a column that is not needed any more. Columns may be dropped by several threads.
  void forget_codes(std::size_t column) { codes_[column] = {}; }
  void forget_values(std::size_t column) { values_[column] = {}; }

 private:
  friend class RecordStage;
  std::size_t rows_ = 0;
  std::vector<NarrowColumn> codes_;
  std::vector<Values> values_;
};

// Collects batches until they are packed. Its memory serves for one chunk after another.
class RecordStage {
 public:
  RecordStage(std::size_t key_columns, std::size_t value_columns) : codes_(key_columns), values_(value_columns) {}

  std::size_t rows() const { return rows_; }
  void add(const RecordBatch&);
  // The rows so far, packed; the stage is empty then.
  RecordChunk pack();

 private:
  struct Codes {
    std::uint32_t most = 0;
    std::vector<std::uint32_t> numbers;
  };
  struct Values {
    int scale = 0;
    bool is_too_fine = false;
    std::int64_t low = 0, high = 0;
    std::vector<std::int64_t> mantissas;
    std::vector<std::uint32_t> missing;
  };

  void add_values(Values&, const RecordBatch::Values&, std::size_t rows) const;
  void add_mixed(Values&, const RecordBatch::Values&, std::size_t rows) const;
  static bool refine(Values&, int scale);

  std::size_t rows_ = 0;
  std::vector<Codes> codes_;
  std::vector<Values> values_;
};

// mantissa * 10^places; false where it does not fit 64 bits.
bool shift_decimal(std::int64_t& mantissa, int places);

}  // namespace reckon::engine

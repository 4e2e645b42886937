// Arithmetic over the columns of a record table, in whole numbers: value = result * 10^-scale, exactly.
// Invariant: the bounds hold for every row, so that no intermediate result leaves the width that was chosen: 64 bits,
// or 128 where the bounds ask for them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/facts/records/record_table.hpp"
#include "engine/model/number.hpp"

namespace reckon::engine {

class RecordExpression {
 public:
  // Each is nothing where the value is no decimal of 18 digits, or bounds leave 128 bits.
  static std::optional<RecordExpression> column(const RecordTable&, std::size_t column);
  static std::optional<RecordExpression> constant(const Number&);
  static std::optional<RecordExpression> sum(RecordExpression, RecordExpression, bool subtract);
  static std::optional<RecordExpression> product(RecordExpression, RecordExpression);
  static std::optional<RecordExpression> negated(RecordExpression);

  int scale() const { return scale_; }
  Int128 low() const { return low_; }
  Int128 high() const { return high_; }
  bool is_wide() const { return wide_; }  // some step needs more than 64 bits
  // The column alone, or nothing.
  std::optional<std::size_t> only_column() const;
  const std::vector<std::size_t>& columns() const { return columns_; }
  // Bytes read for one row.
  std::size_t row_bytes(const RecordTable&) const;

  // The results for the rows of a block that begins at `first_row`, `rows` being places in it; all of the first `count`
  // where null. `stack` is scratch that is kept between calls. T is std::int64_t unless is_wide(), then Int128.
  template <class T>
  const T* evaluate(const RecordTable&, std::size_t first_row, const std::uint16_t* rows, std::size_t count,
                    std::vector<std::vector<T>>& stack) const;

 private:
  struct Step {
    enum class What : std::uint8_t { column, constant, add, subtract, multiply, negate } what = What::column;
    std::size_t column = 0;
    std::int64_t constant = 0;
  };

  static std::optional<RecordExpression> joined(RecordExpression, RecordExpression, Step::What, Int128 low, Int128 high,
                                                int scale);
  bool refine(int scale);
  void bound(Int128 low, Int128 high);

  std::vector<Step> steps_;  // postfix
  std::vector<std::size_t> columns_;
  int scale_ = 0;
  Int128 low_ = 0, high_ = 0;
  bool wide_ = false;
};

extern template const std::int64_t* RecordExpression::evaluate(const RecordTable&, std::size_t, const std::uint16_t*,
                                                               std::size_t,
                                                               std::vector<std::vector<std::int64_t>>&) const;
extern template const Int128* RecordExpression::evaluate(const RecordTable&, std::size_t, const std::uint16_t*,
                                                         std::size_t, std::vector<std::vector<Int128>>&) const;

}  // namespace reckon::engine

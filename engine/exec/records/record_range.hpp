// A value of each row as expressions over the columns of one table: a point, or two ends and perhaps a central figure.
// Invariant: where `high` is nothing the value is a point in every row, and there is no `best`.
#pragma once

#include <optional>

#include "engine/exec/records/record_expression.hpp"

namespace reckon::engine {

struct RecordRange {
  RecordExpression low;  // the value itself of points
  std::optional<RecordExpression> high;
  std::optional<RecordExpression> best;
  Number factor = 1;  // above 0: what the expressions are to be multiplied by, where that is no decimal

  bool is_point() const { return !high; }
  bool is_constant() const { return low.columns().empty(); }

  // Each is nothing where an expression has no such form, or where rows that vary in both would need interval
  // arithmetic of their own.
  static std::optional<RecordRange> sum(RecordRange, RecordRange, bool subtract);
  static std::optional<RecordRange> product(RecordRange, RecordRange);
  static std::optional<RecordRange> negated(RecordRange);
  static std::optional<RecordRange> scaled(RecordRange, const Number& by);
};

}  // namespace reckon::engine

// What a query asks of the members and values of a table's rows, as tests of its columns; and the groups that remain.
#pragma once

#include <map>
#include <span>

#include "engine/exec/records/record_query.hpp"
#include "engine/exec/records/value_set.hpp"

namespace reckon::engine {

// Which mantissas m of a column with `scale` decimals satisfy m * 10^-scale `how` value.
ValueSet passing(op::Combination how, const Number& value, int scale);

// Fills in the tests and groups of a query whose table is known; `measure` is one of the table's, for they share axes.
// Members are added first. Refers to its arguments.
class RecordConditions {
 public:
  RecordConditions(const Run& run, const Measure& measure, RecordQuery& query)
      : run_(run), measure_(measure), query_(query) {}

  // One test for each axis, of all that is asked of its members; axes count in the measure.
  void add_members(std::span<const AxisTest>);
  // `free` are the axes of the aggregated rows. False where a row may have no group, or groups are too many to number.
  bool add_groups(const op::Aggregate&, std::span<const std::size_t> free);
  void add_values(std::size_t column, const ValueSet& passes);
  void order();

 private:
  void add(RecordTest, std::uint64_t possible);

  const Run& run_;
  const Measure& measure_;
  RecordQuery& query_;
  std::map<std::size_t, std::vector<std::uint8_t>> passes_;  // by axis and code, where something is asked of the axis
};

}  // namespace reckon::engine

// Conditions are decided once for each member, then looked up by code.
#include "engine/exec/records/record_rows.hpp"

#include <algorithm>

#include "engine/exec/axis_matcher.hpp"
#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"
#include "engine/model/readable.hpp"

namespace reckon::engine {
namespace {

class RecordScan {
 public:
  RecordScan(Run& run, OperationId id, const op::Scan& scan, const RecordsOf& records)
      : run_(run), id_(id), scan_(scan), records_(records), table_(*records.table) {
    const Measure& measure = run.catalog.measure(scan.measure);
    for (std::size_t axis = 0; axis < table_.axes(); ++axis) add_tests(axis, measure.axes[axis].dimension);
    const std::size_t last = table_.axes();
    for (const AxisTest& test : scan.tests)
      if (test.axis == last) row_tests_.emplace_back(run, test, measure.axes[last].dimension);
    for (std::size_t axis = 0; axis <= last; ++axis)
      if (!scan.fixed[axis]) free_.push_back(axis);
  }

  Frame run();

 private:
  struct AxisTests {
    std::size_t axis;
    std::vector<bool> passes;  // by code of the table
  };

  void add_tests(std::size_t axis, DimensionId dimension);
  bool holds(std::size_t row) const;
  void append(Frame&, std::size_t row);

  Run& run_;
  OperationId id_;
  const op::Scan& scan_;
  const RecordsOf& records_;
  const RecordTable& table_;
  std::vector<AxisTests> tests_;
  std::vector<AxisMatcher> row_tests_;
  std::vector<std::size_t> free_;
};

void RecordScan::add_tests(std::size_t axis, DimensionId dimension) {
  std::vector<AxisMatcher> matchers;
  for (const AxisTest& test : scan_.tests)
    if (test.axis == axis) matchers.emplace_back(run_, test, dimension);
  if (matchers.empty() && !scan_.fixed[axis]) return;
  AxisTests tests{axis, {}};
  for (const Code member : table_.keys(axis).members)
    tests.passes.push_back(
        (!scan_.fixed[axis] || run_.code(*scan_.fixed[axis]) == member) &&
        std::all_of(matchers.begin(), matchers.end(), [&](const AxisMatcher& m) { return m(member); }));
  tests_.push_back(std::move(tests));
}

bool RecordScan::holds(std::size_t row) const {
  for (const AxisTests& tests : tests_)
    if (!tests.passes[static_cast<std::size_t>(table_.keys(tests.axis).codes[row])]) return false;
  for (const AxisMatcher& matcher : row_tests_)
    if (!matcher(static_cast<Code>(row))) return false;
  return records_.column == RecordsOf::no_column || table_.values(records_.column).has(row);
}

void RecordScan::append(Frame& frame, std::size_t row) {
  for (std::size_t i = 0; i < free_.size(); ++i)
    frame.keys[i].push_back(free_[i] < table_.axes() ? table_.keys(free_[i]).member(row) : static_cast<Code>(row));
  Value& value = frame.values().emplace_back();
  if (records_.column == RecordsOf::no_column)
    value.truth = Truth::yes;
  else
    value.range = table_.values(records_.column).value(row);
  value.date = table_.provenance().date;
  if (run_.recorder) value.node = run_.recorder->constant(value, run_.plan, id_);
}

Frame RecordScan::run() {
  Frame frame;
  frame.keys.resize(free_.size());
  std::size_t row = 0, end = table_.rows();
  if (const auto& fixed = scan_.fixed[table_.axes()]) {
    row = static_cast<std::size_t>(run_.code(*fixed));
    end = std::min(end, row + 1);
  }
  for (; row < end; ++row) {
    if (!holds(row)) continue;
    append(frame, row);
    if (frame.rows() % 4096 == 0) run_.check_rows(id_, frame.rows());
  }
  run_.check_rows(id_, frame.rows());
  run_.charge(table_.rows() / 16);
  return frame;
}

}  // namespace

bool reads_plainly(const World& world) {
  return !world.policy && !world.attributes && !world.by_source && world.as_of == FactTable::end_of_time &&
         world.assumed.empty();
}

Frame record_rows(Run& run, OperationId id, const op::Scan& scan, const RecordsOf& records) {
  return RecordScan(run, id, scan, records).run();
}

std::shared_ptr<const FactTable> record_facts(const Program& program, const RecordsOf& records) {
  const RecordTable& table = *records.table;
  if (table.rows() > program.limits.rows)
    throw Error(
        problem::too_many_rows,
        "this reads " + readable(Number(static_cast<std::int64_t>(table.rows()))) +
            " records one by one, more than the limit of " +
            readable(Number(static_cast<std::int64_t>(program.limits.rows))),
        "aggregate them first, as in sum(… by …); rules, `as of`, `assuming` and `under` read each record by itself");
  auto facts = std::make_shared<FactTable>(table.axes() + 1);
  Fact fact;
  fact.key.resize(table.axes() + 1);
  fact.source = table.provenance().source;
  fact.kind = table.provenance().kind;
  fact.date = table.provenance().date;
  fact.note = table.provenance().note;
  fact.confidence = table.provenance().confidence;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (records.column != RecordsOf::no_column) {
      if (!table.values(records.column).has(row)) continue;
      fact.value = table.values(records.column).value(row);
    }
    for (std::size_t axis = 0; axis < table.axes(); ++axis) fact.key[axis] = table.keys(axis).member(row);
    fact.key.back() = static_cast<Code>(row);
    facts->append(fact);
  }
  return facts;
}

}  // namespace reckon::engine

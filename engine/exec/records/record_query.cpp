// Recognition from the aggregate down. Every step must mean for records just what it means for rows; whatever is not
// listed here is left to the operations themselves.
#include "engine/exec/records/record_query.hpp"

#include <algorithm>
#include <map>

#include "engine/exec/leading_cells.hpp"
#include "engine/exec/records/record_conditions.hpp"
#include "engine/exec/records/record_rows.hpp"
#include "engine/plan/combinations.hpp"

namespace reckon::engine {
namespace {

using op::Combination;
using op::Function;
using op::is_comparison;

constexpr std::size_t least_cells_in_columns = 1000;  // to be read; fewer are read row by row as fast

// Whether the measure may have cells enough. Few facts derive few cells.
bool may_have_columns(const Program& program, MeasureId measure) {
  const auto many = [](const auto& facts) { return facts->size() >= least_cells_in_columns; };
  return many(program.facts[measure]) ||
         (program.is_derived(measure) && std::any_of(program.facts.begin(), program.facts.end(), many));
}

class Finder {
 public:
  explicit Finder(const Run& run) : run_(run) {}

  std::optional<RecordQuery> find(OperationId aggregate);

 private:
  // Arithmetic over the rows of the table that pass some tests of members.
  struct Rows {
    RecordRange value;
    std::vector<AxisTest> tests;
    bool is_constant() const { return value.is_constant() && !is_row; }
    bool is_row = false;  // of a relation: a constant, but one for each row
  };
  struct OnColumn {
    std::size_t column = 0;
    ValueSet passes;
  };

  const Operation& operation(OperationId id) const { return run_.operation(id); }
  std::optional<Rows> rows(OperationId);
  std::optional<Rows> scan(const op::Scan&);
  std::optional<Rows> scan_records(const RecordsOf&, const op::Scan&);
  std::optional<Rows> scan_cells(const op::Scan&);
  std::size_t cells_read(const CellTable&, const op::Scan&) const;
  bool reads_table(const RecordTable&, std::size_t axes, const op::Scan&);
  void fix_members();
  std::optional<Rows> constant(const op::Constant&) const;
  std::optional<Rows> join(const Operation&, const op::Join&);
  std::optional<Rows> quotient(Rows dividend, const Rows& divisor);
  std::optional<Number> number(OperationId) const;
  bool source(OperationId);
  bool filter(const Operation&, const op::Filter&);
  bool condition(const Operation&, const Condition&);
  bool truth(OperationId);
  std::optional<OnColumn> on_column(OperationId);
  std::optional<OnColumn> comparison(const Operation&, Combination);
  bool compare_rows(const Operation&, Combination);
  bool identity(const std::vector<std::size_t>& key) const;
  bool find_present();

  bool sum_fits(const std::optional<RecordExpression>&) const;

  const Run& run_;
  RecordQuery query_;
  const Measure* measure_ = nullptr;        // one of the table's: they share axes
  const op::Scan* scan_ = nullptr;          // the first one; all fix the same axes
  std::vector<std::size_t> free_;           // the axes that scans leave, in order
  std::vector<AxisTest> tests_;             // of members; axes as the measure has them
  std::map<std::size_t, ValueSet> values_;  // by column
  std::vector<std::size_t> lacking_;        // columns read that some rows have no value in
};

std::optional<RecordQuery> Finder::find(OperationId id) {
  const auto& how = std::get<op::Aggregate>(operation(id).what);
  query_.what = how.what;
  if (how.along || how.what == op::Statistic::median || run_.with_unknown) return std::nullopt;
  if (!source(operation(id).inputs[0]) || !query_.table) return std::nullopt;
  // What is explained, or varied to find its ends, is followed cell by cell.
  if (run_.recorder && (query_.cells || query_.table->rows() <= most_explained_records)) return std::nullopt;
  if (!find_present() || !sum_fits(query_.value) || !sum_fits(query_.high) || !sum_fits(query_.best))
    return std::nullopt;
  RecordConditions conditions(run_, *measure_, query_);
  conditions.add_members(tests_);
  if (!conditions.add_groups(how, free_)) return std::nullopt;
  for (const auto& [column, passes] : values_) conditions.add_values(column, passes);
  conditions.order();
  return std::move(query_);
}

// The rows that are aggregated: an expression, perhaps filtered.
bool Finder::source(OperationId id) {
  query_.parts.push_back(id);
  const Operation& what = operation(id);
  if (const auto* filter = std::get_if<op::Filter>(&what.what))
    return source(what.inputs[0]) && this->filter(what, *filter);
  query_.parts.pop_back();
  auto found = rows(id);
  if (!found || found->is_constant()) return false;
  tests_ = std::move(found->tests);
  fix_members();
  if (query_.cells && query_.cells->date) query_.date = RecordExpression::column(*query_.table, *query_.cells->date);
  if (operation(id).is_relation) return true;
  query_.factor = found->value.factor;
  query_.value = std::move(found->value.low);
  if (query_.what == op::Statistic::count) return true;
  query_.high = std::move(found->value.high);
  query_.best = std::move(found->value.best);
  if (query_.best) query_.best_known = RecordExpression::column(*query_.table, *query_.cells->best_known);
  return true;
}

std::optional<Finder::Rows> Finder::rows(OperationId id) {
  query_.parts.push_back(id);
  const Operation& what = operation(id);
  if (const auto* scan = std::get_if<op::Scan>(&what.what)) return this->scan(*scan);
  if (const auto* constant = std::get_if<op::Constant>(&what.what)) return this->constant(*constant);
  if (const auto* join = std::get_if<op::Join>(&what.what)) return this->join(what, *join);
  const auto* apply = std::get_if<op::Apply>(&what.what);
  if (!apply) return std::nullopt;
  auto inner = rows(what.inputs[0]);
  if (!inner) return std::nullopt;
  if (apply->function == Function::assume) return inner;
  std::optional<RecordRange> value;
  if (apply->function == Function::negate) {
    value = RecordRange::negated(std::move(inner->value));
  } else if (apply->function == Function::scale) {
    value = RecordRange::scaled(std::move(inner->value), apply->factor);
  } else if (apply->function == Function::low || (apply->function == Function::middle && inner->value.is_point())) {
    value = RecordRange{std::move(inner->value.low), {}, {}, inner->value.factor};
  } else if (apply->function == Function::high) {
    value = RecordRange{
        inner->value.high ? std::move(*inner->value.high) : std::move(inner->value.low), {}, {}, inner->value.factor};
  }
  if (!value) return std::nullopt;
  inner->value = std::move(*value);
  return inner;
}

std::optional<Finder::Rows> Finder::scan(const op::Scan& scan) {
  const World& world = run_.plan.worlds[scan.world];
  if (const RecordsOf* records = run_.program.records_of(scan.measure))
    return reads_plainly(world) ? scan_records(*records, scan) : std::nullopt;
  if (world.policy || world.attributes || world.by_source) return std::nullopt;
  return scan_cells(scan);
}

// Whether the scan reads the one table of the query, with the same axes fixed. The table has `axes`, those that keep
// rows apart among them.
bool Finder::reads_table(const RecordTable& table, std::size_t axes, const op::Scan& scan) {
  if (query_.table) return query_.table == &table && scan.fixed == scan_->fixed && scan.world == scan_->world;
  const auto on_row = [&](std::size_t axis) { return axis >= table.axes(); };
  for (std::size_t axis = 0; axis < axes; ++axis) {
    const bool is_fixed = axis < scan.fixed.size() && scan.fixed[axis];
    if (is_fixed && on_row(axis)) return false;
    if (!is_fixed) free_.push_back(axis);
  }
  query_.table = &table;
  scan_ = &scan;
  measure_ = &run_.catalog.measure(scan.measure);
  return true;
}

std::optional<Finder::Rows> Finder::scan_records(const RecordsOf& records, const op::Scan& scan) {
  const Universe& universe = *run_.universes[scan.world];
  if (universe.as_of() != FactTable::end_of_time || !universe.assumed().empty()) return std::nullopt;
  if (!reads_table(*records.table, records.table->axes() + 1, scan)) return std::nullopt;
  const auto on_row = [&](const AxisTest& test) { return test.axis >= query_.table->axes(); };
  if (std::any_of(scan.tests.begin(), scan.tests.end(), on_row)) return std::nullopt;
  if (records.column == RecordsOf::no_column) return Rows{{*RecordExpression::constant(1), {}, {}}, scan.tests, true};
  if (!query_.table->values(records.column).present.empty()) lacking_.push_back(records.column);
  return Rows{{*RecordExpression::column(*query_.table, records.column), {}, {}}, scan.tests};
}

std::optional<Finder::Rows> Finder::scan_cells(const op::Scan& scan) {
  if (query_.table && !query_.cells) return std::nullopt;
  if (!may_have_columns(run_.program, scan.measure)) return std::nullopt;
  Universe& universe = *run_.universes[scan.world];
  if (universe.rows(scan.measure)) return std::nullopt;  // derived rows are counted where they are
  if (cells_read(universe.cells(scan.measure)->cells, scan) < least_cells_in_columns) return std::nullopt;
  auto cells = universe.columns(scan.measure);
  if (!cells->table || !reads_table(*cells->table, cells->table->axes(), scan)) return std::nullopt;
  query_.cells = std::move(cells);
  const auto column = [&](const std::optional<std::size_t>& place) {
    return place ? RecordExpression::column(*query_.table, *place) : std::nullopt;
  };
  if (!query_.cells->low) return Rows{{*RecordExpression::constant(1), {}, {}}, scan.tests, true};
  return Rows{{*column(query_.cells->low), column(query_.cells->high), column(query_.cells->best)}, scan.tests};
}

// The cells that a scan of rows would look at.
std::size_t Finder::cells_read(const CellTable& cells, const op::Scan& scan) const {
  std::vector<std::pair<std::size_t, Code>> fixed;
  for (std::size_t axis = 0; axis < scan.fixed.size(); ++axis)
    if (scan.fixed[axis]) fixed.emplace_back(axis, run_.code(*scan.fixed[axis]));
  const auto& axes = run_.catalog.measure(scan.measure).axes;
  std::vector<std::pair<std::size_t, AxisMatcher>> tests;
  for (const AxisTest& test : scan.tests)
    tests.emplace_back(test.axis, AxisMatcher(run_, test, axes[test.axis].dimension));
  return leading_cells(cells, fixed, tests).size();
}

// A member that scans fix is asked for by a test.
void Finder::fix_members() {
  for (std::size_t axis = 0; axis < scan_->fixed.size(); ++axis) {
    if (!scan_->fixed[axis]) continue;
    AxisTest test;
    test.axis = axis;
    test.level = measure_->axes[axis].dimension;
    test.members.push_back(*scan_->fixed[axis]);
    tests_.push_back(std::move(test));
  }
}

std::optional<Finder::Rows> Finder::constant(const op::Constant& constant) const {
  if (constant.is_truth) return std::nullopt;
  const Range& value =
      constant.parameter < 0 ? constant.value : run_.bindings[static_cast<std::size_t>(constant.parameter)].range;
  if (!value.is_point()) return std::nullopt;
  auto made = RecordExpression::constant(value.low);
  if (!made) return std::nullopt;
  return Rows{{std::move(*made), {}, {}}, {}};
}

std::optional<Finder::Rows> Finder::join(const Operation& what, const op::Join& join) {
  auto left = rows(what.inputs[0]), right = rows(what.inputs[1]);
  if (!left || !right) return std::nullopt;
  if (join.how == Combination::divide) return quotient(std::move(*left), *right);
  // Rows pair with themselves only where both sides have the same ones.
  if (!left->is_constant() && !right->is_constant() &&
      (left->tests != right->tests || operation(what.inputs[0]).axes != operation(what.inputs[1]).axes))
    return std::nullopt;
  if (left->is_constant() && right->is_constant()) return std::nullopt;
  if (left->is_constant()) left->tests = std::move(right->tests);
  std::optional<RecordRange> value;
  if (join.how == Combination::multiply) value = RecordRange::product(std::move(left->value), std::move(right->value));
  if (join.how == Combination::add || join.how == Combination::subtract)
    value = RecordRange::sum(std::move(left->value), std::move(right->value), join.how == Combination::subtract);
  if (!value) return std::nullopt;
  return Rows{std::move(*value), std::move(left->tests)};
}

std::optional<Finder::Rows> Finder::quotient(Rows dividend, const Rows& divisor) {
  if (!divisor.is_constant() || dividend.is_constant()) return std::nullopt;
  const RecordExpression& by = divisor.value.low;
  const Number mantissa = Number::from_int128(by.low()) * divisor.value.factor;
  if (mantissa.is_zero()) return std::nullopt;
  const Number reciprocal = Number::power_of_ten(static_cast<unsigned>(by.scale())) / mantissa;
  auto value = RecordRange::scaled(std::move(dividend.value), reciprocal);
  if (!value) return std::nullopt;
  dividend.value = std::move(*value);
  return dividend;
}

bool Finder::identity(const std::vector<std::size_t>& key) const {
  for (std::size_t i = 0; i < key.size(); ++i)
    if (key[i] != i) return false;
  return key.size() == free_.size();
}

bool Finder::filter(const Operation& what, const op::Filter& filter) {
  if (filter.condition.what != Condition::What::all_of) return false;
  return std::all_of(filter.condition.parts.begin(), filter.condition.parts.end(),
                     [&](const Condition& part) { return condition(what, part); });
}

bool Finder::condition(const Operation& what, const Condition& condition) {
  if (condition.what == Condition::What::axis) {
    if (free_[condition.axis.axis] >= query_.table->axes()) return false;
    AxisTest test = condition.axis;
    test.axis = free_[test.axis];
    test.repeated = false;
    const auto same = [&](AxisTest known) {
      known.repeated = false;
      return known == test;
    };
    if (std::none_of(tests_.begin(), tests_.end(), same)) tests_.push_back(std::move(test));
    return true;
  }
  if (condition.what != Condition::What::truth || !identity(condition.key)) return false;
  return truth(what.inputs[condition.input]);
}

bool Finder::truth(OperationId id) {
  const Operation& what = operation(id);
  const auto* join = std::get_if<op::Join>(&what.what);
  if (join && join->how == Combination::logical_and) {
    query_.parts.push_back(id);
    return truth(what.inputs[0]) && truth(what.inputs[1]);
  }
  const std::size_t parts = query_.parts.size();
  if (auto found = on_column(id)) {
    const auto [at, is_new] = values_.emplace(found->column, found->passes);
    if (!is_new) at->second = at->second.meet(found->passes);
    return true;
  }
  query_.parts.resize(parts);
  query_.parts.push_back(id);
  return join && is_comparison(join->how) && compare_rows(what, join->how);
}

// What a truth about one column leaves of its values.
std::optional<Finder::OnColumn> Finder::on_column(OperationId id) {
  query_.parts.push_back(id);
  const Operation& what = operation(id);
  if (const auto* apply = std::get_if<op::Apply>(&what.what); apply && apply->function == Function::logical_not) {
    auto inner = on_column(what.inputs[0]);
    if (inner) inner->passes = inner->passes.negated();
    return inner;
  }
  const auto* join = std::get_if<op::Join>(&what.what);
  if (!join) return std::nullopt;
  if (is_comparison(join->how)) return comparison(what, join->how);
  if (join->how != Combination::logical_and && join->how != Combination::logical_or) return std::nullopt;
  auto left = on_column(what.inputs[0]), right = on_column(what.inputs[1]);
  if (!left || !right || left->column != right->column) return std::nullopt;
  left->passes =
      join->how == Combination::logical_and ? left->passes.meet(right->passes) : left->passes.join(right->passes);
  return left;
}

std::optional<Number> Finder::number(OperationId id) const {
  const auto* constant = std::get_if<op::Constant>(&operation(id).what);
  if (!constant || constant->is_truth) return std::nullopt;
  const Range& value =
      constant->parameter < 0 ? constant->value : run_.bindings[static_cast<std::size_t>(constant->parameter)].range;
  return value.is_point() ? std::optional(value.low) : std::nullopt;
}

std::optional<Finder::OnColumn> Finder::comparison(const Operation& what, Combination how) {
  OperationId side = what.inputs[0];
  auto value = number(what.inputs[1]);
  if (!value) {
    side = what.inputs[1];
    value = number(what.inputs[0]);
    how = op::mirrored(how);
  }
  const auto* scan = std::get_if<op::Scan>(&operation(side).what);
  if (!value || !scan || !scan->tests.empty()) return std::nullopt;
  const auto rows = this->scan(*scan);
  const auto column = rows && rows->value.is_point() ? rows->value.low.only_column() : std::nullopt;
  if (!column) return std::nullopt;
  query_.parts.insert(query_.parts.end(), {what.inputs[0], what.inputs[1]});
  return OnColumn{*column, passing(how, *value, query_.table->values(*column).scale)};
}

// Two sides that both vary by row.
bool Finder::compare_rows(const Operation& what, Combination how) {
  auto left = rows(what.inputs[0]), right = rows(what.inputs[1]);
  if (!left || !right || !left->tests.empty() || !right->tests.empty() || !left->value.is_point() ||
      !right->value.is_point() || left->value.factor != right->value.factor ||
      (left->is_constant() && right->is_constant()))
    return false;
  auto difference = RecordExpression::sum(std::move(left->value.low), std::move(right->value.low), true);
  if (!difference) return false;
  RecordComparison made{std::move(*difference)};
  made.less = how == Combination::less || how == Combination::less_equal || how == Combination::not_equal;
  made.equal = how == Combination::equal || how == Combination::less_equal || how == Combination::greater_equal;
  made.greater = how == Combination::greater || how == Combination::greater_equal || how == Combination::not_equal;
  query_.comparisons.push_back(std::move(made));
  return true;
}

// Rows without the one value that is aggregated are no rows of it. Where another value may lack, a row has to say
// which.
bool Finder::find_present() {
  if (lacking_.empty()) return true;
  if (!query_.value || query_.value->columns().size() != 1) return false;
  const std::size_t own = query_.value->columns().front();
  query_.present = query_.table->values(own).present.data();
  return std::all_of(lacking_.begin(), lacking_.end(), [&](std::size_t column) { return column == own; });
}

// Whether the sum over all rows fits 128 bits.
bool Finder::sum_fits(const std::optional<RecordExpression>& value) const {
  if (!value) return true;
  Int128 total = 0;
  const auto rows = static_cast<Int128>(query_.table->rows());
  return !__builtin_mul_overflow(value->low(), rows, &total) && !__builtin_mul_overflow(value->high(), rows, &total);
}

}  // namespace

bool RecordQuery::excludes_by_value() const {
  return !comparisons.empty() ||
         std::any_of(tests.begin(), tests.end(), [](const RecordTest& test) { return test.on_value; });
}

bool may_read_columns(const Run& run) {
  return std::any_of(run.plan.operations.begin(), run.plan.operations.end(), [&](const Operation& operation) {
    const auto* scan = std::get_if<op::Scan>(&operation.what);
    return scan && (run.program.records_of(scan->measure) || may_have_columns(run.program, scan->measure));
  });
}

std::optional<RecordQuery> find_record_query(const Run& run, OperationId aggregate) {
  return Finder(run).find(aggregate);
}

}  // namespace reckon::engine

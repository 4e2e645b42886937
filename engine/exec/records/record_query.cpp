// Recognition from the aggregate down. Every step must mean for records just what it means for rows; whatever is not
// listed here is left to the operations themselves.
#include "engine/exec/records/record_query.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "engine/exec/axis_matcher.hpp"
#include "engine/exec/records/record_rows.hpp"
#include "engine/exec/records/value_set.hpp"

namespace reckon::engine {
namespace {

using op::Combination;
using op::Function;

constexpr std::size_t most_intervals = 4;  // of a test, before a look-up by code is cheaper

bool is_comparison(Combination how) { return how >= Combination::equal && how <= Combination::greater_equal; }

Combination mirrored(Combination how) {
  switch (how) {
    case Combination::less: return Combination::greater;
    case Combination::less_equal: return Combination::greater_equal;
    case Combination::greater: return Combination::less;
    case Combination::greater_equal: return Combination::less_equal;
    default: return how;
  }
}

// A whole number as near to `value` as 64 bits allow.
std::int64_t clamped(const Number& value) {
  if (const auto whole = value.to_int64()) return *whole;
  return value.sign() < 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
}

// Which mantissas m of a column with `scale` decimals satisfy m * 10^-scale `how` value.
ValueSet passing(Combination how, const Number& value, int scale) {
  const Number at = value * Number::power_of_ten(static_cast<unsigned>(scale));
  const std::int64_t below = clamped(floor(at)), above = clamped(ceil(at));
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                         most = std::numeric_limits<std::int64_t>::max();
  const ValueSet up_to = ValueSet::of(least, below), from = ValueSet::of(above, most);
  // Past 64 bits no mantissa lies beyond the value.
  const bool past = !floor(at).to_int64();
  switch (how) {
    case Combination::less: return past ? (at.sign() > 0 ? ValueSet::all() : ValueSet::none()) : from.negated();
    case Combination::less_equal: return past ? (at.sign() > 0 ? ValueSet::all() : ValueSet::none()) : up_to;
    case Combination::greater: return past ? (at.sign() < 0 ? ValueSet::all() : ValueSet::none()) : up_to.negated();
    case Combination::greater_equal: return past ? (at.sign() < 0 ? ValueSet::all() : ValueSet::none()) : from;
    case Combination::equal: return past || !at.is_integer() ? ValueSet::none() : ValueSet::of(below, below);
    default: return past || !at.is_integer() ? ValueSet::all() : ValueSet::of(below, below).negated();
  }
}

class Finder {
 public:
  explicit Finder(const Run& run) : run_(run) {}

  std::optional<RecordQuery> find(OperationId aggregate);

 private:
  // Arithmetic over the rows of the table that pass some tests of members.
  struct Rows {
    RecordExpression value;
    std::vector<AxisTest> tests;
    bool is_constant = false;
  };
  struct OnColumn {
    std::size_t column = 0;
    ValueSet passes;
  };

  const Operation& operation(OperationId id) const { return run_.operation(id); }
  std::optional<Rows> rows(OperationId);
  std::optional<Rows> scan(OperationId, const op::Scan&);
  std::optional<Rows> constant(const op::Constant&) const;
  std::optional<Rows> join(const Operation&, const op::Join&);
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

  bool add_groups(const op::Aggregate&);
  bool sum_fits() const;
  void add_member_tests();
  void add_test(RecordTest, std::uint64_t possible);
  void add_value_tests();
  void order_tests();

  const Run& run_;
  RecordQuery query_;
  const Measure* measure_ = nullptr;                         // one of the table's: they share axes
  std::vector<AxisTest> tests_;                              // of members; axes as the measure has them
  std::map<std::size_t, std::vector<std::uint8_t>> passes_;  // by axis and code, where something is asked of the axis
  std::map<std::size_t, ValueSet> values_;                   // by column
  std::vector<std::size_t> lacking_;                         // columns read that some rows have no value in
};

std::optional<RecordQuery> Finder::find(OperationId id) {
  const auto& how = std::get<op::Aggregate>(operation(id).what);
  query_.what = how.what;
  if (how.along || how.what == op::Statistic::median || run_.with_unknown) return std::nullopt;
  if (!source(operation(id).inputs[0]) || !query_.table) return std::nullopt;
  if (run_.recorder && query_.table->rows() <= most_explained_records) return std::nullopt;
  if (!find_present() || !sum_fits()) return std::nullopt;
  add_member_tests();
  if (!add_groups(how)) return std::nullopt;
  add_value_tests();
  order_tests();
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
  if (!found || found->is_constant) return false;
  tests_ = std::move(found->tests);
  if (operation(id).is_relation)
    query_.value.reset();
  else
    query_.value = std::move(found->value);
  return true;
}

std::optional<Finder::Rows> Finder::rows(OperationId id) {
  query_.parts.push_back(id);
  const Operation& what = operation(id);
  if (const auto* scan = std::get_if<op::Scan>(&what.what)) return this->scan(id, *scan);
  if (const auto* constant = std::get_if<op::Constant>(&what.what)) return this->constant(*constant);
  if (const auto* join = std::get_if<op::Join>(&what.what)) return this->join(what, *join);
  const auto* apply = std::get_if<op::Apply>(&what.what);
  if (!apply) return std::nullopt;
  auto inner = rows(what.inputs[0]);
  if (!inner) return std::nullopt;
  std::optional<RecordExpression> value;
  if (apply->function == Function::negate) {
    value = RecordExpression::negated(std::move(inner->value));
  } else if (apply->function == Function::scale) {
    auto factor = RecordExpression::constant(apply->factor);
    if (factor) value = RecordExpression::product(std::move(inner->value), std::move(*factor));
  } else if (apply->function == Function::assume || apply->function == Function::low ||
             apply->function == Function::high || apply->function == Function::middle) {
    return inner;  // of a point
  }
  if (!value) return std::nullopt;
  inner->value = std::move(*value);
  return inner;
}

std::optional<Finder::Rows> Finder::scan(OperationId, const op::Scan& scan) {
  const RecordsOf* records = run_.program.records_of(scan.measure);
  if (!records || !reads_plainly(run_.plan.worlds[scan.world])) return std::nullopt;
  if (run_.universes[scan.world]->as_of() != FactTable::end_of_time || !run_.universes[scan.world]->assumed().empty())
    return std::nullopt;
  if (query_.table && query_.table != records->table.get()) return std::nullopt;
  if (std::any_of(scan.fixed.begin(), scan.fixed.end(), [](const auto& fixed) { return fixed.has_value(); }))
    return std::nullopt;
  query_.table = records->table.get();
  measure_ = &run_.catalog.measure(scan.measure);
  const auto on_row = [&](const AxisTest& test) { return test.axis >= query_.table->axes(); };
  if (std::any_of(scan.tests.begin(), scan.tests.end(), on_row)) return std::nullopt;
  if (records->column == RecordsOf::no_column) return Rows{*RecordExpression::constant(1), scan.tests, false};
  if (!query_.table->values(records->column).present.empty()) lacking_.push_back(records->column);
  auto column = RecordExpression::column(*query_.table, records->column);
  if (!column) return std::nullopt;
  return Rows{std::move(*column), scan.tests, false};
}

std::optional<Finder::Rows> Finder::constant(const op::Constant& constant) const {
  if (constant.is_truth) return std::nullopt;
  const Range& value =
      constant.parameter < 0 ? constant.value : run_.bindings[static_cast<std::size_t>(constant.parameter)].range;
  if (!value.is_point()) return std::nullopt;
  auto made = RecordExpression::constant(value.low);
  if (!made) return std::nullopt;
  return Rows{std::move(*made), {}, true};
}

std::optional<Finder::Rows> Finder::join(const Operation& what, const op::Join& join) {
  auto left = rows(what.inputs[0]), right = rows(what.inputs[1]);
  if (!left || !right) return std::nullopt;
  // Rows pair with themselves only where both sides have the same ones.
  if (!left->is_constant && !right->is_constant &&
      (left->tests != right->tests || operation(what.inputs[0]).axes != operation(what.inputs[1]).axes))
    return std::nullopt;
  if (left->is_constant && right->is_constant) return std::nullopt;
  if (left->is_constant) left->tests = std::move(right->tests);
  std::optional<RecordExpression> value;
  if (join.how == Combination::multiply)
    value = RecordExpression::product(std::move(left->value), std::move(right->value));
  if (join.how == Combination::add || join.how == Combination::subtract)
    value = RecordExpression::sum(std::move(left->value), std::move(right->value), join.how == Combination::subtract);
  if (!value) return std::nullopt;
  return Rows{std::move(*value), std::move(left->tests), false};
}

bool Finder::identity(const std::vector<std::size_t>& key) const {
  for (std::size_t i = 0; i < key.size(); ++i)
    if (key[i] != i) return false;
  return key.size() == query_.table->axes() + 1;
}

bool Finder::filter(const Operation& what, const op::Filter& filter) {
  if (filter.condition.what != Condition::What::all_of) return false;
  return std::all_of(filter.condition.parts.begin(), filter.condition.parts.end(),
                     [&](const Condition& part) { return condition(what, part); });
}

bool Finder::condition(const Operation& what, const Condition& condition) {
  if (condition.what == Condition::What::axis) {
    if (condition.axis.axis >= query_.table->axes()) return false;
    AxisTest test = condition.axis;
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
    how = mirrored(how);
  }
  const auto* scan = std::get_if<op::Scan>(&operation(side).what);
  if (!value || !scan || !scan->tests.empty()) return std::nullopt;
  const RecordsOf* records = run_.program.records_of(scan->measure);
  if (!records || records->column == RecordsOf::no_column || !this->scan(side, *scan)) return std::nullopt;
  query_.parts.insert(query_.parts.end(), {what.inputs[0], what.inputs[1]});
  return OnColumn{records->column, passing(how, *value, query_.table->values(records->column).scale)};
}

// Two sides that both vary by row.
bool Finder::compare_rows(const Operation& what, Combination how) {
  auto left = rows(what.inputs[0]), right = rows(what.inputs[1]);
  if (!left || !right || !left->tests.empty() || !right->tests.empty() || (left->is_constant && right->is_constant))
    return false;
  auto difference = RecordExpression::sum(std::move(left->value), std::move(right->value), true);
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
bool Finder::sum_fits() const {
  if (!query_.value) return true;
  Int128 total = 0;
  const auto rows = static_cast<Int128>(query_.table->rows());
  return !__builtin_mul_overflow(query_.value->low(), rows, &total) &&
         !__builtin_mul_overflow(query_.value->high(), rows, &total);
}

bool Finder::add_groups(const op::Aggregate& how) {
  constexpr std::uint64_t most_groups = std::uint64_t{1} << 62;
  std::uint64_t possible = 1;
  for (const op::GroupAxis& by : how.by) {
    if (by.axis >= query_.table->axes()) return false;
    RecordGrouping grouping{by.axis, {}, {}};
    std::map<Code, std::uint32_t> numbers;
    const auto& members = query_.table->keys(by.axis).members;
    const auto asked = passes_.find(by.axis);
    for (std::size_t i = 0; i < members.size(); ++i) {
      // Members that conditions exclude have no group.
      if (asked != passes_.end() && asked->second[i] == 0) {
        grouping.number.push_back(0);
        continue;
      }
      const Code code = run_.catalog.roll_up(members[i], measure_->axes[by.axis].dimension, by.level);
      if (code == no_code) return false;  // rows of no group are told one by one
      if (!grouping.members.empty() && grouping.members.back() == code) {
        grouping.number.push_back(static_cast<std::uint32_t>(grouping.members.size() - 1));
        continue;
      }
      const auto [at, is_new] = numbers.emplace(code, static_cast<std::uint32_t>(grouping.members.size()));
      if (is_new) grouping.members.push_back(code);
      grouping.number.push_back(at->second);
    }
    possible = static_cast<std::uint64_t>(grouping.members.size()) < most_groups / possible
                   ? possible * std::max<std::size_t>(1, grouping.members.size())
                   : most_groups;
    query_.groups.push_back(std::move(grouping));
  }
  return possible < most_groups;
}

// One test for each axis, of all that is asked of its members.
void Finder::add_member_tests() {
  for (std::size_t axis = 0; axis < query_.table->axes(); ++axis) {
    std::vector<AxisMatcher> matchers;
    for (const AxisTest& test : tests_)
      if (test.axis == axis) matchers.emplace_back(run_, test, measure_->axes[axis].dimension);
    if (matchers.empty()) continue;
    const RecordKeys& keys = query_.table->keys(axis);
    RecordTest test;
    test.column = &keys.codes;
    for (std::size_t code = 0; code < keys.members.size(); ++code) {
      const Code member = keys.members[code];
      const bool passes =
          std::all_of(matchers.begin(), matchers.end(), [&](const AxisMatcher& holds) { return holds(member); });
      test.passes.push_back(passes ? 1 : 0);
      if (!passes) continue;
      if (!test.intervals.empty() && test.intervals.back().to + 1 == code)
        test.intervals.back().to = code;
      else
        test.intervals.push_back({code, code});
    }
    passes_.emplace(axis, test.passes);
    add_test(std::move(test), keys.members.size());
  }
}

void Finder::add_value_tests() {
  for (const auto& [column, passes] : values_) {
    const NarrowColumn& values = query_.table->values(column).mantissas;
    RecordTest test;
    test.column = &values;
    test.on_value = true;
    const ValueSet possible_passes = passes.meet(ValueSet::of(values.low(), values.high()));
    for (const auto& [from, to] : possible_passes.intervals())
      test.intervals.push_back({static_cast<std::uint64_t>(from) - static_cast<std::uint64_t>(values.low()),
                                static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(values.low())});
    const std::uint64_t possible = static_cast<std::uint64_t>(values.high()) - static_cast<std::uint64_t>(values.low());
    add_test(std::move(test), possible == std::numeric_limits<std::uint64_t>::max() ? possible : possible + 1);
  }
}

// A test that everything passes is none.
void Finder::add_test(RecordTest test, std::uint64_t possible) {
  if (test.intervals.empty() && !test.on_value) query_.impossible = true;
  std::uint64_t passing = 0;
  for (const auto& [from, to] : test.intervals) passing += to - from + 1;
  if (passing == possible && !test.intervals.empty()) return;
  const std::uint64_t unit = std::max<std::uint64_t>(1, possible >> 16);
  test.weight = (passing / unit) * 65'536 / std::max<std::uint64_t>(1, possible / unit);
  if (test.intervals.size() <= most_intervals) test.passes.clear();
  query_.tests.push_back(std::move(test));
}

// What a byte read excludes is what counts; a look-up takes about as long as reading eight bytes side by side.
void Finder::order_tests() {
  const auto cost = [](const RecordTest& test) {
    const std::uint64_t bytes = test.column->width() * (test.passes.empty() ? 1U : 8U);
    return bytes * 65'536 / (65'537 - std::min<std::uint64_t>(test.weight, 65'536));
  };
  std::stable_sort(query_.tests.begin(), query_.tests.end(),
                   [&](const RecordTest& a, const RecordTest& b) { return cost(a) < cost(b); });
}

}  // namespace

bool RecordQuery::excludes_by_value() const {
  return !comparisons.empty() ||
         std::any_of(tests.begin(), tests.end(), [](const RecordTest& test) { return test.on_value; });
}

std::optional<RecordQuery> find_record_query(const Run& run, OperationId aggregate) {
  return Finder(run).find(aggregate);
}

}  // namespace reckon::engine

// Every row is read and checked on its own first; how rows fit together is checked as they are declared.
#include "engine/storage/catalog_reader.hpp"

#include <algorithm>
#include <charconv>

#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"
#include "engine/storage/number_cell.hpp"

namespace reckon::engine {
namespace {

constexpr std::int64_t any_step = std::int64_t{1} << 60;
constexpr std::int64_t most_dimensions = 65535, most_code = INT32_MAX, least_code = INT32_MIN + 1;

std::int64_t step_of(const Statement& row) { return row.integer(1, 0, any_step); }

DimensionId dimension_id(const Statement& row, int column) {
  return static_cast<DimensionId>(row.integer(column, 0, most_dimensions));
}

Code code(const Statement& row, int column) { return static_cast<Code>(row.integer(column, least_code, most_code)); }

std::optional<Number> number(const Statement& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(number_cell(row, column, 0));
}

// "3 1 ": ids in text.
std::vector<SourceId> ids(std::string_view text) {
  std::vector<SourceId> found;
  while (!text.empty()) {
    SourceId id = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (status != std::errc()) break;
    found.push_back(id);
    text.remove_prefix(std::min(static_cast<std::size_t>(end - text.data()) + 1, text.size()));
  }
  return found;
}

}  // namespace

std::pair<Code, Code> calendar_codes(Calendar calendar) {
  constexpr Code first_year = 0, last_year = 9999;
  switch (calendar) {
    case Calendar::quarter: return {first_year * 4, last_year * 4 + 3};
    case Calendar::month: return {first_year * 12, last_year * 12 + 11};
    case Calendar::day: return {first_day(first_year, Calendar::year), last_day(last_year, Calendar::year)};
    default: return {first_year, last_year};
  }
}

CatalogReader::CatalogReader(const Connection& file) : file_(file) {
  read_units();
  read_dimensions();
  read_members();
  read_sources();
  read_measures();
  read_axes();
  read_definitions();
}

void CatalogReader::require(bool holds, const std::string& what) const {
  if (!holds)
    throw Error(problem::unreadable_database, file_.path() + " is damaged: " + what, "restore it from a copy");
}

void CatalogReader::require_in_order(const Statement& row, std::size_t count, std::size_t offset) const {
  if (row.integer(0, 0, any_step) != static_cast<std::int64_t>(count + offset))
    row.damaged("the rows are not in order");
}

void CatalogReader::read_units() {
  Statement row = file_.prepare("SELECT id, step, name, description, factor, base FROM reckon_unit ORDER BY id");
  while (row.step()) {
    require_in_order(row, rows_.units.size());
    UnitRow unit{step_of(row), std::string(row.text(2)), std::string(row.text(3)), number(row, 4), {}};
    if (unit.factor) {
      if (unit.factor->sign() <= 0) row.damaged("the factor is not positive");
      unit.base = row.text(5);
    }
    rows_.units.push_back(std::move(unit));
  }
  sort_by_step(rows_.units);
}

void CatalogReader::read_dimensions() {
  Statement row =
      file_.prepare("SELECT id, step, name, description, ordered, closed FROM reckon_dimension ORDER BY id");
  while (row.step()) {
    require_in_order(row, rows_.dimensions.size(), source_dimension + 1);
    DimensionRow dimension{
        step_of(row), std::string(row.text(2)), std::string(row.text(3)), row.integer(4, 0, 1) == 1, {}};
    if (!row.is_null(5)) dimension.closed = row.integer(5, 0, any_step);
    if (dimension.closed) closings_.push_back(rows_.dimensions.size());
    rows_.dimensions.push_back(std::move(dimension));
  }
  require(rows_.dimensions.size() < most_dimensions - source_dimension, "there are too many dimensions");
  Statement level =
      file_.prepare("SELECT dimension, step, level, direct FROM reckon_level ORDER BY dimension, position");
  while (level.step())
    rows_.levels.push_back(
        {step_of(level), dimension_id(level, 0), dimension_id(level, 2), level.integer(3, 0, 1) == 1});
  sort_by_step(rows_.dimensions);
  sort_by_step(rows_.levels);
}

void CatalogReader::read_members() {
  Statement row =
      file_.prepare("SELECT dimension, step, code, name, description FROM reckon_member ORDER BY dimension, code");
  std::int64_t expected = 0;
  while (row.step()) {
    const DimensionId dimension = dimension_id(row, 0);
    if (rows_.members.empty() || rows_.members.back().dimension != dimension) expected = 0;
    if (row.integer(2, 0, most_code) != expected++) row.damaged("the members are not in order");
    rows_.members.push_back(
        {step_of(row), dimension, static_cast<Code>(expected - 1), std::string(row.text(3)), std::string(row.text(4))});
  }
  Statement alias =
      file_.prepare("SELECT dimension, step, member, name FROM reckon_alias ORDER BY dimension, member, position");
  while (alias.step())
    rows_.aliases.push_back({step_of(alias), dimension_id(alias, 0), code(alias, 2), std::string(alias.text(3))});
  Statement parent = file_.prepare(
      "SELECT dimension, step, member, level, code FROM reckon_roll_up ORDER BY dimension, member, level");
  while (parent.step())
    rows_.roll_ups.push_back(
        {step_of(parent), dimension_id(parent, 0), code(parent, 2), dimension_id(parent, 3), code(parent, 4)});
  sort_by_step(rows_.members);
  sort_by_step(rows_.aliases);
  sort_by_step(rows_.roll_ups);
}

void CatalogReader::read_sources() {
  Statement row = file_.prepare("SELECT id, step, name, description, date, rule FROM reckon_source ORDER BY id");
  const auto [first, last] = calendar_codes(Calendar::day);
  while (row.step()) {
    require_in_order(row, rows_.sources.size(), 1);
    Source source{std::string(row.text(2)), std::string(row.text(3)), no_code, row.integer(5, 0, 1) == 1};
    if (!row.is_null(4)) source.date = static_cast<Day>(row.integer(4, first, last));
    rows_.sources.push_back({step_of(row), std::move(source)});
  }
  sort_by_step(rows_.sources);
}

void CatalogReader::read_measures() {
  Statement row = file_.prepare(
      "SELECT id, step, name, description, relation, unit, additivity, limited, low, high, best, policy, preferred "
      "FROM reckon_measure ORDER BY id");
  while (row.step()) {
    require_in_order(row, rows_.measures.size());
    Measure measure;
    measure.name = row.text(2);
    measure.description = row.text(3);
    measure.is_relation = row.integer(4, 0, 1) == 1;
    measure.additivity = static_cast<Additivity>(row.integer(6, 0, 2));
    if (row.integer(7, 0, 1) == 1) {
      const auto low = number(row, 8), high = number(row, 9), best = number(row, 10);
      Range domain(low.value_or(0), high.value_or(0));
      domain.unbounded_below = !low;
      domain.unbounded_above = !high;
      if ((low && high && *high < *low) || (best && !domain.contains(*best))) row.damaged("the domain is no range");
      if (best) domain.set_best(*best);
      measure.domain = domain;
    }
    if (!row.is_null(11)) measure.policy = {static_cast<PolicyKind>(row.integer(11, 0, 5)), ids(row.text(12))};
    rows_.measures.push_back({step_of(row), std::move(measure), std::string(row.text(5))});
  }
}

// Before the measures are sorted: they are still in the order of their ids.
void CatalogReader::read_axes() {
  Statement row =
      file_.prepare("SELECT measure, position, name, dimension FROM reckon_axis ORDER BY measure, position");
  while (row.step()) {
    const auto measure = static_cast<std::size_t>(row.integer(0, 0, any_step));
    if (measure >= rows_.measures.size()) row.damaged("there is no such measure");
    auto& axes = rows_.measures[measure].measure.axes;
    if (row.integer(1, 0, 15) != static_cast<std::int64_t>(axes.size())) row.damaged("the axes are not in order");
    axes.push_back({std::string(row.text(2)), dimension_id(row, 3)});
  }
  sort_by_step(rows_.measures);
}

void CatalogReader::read_definitions() {
  Statement row = file_.prepare("SELECT id, step, text, file, line, place, about FROM reckon_definition ORDER BY id");
  while (row.step()) {
    require_in_order(row, rows_.definitions.size(), 1);
    Definition definition;
    definition.step = step_of(row);
    definition.text = row.text(2);
    definition.file = row.text(3);
    definition.line = static_cast<std::size_t>(row.integer(4, 1, most_code));
    definition.column = static_cast<std::size_t>(row.integer(5, 1, 1 << 20));
    const auto about = parse_exact(row.text(6));
    if (!about || about->sign() < 0) row.damaged("a deviation is no number");
    definition.about = *about;
    if (!rows_.definitions.empty() && rows_.definitions.back().step > definition.step)
      row.damaged("the steps are not in order");
    rows_.definitions.push_back(std::move(definition));
  }
  Statement used = file_.prepare("SELECT first, step, name FROM reckon_used ORDER BY step, name");
  while (used.step()) rows_.used.push_back({step_of(used), used.integer(0, 0, any_step), std::string(used.text(2))});
}

}  // namespace reckon::engine

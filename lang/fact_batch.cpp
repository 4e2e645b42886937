// Staging rows, and writing them.
#include "lang/fact_batch.hpp"

#include <algorithm>

#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"
#include "engine/storage/utf8.hpp"
#include "lang/check/checker.hpp"
#include "lang/diagnostics/problems.hpp"
#include "lang/statements/fact_checks.hpp"
#include "lang/statements/provenance.hpp"
#include "lang/statements/room.hpp"

namespace reckon::lang {
namespace {

using engine::Code;
using engine::Error;
using engine::FactTable;

constexpr std::uint64_t bytes_of_member = 150;  // about, beside its name

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

}  // namespace

FactBatch::FactBatch(const engine::Program& program, std::string_view measure,
                     const std::vector<std::string>& dimensions, const BatchProvenance& provenance)
    : staged_(0) {
  catalog_ = program.catalog;
  const auto id = catalog().find_measure(measure);
  if (!id) {
    engine::NearestNames nearest(measure);
    for (const engine::Measure& known : catalog().measures()) nearest.offer(known.name);
    const std::string hint = nearest.hint();
    throw Error(problem::unknown_name, "there is no measure or relation " + in_quotes(measure),
                hint.empty() ? "declare it first" : hint);
  }
  id_ = *id;
  measure_ = catalog().measure(id_);
  if (program.records_of(id_))
    throw Error(problem::made_of_records, measure_.name + " is read from the records of " + measure_.axes.back().name,
                "append to a measure of its own, declared with `measure`");
  find_axes(dimensions);
  fact_.key.resize(measure_.axes.size());
  state(provenance);
  begin(program);
}

void FactBatch::begin(const engine::Program& program) {
  catalog_ = program.catalog;
  discard();
}

void FactBatch::discard() {
  staged_ = FactTable(measure_.axes.size());
  new_members_ = {};
  texts_ = 0;
}

void FactBatch::find_axes(const std::vector<std::string>& dimensions) {
  std::string all;
  for (const engine::Axis& axis : measure_.axes) all += (all.empty() ? "" : ", ") + axis.name;
  std::vector<bool> given(measure_.axes.size(), false);
  for (const std::string& name : dimensions) {
    std::size_t axis = 0;
    while (axis < measure_.axes.size() && measure_.axes[axis].name != name) ++axis;
    if (axis == measure_.axes.size())
      throw Error(problem::wrong_arguments, measure_.name + " has no dimension " + in_quotes(name),
                  "its dimensions are " + all);
    if (given[axis]) throw Error(problem::wrong_arguments, name + " stands twice", "name each dimension once");
    given[axis] = true;
    axes_.push_back(axis);
  }
  if (axes_.size() != measure_.axes.size())
    throw Error(problem::wrong_arguments, "not every dimension of " + measure_.name + " is named",
                "its dimensions are " + all);
}

void FactBatch::state(const BatchProvenance& stated) {
  if (!stated.source.empty()) {
    const auto source = catalog().find_source(stated.source);
    if (!source)
      throw Error(problem::unknown_source, "there is no source " + in_quotes(stated.source), "declare it first");
    fact_.source = *source;
  }
  if (!stated.kind.empty()) {
    const auto kind = stated_kind(stated.kind);
    if (!kind)
      throw Error(problem::unknown_kind, in_quotes(stated.kind) + " is not a kind of facts", std::string(kinds_hint));
    fact_.kind = *kind;
  }
  fact_.date = catalog().source(fact_.source).date;
  if (!stated.date.empty()) {
    const auto day = engine::parse_date(stated.date);
    if (!day) throw Error(problem::not_a_date, in_quotes(stated.date) + " is not a date", "write it as 2024-12-31");
    fact_.date = *day;
  }
  if (stated.unit.empty()) return;
  const engine::Unit unit = catalog().units().parse(stated.unit);
  factor_ = catalog().units().conversion(unit, measure_.unit);
  if (!factor_ || measure_.is_relation)
    throw Error(
        problem::unit_mismatch, "the values are in " + stated.unit + ", but " + measure_.name + " is not",
        measure_.is_relation ? "a relation has no values" : "its unit is " + catalog().units().text(measure_.unit));
  if (*factor_ == engine::Number(1)) factor_.reset();
}

void FactBatch::fail(std::string_view id, std::string message, std::string hint) const {
  throw RowError(Error(id, std::move(message), std::move(hint)), rows() + 1);
}

Code FactBatch::member(std::size_t place, std::string_view name) {
  const engine::Dimension& dimension = this->dimension(place);
  if (const auto code = dimension.find(name)) return *code;
  if (dimension.is_calendar())
    fail(problem::not_a_date, in_quotes(name) + " is not a " + dimension.name(),
         "a period is written 2024, 2024Q3, 2024M11 or 2024-12-18");
  const engine::DimensionId id = measure_.axes[axes_[place]].dimension;
  if (const auto code = new_members_.find(id, name)) return *code;
  if (dimension.closed())
    fail(problem::unknown_member, "there is no member " + in_quotes(name) + " of " + dimension.name(),
         member_mend(dimension, name));
  if (name.empty())
    fail(problem::empty_cell, "a member of " + dimension.name() + " has no name", "name it, or leave the row out");
  if (engine::find_not_text(name) != std::string_view::npos)
    fail(problem::not_text, "the name of a member of " + dimension.name() + " is no UTF-8 text", "convert it to UTF-8");
  texts_ += name.size() + bytes_of_member;
  return new_members_.add(catalog(), id, name);
}

Code FactBatch::member(std::size_t place, std::int64_t year) {
  const bool is_year = dimension(place).calendar() == engine::Calendar::year && year >= 0 && year <= 9999;
  return is_year ? static_cast<Code>(year) : member(place, std::to_string(year));
}

void FactBatch::append(std::optional<engine::Range> value) {
  fact_.unknown = !value && !measure_.is_relation;
  if (value) {
    if (measure_.is_relation)
      fail(problem::value_missing, measure_.name + " is a relation, whose facts have no value", "append the key alone");
    if (factor_) *value = *value * engine::Range(*factor_);
    auto within = within_domain(measure_, *value);
    if (!within)
      fail(
          problem::outside_domain,
          "the value " + value->text() + " lies outside the domain " + measure_.domain->text() + " of " + measure_.name,
          "mend the figure, or widen the measure's domain");
    fact_.value = std::move(*within);
  } else {
    fact_.value = engine::Range();
  }
  if (value)
    if (const auto other = find_clash(staged_, fact_)) clash(fact_, *other, rows() + 1);
  staged_.append(fact_);
}

void FactBatch::clash(const engine::Fact& fact, const engine::Range& other, std::size_t row) const {
  const std::string& source = catalog().source(fact.source).name;
  throw RowError(Error(engine::problem::disjoint_facts,
                       "the cell cannot be both " + other.text() + " and " + fact.value.text() +
                           (source.empty() ? " without a source" : " from " + source),
                       "an earlier row or fact says so; date the later statement so that it supersedes the earlier"),
                 row);
}

// The staged keys in a catalog that may have changed since: members that were new may be known by now, or get other
// codes.
std::vector<std::vector<Code>> FactBatch::keys_in(const engine::Catalog& now, NewMembers& added) const {
  std::vector<std::vector<Code>> keys;
  std::map<engine::DimensionId, std::vector<Code>> codes;
  for (std::size_t axis = 0; axis < measure_.axes.size(); ++axis) {
    const engine::DimensionId id = measure_.axes[axis].dimension;
    if (!codes.contains(id)) codes[id] = new_members_.renumbered(id, now, added);
    keys.push_back(staged_.keys(axis));
    const auto is_new = [&](Code code) { return static_cast<std::size_t>(code) >= now.dimension(id).size(); };
    if (now.dimension(id).closed() && std::any_of(codes[id].begin(), codes[id].end(), is_new))
      throw Error(problem::unknown_member, now.dimension(id).name() + " has been closed since the rows were appended",
                  "declare its new members");
    if (codes[id].empty()) continue;
    const auto first = static_cast<Code>(catalog().dimension(id).size());
    for (Code& code : keys.back())
      if (code >= first) code = codes[id][static_cast<std::size_t>(code - first)];
  }
  return keys;
}

void FactBatch::commit(engine::Store& store) {
  const engine::Program& program = store.program();
  require_room(program, id_, bytes_held(program), rows(), texts_);
  NewMembers added;
  const auto keys = keys_in(*program.catalog, added);
  FactTable& table = store.edit_facts(id_);
  engine::Fact fact = fact_;
  const auto read = [&](std::size_t row) {
    for (std::size_t axis = 0; axis < keys.size(); ++axis) fact.key[axis] = keys[axis][row];
    fact.unknown = staged_.unknown(row);
    if (!measure_.is_relation) fact.value = staged_.values()[row];
  };
  const bool is_first = table.size() == 0;
  for (std::size_t row = 0; row < rows() && !is_first && !measure_.is_relation; ++row) {
    read(row);
    if (const auto other = find_clash(table, fact)) clash(fact, *other, row + 1);
  }
  catalog_ = nullptr;  // so that adding members copies nothing
  if (!added.empty()) added.apply(store.edit_catalog());
  for (std::size_t row = 0; row < rows(); ++row) {
    read(row);
    table.append(fact);
  }
  begin(store.program());
}

}  // namespace reckon::lang

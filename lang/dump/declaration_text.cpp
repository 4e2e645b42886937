// One statement a row, but for members: they stand together in their dimension's statement.
#include "lang/dump/declaration_text.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include "engine/model/error.hpp"
#include "lang/ast/print.hpp"
#include "lang/ast/print_expression.hpp"
#include "lang/diagnostics/problems.hpp"

namespace reckon::lang {
namespace {

using engine::Code;
using engine::DimensionId;
using engine::Step;

constexpr Step never = std::numeric_limits<Step>::max();

void require_one_line(std::string_view text) {
  if (text.find_first_of("\n\r") == std::string_view::npos) return;
  throw engine::Error(problem::not_text,
                      "the name \"" + std::string(text) + "\" has a line break, which a script cannot write", {});
}

std::string described(const std::string& description) {
  return description.empty() ? std::string() : ' ' + quoted_text(description);
}

std::string unit_text(const engine::UnitRow& unit) {
  std::string text = "unit " + unit.name;
  if (unit.factor) {
    const std::string factor = unit.factor->text();
    text += " = " + factor + (factor.find('/') == std::string::npos ? " " : " * 1 ") + unit.base;
  }
  return text + described(unit.description) + '\n';
}

std::string source_text(const engine::Source& source) {
  std::string text = "source " + name_text(source.name) + described(source.description);
  if (source.date != engine::no_code) text += " on " + engine::period_text(source.date, engine::Calendar::day);
  return text + '\n';
}

std::string policy_text(const engine::Catalog& catalog, const engine::Policy& policy) {
  static constexpr std::array<std::string_view, 6> words{"hull", "meet", "latest", "prefer", "least", "greatest"};
  std::string text = " under " + std::string(words[static_cast<std::size_t>(policy.kind)]);
  if (policy.preferred.empty()) return text;
  for (std::size_t i = 0; i < policy.preferred.size(); ++i)
    text += (i == 0 ? "(" : ", ") + name_text(catalog.source(policy.preferred[i]).name);
  return text + ')';
}

std::string measure_text(const engine::Catalog& catalog, const engine::MeasureRow& row) {
  static constexpr std::array<std::string_view, 3> additivity{" flow", " stock", " rate"};
  const engine::Measure& measure = row.measure;
  std::string text = (measure.is_relation ? "relation " : "measure ") + name_text(measure.name);
  for (std::size_t i = 0; i < measure.axes.size(); ++i) {
    const engine::Axis& axis = measure.axes[i];
    const std::string& dimension = catalog.dimension(axis.dimension).name();
    text += i == 0 ? "(" : ", ";
    if (axis.name != dimension) text += name_text(axis.name) + ": ";
    text += name_text(dimension);
  }
  if (!measure.axes.empty()) text += ')';
  if (!measure.is_relation) {
    text += " : " + row.unit + std::string(additivity[static_cast<std::size_t>(measure.additivity)]);
    if (measure.domain) text += " in " + range_text(*measure.domain);
    if (measure.policy) text += policy_text(catalog, *measure.policy);
  }
  return text + described(measure.description) + '\n';
}

template <class Row>
Step step_at(const std::vector<Row>& rows, std::size_t at) {
  return at < rows.size() ? rows[at].step : never;
}

template <class Row>
void pass_rows(const std::vector<Row>& rows, std::size_t& at, Step until) {
  while (at < rows.size() && rows[at].step <= until) ++at;
}

}  // namespace

std::string name_text(std::string_view name) {
  require_one_line(name);
  return quoted_if_needed(name);
}

std::string quoted_text(std::string_view text) {
  require_one_line(text);
  std::string quoted;
  append_text(quoted, text);
  return quoted;
}

std::string argument_text(const engine::Dimension& dimension, Code code) {
  if (!dimension.is_calendar()) return name_text(dimension.member(code).name);
  const std::string text = dimension.text(code);
  const auto year = std::min(text.find_first_not_of("0123456789"), text.size());
  return std::string(year < 4 ? 4 - year : 0, '0') + text;
}

std::string range_text(const engine::Range& range) {
  std::string text = range.is_point() ? range.low.text()
                                      : (range.unbounded_below ? "" : range.low.text()) + ".." +
                                            (range.unbounded_above ? "" : range.high.text());
  if (range.has_central) text += " best " + range.central.text();
  return text;
}

Step DeclarationText::next() const {
  Step closing = never;
  for (const engine::DimensionRow& row : rows_.dimensions)
    if (row.closed && *row.closed > passed_) closing = std::min(closing, *row.closed);
  return std::min({closing, step_at(rows_.units, at_.unit), step_at(rows_.dimensions, at_.dimension),
                   step_at(rows_.members, at_.member), step_at(rows_.levels, at_.level),
                   step_at(rows_.aliases, at_.alias), step_at(rows_.roll_ups, at_.roll_up),
                   step_at(rows_.sources, at_.source), step_at(rows_.measures, at_.measure)});
}

void DeclarationText::skip(Step until) {
  passed_ = until;
  pass_rows(rows_.units, at_.unit, until);
  pass_rows(rows_.dimensions, at_.dimension, until);
  pass_rows(rows_.members, at_.member, until);
  pass_rows(rows_.levels, at_.level, until);
  pass_rows(rows_.aliases, at_.alias, until);
  pass_rows(rows_.roll_ups, at_.roll_up, until);
  pass_rows(rows_.sources, at_.source, until);
  pass_rows(rows_.measures, at_.measure, until);
}

void DeclarationText::append(std::string& out, Step step) {
  const At from = at_;
  skip(step);
  for (std::size_t i = from.unit; i < at_.unit; ++i) out += unit_text(rows_.units[i]);
  for (std::size_t i = from.source; i < at_.source; ++i)
    if (!rows_.sources[i].source.is_rule) out += source_text(rows_.sources[i].source);
  for (std::size_t id = engine::source_dimension + 1; id < catalog_.dimensions().size(); ++id)
    dimension(out, step, static_cast<DimensionId>(id), from);
  for (std::size_t i = from.measure; i < at_.measure; ++i) out += measure_text(catalog_, rows_.measures[i]);
}

// Members that have no parents yet come first, in the order of their codes; then each direct parent by itself.
void DeclarationText::dimension(std::string& out, Step step, DimensionId id, const At& from) {
  const engine::DimensionRow& row = rows_.dimensions[id - engine::source_dimension - 1];
  const engine::Dimension& dimension = catalog_.dimension(id);
  const bool is_new = row.step == step, is_closed = row.closed && *row.closed <= step;
  std::map<Code, std::string> lines;  // members with what is new of them
  for (std::size_t i = from.member; i < at_.member; ++i)
    if (rows_.members[i].dimension == id)
      lines[rows_.members[i].code] = described(dimension.member(rows_.members[i].code).description);
  for (std::size_t i = from.alias; i < at_.alias; ++i)
    if (rows_.aliases[i].dimension == id) lines[rows_.aliases[i].member] += ' ' + name_text(rows_.aliases[i].name);
  const bool lists = is_closed && (!lines.empty() || *row.closed == step);
  if (is_new || lists)
    out += "dimension " + name_text(row.name) + (row.ordered ? " ordered" : "") +
           (is_new ? described(row.description) : "");
  if (lists) {
    out += lines.empty() ? " {" : " {\n";
    for (const auto& [code, line] : lines) out += "  " + name_text(dimension.member(code).name) + line + '\n';
    out += '}';
  }
  if (is_new || lists) out += '\n';
  for (const engine::Level& level : dimension.levels()) parents(out, id, level, from);
}

// Whether a direct parent brings it: the member need not name it.
bool DeclarationText::is_derived(const engine::RollUpRow& row) const {
  for (const engine::Level& level : catalog_.dimension(row.dimension).levels()) {
    const Code code = level.codes[static_cast<std::size_t>(row.member)];
    if (level.direct && level.dimension != row.level && code != engine::no_code &&
        catalog_.rolls_up(level.dimension, row.level) && catalog_.roll_up(code, level.dimension, row.level) == row.code)
      return true;
  }
  return false;
}

// New members of an open parent get their codes in the order in which they are named first.
void DeclarationText::parents(std::string& out, DimensionId id, const engine::Level& level, const At& from) {
  bool is_new = false;
  for (std::size_t i = from.level; i < at_.level; ++i)
    is_new = is_new || (level.direct && rows_.levels[i].dimension == id && rows_.levels[i].level == level.dimension);
  std::vector<std::pair<Code, Code>> lines;  // the parent, the member
  for (std::size_t i = from.roll_up; i < at_.roll_up; ++i) {
    const engine::RollUpRow& row = rows_.roll_ups[i];
    if (row.dimension != id || row.level != level.dimension) continue;
    if (level.direct || !is_derived(row)) lines.emplace_back(row.code, row.member);
  }
  if (!is_new && lines.empty()) return;
  std::sort(lines.begin(), lines.end());
  const engine::Dimension& child = catalog_.dimension(id);
  const engine::Dimension& parent = catalog_.dimension(level.dimension);
  out += "dimension " + name_text(child.name()) + " -> " + name_text(parent.name());
  if (!lines.empty()) out += " {\n";
  for (const auto& [code, member] : lines)
    out += "  " + name_text(child.member(member).name) + " -> " +
           (parent.is_calendar() ? quoted_text(parent.text(code)) : argument_text(parent, code)) + '\n';
  out += lines.empty() ? "\n" : "}\n";
}

}  // namespace reckon::lang

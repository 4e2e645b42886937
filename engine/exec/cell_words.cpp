// Cells and facts in words.
#include "engine/exec/cell_words.hpp"

#include <algorithm>
#include <array>

#include "engine/exec/reconcile.hpp"
#include "engine/plan/words.hpp"

namespace reckon::engine {
namespace {

constexpr std::size_t most_rule_text = 400;
constexpr std::size_t most_facts = 20;  // of one cell

// One line, without the blanks of its layout.
std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (c == ')' && !line.empty() && line.back() == ' ') line.pop_back();
    if (!blank)
      line += c;
    else if (!line.empty() && line.back() != ' ' && line.back() != '(')
      line += ' ';
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  if (line.size() <= most_rule_text) return line;
  std::size_t end = most_rule_text;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xc0U) == 0x80U) --end;  // not inside a character
  return line.substr(0, end) + "…";
}

std::string reconciled(const Catalog& catalog, const Policy& policy, std::size_t facts) {
  static constexpr std::array<std::string_view, 6> names{"the hull of ",  "what is common to ", "the latest of ", "",
                                                         "the least of ", "the greatest of "};
  const std::string count = std::to_string(facts) + " facts";
  if (policy.kind == PolicyKind::prefer) return text(catalog, policy) + " among " + count;
  return std::string(names[static_cast<std::size_t>(policy.kind)]) + count;
}

}  // namespace

std::string CellWords::value(const Node& node, const Unit& unit) const {
  if (node.missing) return "missing";
  if (node.is_truth) return std::string(readable(node.truth));
  const std::string name = catalog_.units().text(unit);
  return readable(node.range, digits_) + (name.empty() ? "" : ' ' + name) + (node.maybe ? " or missing" : "");
}

std::string CellWords::place(MeasureId id, std::span<const Code> key) const {
  const Measure& measure = catalog_.measure(id);
  std::string members;
  for (std::size_t axis = 0; axis < key.size(); ++axis) {
    const DimensionId dimension = axis < measure.axes.size() ? measure.axes[axis].dimension : source_dimension;
    members += (axis ? ", " : "(") + member_text(catalog_, dimension, {key[axis], -1});
  }
  return written_name(measure.name) + (members.empty() ? "" : members + ')');
}

std::string CellWords::heading(const Node& node, std::span<const Code> key) const {
  const Measure& measure = catalog_.measure(node.measure);
  const std::string name = place(node.measure, key);
  return measure.is_relation ? name : name + " = " + value(node, measure.unit);
}

Explanation CellWords::statement(MeasureId id, const FactTable& facts, std::uint32_t row) {
  const Measure& measure = catalog_.measure(id);
  const std::string unit = catalog_.units().text(measure.unit);
  Explanation fact;
  if (!measure.is_relation) fact.text = readable(facts.values()[row], digits_) + (unit.empty() ? "" : ' ' + unit);
  fact.detail = provenance(facts, row);
  return fact;
}

std::string CellWords::rule_words(const Rule& rule) {
  const std::string& name = catalog_.source(rule.source).name;
  std::string words = rule.is_default ? "by default" : "by rule " + written_name(name);
  if (!rule.assumption.empty()) words += ": " + rule.assumption;
  if (!described_.insert(rule.source).second) return words;
  // The description closes the rule's text and has just been told.
  std::string_view body = rule.text;
  const auto description = body.rfind('"' + rule.assumption + '"');
  if (!rule.assumption.empty() && description != std::string_view::npos) body = body.substr(0, description);
  const std::string text = on_one_line(body);
  return text.empty() ? words : words + '\n' + text;
}

std::string CellWords::provenance(const FactTable& facts, std::uint32_t row) {
  const SourceId id = facts.source(row);
  const Source& source = catalog_.source(id);
  if (const Rule* rule = program_.rule_of(id)) return rule_words(*rule);
  std::string words = id == anonymous_source ? "without a source" : "from " + written_name(source.name);
  if (!source.description.empty() && described_.insert(id).second) words += " (" + source.description + ')';
  if (facts.kind(row) != Kind::none) words += ", " + std::string(kind_text(facts.kind(row)));
  if (facts.date(row) != no_code) words += ", " + period_text(facts.date(row), Calendar::day);
  if (facts.about(row)) words += ", said to be about that";
  if (const auto level = facts.confidence(row))
    words += ", its " + (*level * Number(100)).text() + "% confidence interval";
  const std::string_view note = facts.note(row);
  return note.empty() ? words : words + ": " + std::string(note);
}

bool CellWords::is_assumed(const Node& node, std::span<const Code> key) const {
  const auto is_cell = [&](const Assumed& assumed) {
    if (assumed.measure != node.measure || !(assumed.value == node.range)) return false;
    return std::equal(key.begin(), key.end(), assumed.key.begin(), assumed.key.end(),
                      [](Code code, const CodeOperand& operand) { return code == operand.code; });
  };
  return std::any_of(plan_.worlds.begin(), plan_.worlds.end(), [&](const World& world) {
    return std::any_of(world.assumed.begin(), world.assumed.end(), is_cell);
  });
}

// The policy that a query asks for a cell, else the measure's own.
const Policy& CellWords::policy(const Node& node) const {
  return node.cells->policy ? *node.cells->policy : program_.policy_of(node.measure);
}

// Why a fact of the cell does not count, or nothing.
std::string CellWords::status(const FactTable& facts, std::uint32_t row, const std::vector<std::uint32_t>& standing,
                              const Policy& policy) const {
  if (std::find(standing.begin(), standing.end(), row) == standing.end()) {
    Day latest = no_code;
    for (const auto other : standing)
      if (facts.source(other) == facts.source(row)) latest = std::max(latest, facts.date(other));
    return "superseded by its statement of " + period_text(latest, Calendar::day);
  }
  const auto chosen = chosen_facts(facts, standing, policy);
  if (std::find(chosen.begin(), chosen.end(), row) != chosen.end()) return {};
  return policy.kind == PolicyKind::latest ? "not the latest" : "not the preferred source";
}

std::vector<std::uint32_t> CellWords::told_facts(const Node& node) const {
  const FactTable& facts = *node.cells->facts;
  std::vector<std::uint32_t> told;
  for (const std::uint32_t row : node.cells->cells.facts(node.cell)) {
    const bool again = catalog_.source(facts.source(row)).is_rule &&
                       std::any_of(told.begin(), told.end(), [&](std::uint32_t other) {
                         return facts.source(other) == facts.source(row) && facts.date(other) == facts.date(row) &&
                                facts.values()[other] == facts.values()[row];
                       });
    if (!again) told.push_back(row);
  }
  return told;
}

void CellWords::add_facts(const Node& node, Explanation& explanation) {
  const FactTable& facts = *node.cells->facts;
  const Measure& measure = catalog_.measure(node.measure);
  const auto rows = told_facts(node);
  const auto standing = standing_facts(catalog_, facts, rows);
  if (rows.size() == 1) {
    explanation.detail = provenance(facts, rows.front());
    if (!measure.is_relation && measure.domain && !(facts.values()[rows.front()] == node.range))
      explanation.detail += "\ngiven as " + readable(facts.values()[rows.front()], digits_) + ", cut to the domain " +
                            readable(*measure.domain, digits_);
    return;
  }
  const Policy& how = policy(node);
  explanation.detail = standing.size() > 1 && !measure.is_relation ? reconciled(catalog_, how, standing.size())
                                                                   : "of " + std::to_string(rows.size()) + " facts";
  for (std::size_t i = 0; i < rows.size() && i < most_facts; ++i) {
    Explanation fact = statement(node.measure, facts, rows[i]);
    const std::string unused = status(facts, rows[i], standing, how);
    if (!unused.empty()) fact.detail += '\n' + unused;
    explanation.parts.push_back(std::move(fact));
  }
  if (rows.size() > most_facts)
    explanation.parts.push_back({"and " + std::to_string(rows.size() - most_facts) + " more facts", {}, {}});
}

Explanation CellWords::cell(const Node& node, std::span<const Code> key) {
  Explanation explanation{heading(node, key), {}, {}};
  if (is_assumed(node, key))
    explanation.detail = "assumed in the query";
  else if (node.cells)
    add_facts(node, explanation);
  return explanation;
}

Explanation CellWords::given_by_rule(const Node& node) {
  return {value(node, catalog_.measure(node.measure).unit), rule_words(*node.rule), {}};
}

Explanation CellWords::derived(const Node& node, std::span<const Code> key) {
  return {heading(node, key), rule_words(*node.rule), {}};
}

}  // namespace reckon::engine

// The notes of an answer in words. Nothing of this runs until somebody reads them.
#include <algorithm>
#include <set>
#include <unordered_set>

#include "engine/exec/answer.hpp"
#include "engine/exec/bound_plan.hpp"
#include "engine/exec/coverage.hpp"
#include "engine/exec/reconcile.hpp"

namespace reckon::engine {
namespace {

std::string counted(std::uint64_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

std::string passed_over(const Answer& answer, const Plan& plan, const Note& note) {
  const bool missing = note.what == Note::What::missing_passed_over;
  std::string text =
      describe(plan, note.operation, answer.catalog()) + " passes over " +
      (missing ? counted(note.count, "missing value: ", "missing values: ") : counted(note.count, "row: ", "rows: "));
  std::uint64_t named = 0;
  for (const MissingId reason : note.reasons)
    if (reason != present) text += (named++ > 0 ? ", " : "") + describe(answer.reasons[reason], plan, answer.catalog());
  return note.count > named ? text + " and " + std::to_string(note.count - named) + " more" : text;
}

std::string along_text(const Answer& answer, const Plan& plan, OperationId id) {
  const auto* aggregate = std::get_if<op::Aggregate>(&plan.operations[id].what);
  const auto& axes = plan.operations[plan.operations[id].inputs.front()].axes;
  const std::string axis = aggregate && aggregate->along ? axes[*aggregate->along].name : "row";
  return describe(plan, id, answer.catalog()) + " takes a different " + axis + " in different groups";
}

std::string run_note(const Answer& answer, const Plan& plan, const Note& note) {
  switch (note.what) {
    case Note::What::missing_passed_over:
    case Note::What::without_parent: return passed_over(answer, plan, note);
    case Note::What::no_condition_value:
      return counted(note.count, "row is", "rows are") + " left out: the condition has no value there";
    case Note::What::groups_differ: return along_text(answer, plan, note.operation);
    case Note::What::divided_by_zero_range:
      return counted(note.count, "quotient is", "quotients are") + " unbounded: the divisor may be 0";
    case Note::What::truncated: break;
  }
  return "the search for the narrowest ends stopped at its limit";
}

// Measures that a plan reads, directly or through rules.
std::vector<bool> measures_read(const Program& program, const Plan& plan) {
  std::vector<bool> read(program.facts.size(), false);
  std::vector<MeasureId> open;
  for (const Operation& operation : plan.operations)
    if (const auto* scan = std::get_if<op::Scan>(&operation.what)) open.push_back(scan->measure);
  while (!open.empty()) {
    const MeasureId measure = open.back();
    open.pop_back();
    if (read[measure]) continue;
    read[measure] = true;
    for (const auto& rule : program.rules)
      if (rule->head == measure) open.insert(open.end(), rule->reads.begin(), rule->reads.end());
  }
  return read;
}

bool any_confidence(const Program& program, const std::vector<bool>& read) {
  for (std::size_t measure = 0; measure < read.size(); ++measure) {
    if (!read[measure]) continue;
    const FactTable& facts = *program.facts[measure];
    for (std::size_t row = 0; row < facts.size(); ++row)
      if (facts.confidence(row)) return true;
  }
  return false;
}

using Intervals = std::set<std::pair<SourceId, std::string>>;  // source and level

void add_intervals(const Catalog& catalog, const Node& node, Intervals& found) {
  const FactTable& facts = *node.cells->facts;
  for (const auto row : standing_facts(catalog, facts, node.cells->cells.facts(node.cell)))
    if (const auto level = facts.confidence(row)) found.emplace(facts.source(row), (*level * Number(100)).text());
}

// Which confidence intervals stand behind an answer is found by recording one more run; only stores that hold any pay.
std::vector<std::string> confidence_notes(const Answer& answer) {
  const Program& program = *answer.program;
  if (!any_confidence(program, measures_read(program, *answer.plan))) return {};
  auto lineage = answer.lineage;
  const Answer again = lineage ? Answer{}
                               : evaluate(answer.program, answer.plan, answer.bindings, Keep::lineage,
                                          std::make_shared<Meter>(Limits{}));
  if (!lineage) lineage = again.lineage;
  std::vector<NodeId> open;
  for (const auto& column : lineage == answer.lineage ? answer.frame.columns : again.frame.columns)
    for (const Value& value : column) open.push_back(value.node);
  std::unordered_set<NodeId> seen;
  Intervals found;
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    if (id == 0 || !seen.insert(id).second) continue;
    const Node& node = lineage->node(id);
    if (node.what == Node::What::cell) add_intervals(answer.catalog(), node, found);
    for (const NodeId argument : lineage->arguments(node)) open.push_back(argument);
  }
  std::vector<std::string> notes;
  for (const auto& [id, level] : found) {
    const std::string source = id == anonymous_source ? "a source without a name" : answer.catalog().source(id).name;
    notes.push_back("read as bounds: the " + level + "% confidence interval of " + source);
  }
  return notes;
}

}  // namespace

std::vector<std::string> note_texts(const Answer& answer) {
  const Plan plan = bound_plan(*answer.plan, answer.bindings);
  std::vector<std::string> notes;
  const auto add = [&](std::string note) {
    if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(std::move(note));
  };
  for (const Note& note : answer.notes) add(run_note(answer, plan, note));
  for (std::string& note : coverage_notes(*answer.program, plan)) add(std::move(note));
  for (std::string& note : confidence_notes(answer)) add(std::move(note));
  // What a longer note says more closely is not said twice: "no h100e for Baidu" beside "no h100e for Baidu in 2024".
  std::vector<std::string> closest;
  for (const std::string& note : notes)
    if (std::none_of(notes.begin(), notes.end(),
                     [&](const std::string& other) { return other.rfind(note + " in ", 0) == 0; }))
      closest.push_back(note);
  return closest;
}

}  // namespace reckon::engine

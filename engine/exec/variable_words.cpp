// Names, facts and places of cells.
#include "engine/exec/variable_words.hpp"

#include "engine/exec/bound_plan.hpp"
#include "engine/exec/reconcile.hpp"
#include "engine/plan/words.hpp"

namespace reckon::engine {
namespace {

constexpr std::size_t most_places = 8;  // of one end

bool is_cell(const Node& node) { return node.what == Node::What::cell || node.what == Node::What::derived; }

// All places at the same end of their cells.
bool all_at(const Recorder& recorder, const Witness& witness, bool high) {
  for (const Witness::Place& place : witness.places) {
    const Range& range = recorder.node(place.node).range;
    if (place.above || place.below ||
        (high ? range.unbounded_above || place.value != range.high : range.unbounded_below || place.value != range.low))
      return false;
  }
  return true;
}

}  // namespace

VariableWords::VariableWords(const Answer& answer)
    : answer_(answer),
      recorder_(*answer.lineage),
      plan_(bound_plan(*answer.plan, answer.bindings)),
      words_(*answer.program, plan_, Digits::rounded) {}

std::string VariableWords::name(NodeId id) const {
  const Node& node = recorder_.node(id);
  if (is_cell(node)) return words_.place(node.measure, recorder_.key(node));
  if (node.what == Node::What::constant) return readable(node.range) + " written in the query";
  std::string members;
  const auto& axes = plan_of(node).operations[node.operation].axes;
  const auto key = recorder_.key(node);
  for (std::size_t i = 0; i < key.size() && i < axes.size(); ++i)
    members += (i ? ", " : " for ") + member_text(*answer_.program->catalog, axes[i].dimension, {key[i], -1});
  return describe(plan_of(node), node.operation, *answer_.program->catalog) + members;
}

Unit VariableWords::unit(NodeId id) const {
  const Node& node = recorder_.node(id);
  return is_cell(node) ? answer_.catalog().measure(node.measure).unit : plan_of(node).operations[node.operation].unit;
}

bool VariableWords::is_assumed(NodeId id) const {
  const Node& node = recorder_.node(id);
  return is_cell(node) && words_.is_assumed(node, recorder_.key(node));
}

std::vector<StatedFact> VariableWords::facts(NodeId id) const {
  std::vector<StatedFact> found;
  const Node& node = recorder_.node(id);
  if (!is_cell(node) || !node.cells || is_assumed(id)) return found;
  const FactTable& table = *node.cells->facts;
  for (const std::uint32_t row : standing_facts(answer_.catalog(), table, node.cells->cells.facts(node.cell))) {
    StatedFact fact;
    fact.value = table.values()[row];
    const SourceId source = table.source(row);
    if (const Rule* rule = answer_.program->rule_of(source))
      fact.source = (rule->is_default ? "default " : "rule ") + written_name(answer_.catalog().source(source).name);
    else if (source != anonymous_source)
      fact.source = answer_.catalog().source(source).name;
    if (table.kind(row) != Kind::none) fact.kind = kind_text(table.kind(row));
    if (table.date(row) != no_code) fact.date = period_text(table.date(row), Calendar::day);
    fact.note = table.note(row);
    found.push_back(std::move(fact));
  }
  return found;
}

std::string VariableWords::places(const Witness& witness, Digits digits) const {
  const std::size_t all = witness.places.size();
  if (all > most_places)
    for (const bool high : {false, true})
      if (all_at(recorder_, witness, high))
        return "each of the " + std::to_string(all) + " cells is at its " + (high ? "high" : "low") + " end";
  std::string text;
  for (std::size_t i = 0; i < all && i < most_places; ++i) {
    const Witness::Place& place = witness.places[i];
    const std::string unit = answer_.catalog().units().text(this->unit(place.node));
    const Node& node = recorder_.node(place.node);
    text +=
        (i ? ", " : "") + (node.what == Node::What::constant ? readable(node.range) + " as written" : name(place.node));
    text += place.above ? " is just above " : place.below ? " is just below " : " = ";
    text += readable(place.value, digits) + (unit.empty() ? "" : ' ' + unit);
  }
  return all > most_places ? text + " and " + std::to_string(all - most_places) + " more cells" : text;
}

std::vector<std::string> witness_texts(const Answer& answer, const VariableWords& words, std::size_t row,
                                       std::size_t column, Digits digits) {
  std::vector<std::string> texts;
  if (answer.witnesses.empty()) return texts;
  const Value& value = answer.value(row, column);
  const Node& node = answer.lineage->node(value.node);
  if (value.node == 0 || value.is_missing() || value.range.is_point() || node.what != Node::What::operation)
    return texts;
  const Witnesses& ends = answer.witnesses[column][row];
  for (const bool high : {false, true}) {
    const Witness& witness = high ? ends.high : ends.low;
    if (!witness.known || witness.places.empty()) continue;
    texts.push_back(std::string("the ") + (high ? "greatest" : "least") + " value is " +
                    (witness.limit ? "approached" : "reached") + " when " + words.places(witness, digits));
  }
  return texts;
}

}  // namespace reckon::engine

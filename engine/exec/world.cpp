// Deriving: base facts, then rules, then defaults for what is still open, then assumptions.
#include "engine/exec/world.hpp"

#include <algorithm>

#include "engine/exec/bounds/tighten.hpp"
#include "engine/exec/cell_lookup.hpp"
#include "engine/exec/reconcile.hpp"
#include "engine/exec/row_index.hpp"
#include "engine/exec/run.hpp"
#include "engine/exec/tightness.hpp"
#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"

namespace reckon::engine {
namespace {

// Coordinates of the head, from a row of the rule's answer.
std::vector<Code> head_key(const Rule& rule, const Frame& frame, std::size_t row) {
  std::vector<Code> key;
  for (const std::size_t axis : rule.axes) key.push_back(frame.keys[axis][row]);
  return key;
}

}  // namespace

std::shared_ptr<const MeasureCells> Universe::cells(MeasureId measure) {
  if (auto known = cache().find(measure)) return known;
  if (std::find(deriving_.begin(), deriving_.end(), measure) != deriving_.end())
    throw Error(problem::rule_cycle, "the rules of " + program_.catalog->measure(measure).name + " read their own result",
                "a rule may read its own measure only through an ordered dimension, as in m[year - 1]");
  deriving_.push_back(measure);
  std::shared_ptr<const MeasureCells> made;
  try {
    made = derive(measure);
  } catch (...) {
    deriving_.pop_back();
    throw;
  }
  deriving_.pop_back();
  cache().store(measure, made);
  return made;
}

std::shared_ptr<const MeasureCells> Universe::derive(MeasureId measure) {
  const Catalog& catalog = *program_.catalog;
  auto made = std::make_shared<MeasureCells>();
  const Reconciliation how{program_.policy_of(measure), as_of_, nullptr, nullptr, false};
  const auto& base = program_.facts[measure];
  if (!program_.is_derived(measure)) {
    made->facts = base;
    made->cells = reconcile(catalog, measure, *base, how);
    assume(measure, made->cells);
    if (!made->cells.values.all_points()) made->ranged.push_back(measure);
    return made;
  }
  auto finished = std::make_shared<FactTable>(*base);
  for (const auto& rule : program_.rules)
    if (rule->head == measure && !rule->is_default) apply_rule(*rule, *finished, nullptr, *made);
  made->cells = reconcile(catalog, measure, *finished, how);
  for (const auto& rule : program_.rules) {
    if (rule->head != measure || !rule->is_default) continue;
    apply_rule(*rule, *finished, &made->cells, *made);
    made->cells = reconcile(catalog, measure, *finished, how);
  }
  made->facts = std::move(finished);
  assume(measure, made->cells);
  add_dependence(measure, *made);
  return made;
}

// A derived measure depends on what its rules read; its cells are independent if no rule uses a ranged cell twice.
void Universe::add_dependence(MeasureId measure, MeasureCells& made) {
  if (made.cells.values.all_points()) return;
  made.ranged.push_back(measure);
  for (const auto& rule : program_.rules) {
    if (rule->head != measure) continue;
    const Dependence on = dependence(*rule->plan, *this);
    made.independent = made.independent && on.once && !on.repeats;
    std::vector<MeasureId> all;
    std::set_union(made.ranged.begin(), made.ranged.end(), on.ranged.begin(), on.ranged.end(), std::back_inserter(all));
    made.ranged = std::move(all);
  }
}

// A rule's rows with their ends narrowed where it reads a ranged cell twice.
Frame Universe::rule_rows(const Rule& rule, MeasureCells& made) {
  Run run(program_, *rule.plan);
  execute(run, shared_from_this());
  const auto varies = [](const Value& value) { return !value.is_missing() && !value.range.is_point(); };
  const auto& values = run.frames.back().values();
  if (std::none_of(values.begin(), values.end(), varies) || reads_once(run, *this))
    return std::move(run.frames.back());
  made.independent = false;
  Recorder recorder(program_.limits.lineage);
  Run again(program_, *rule.plan);
  again.recorder = &recorder;
  execute(again, shared_from_this());
  tighten(recorder, *rule.plan, again.frames.back(), program_.limits, nullptr);
  drop_rule_nodes(recorder);
  return std::move(again.frames.back());
}

void Universe::drop_rule_nodes(const Recorder& recorder) {
  std::erase_if(rule_nodes_, [&](const RuleNodes& nodes) { return nodes.recorder == &recorder; });
}

void Universe::apply_rule(const Rule& rule, FactTable& facts, const CellTable* taken, MeasureCells& made) {
  const Frame frame = rule_rows(rule, made);
  const bool is_relation = program_.catalog->measure(rule.head).is_relation;
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    const Value& value = frame.values()[row];
    // A number that a step may have no result for, as x / y where y may be 0, is taken to be there: its cell exists.
    if (frame.membership(row) != Membership::certain || (is_relation && value.maybe) || value.is_missing()) continue;
    Fact fact;
    fact.key = head_key(rule, frame, row);
    if (taken && find_cell(*taken, fact.key) != no_cell) continue;
    fact.kind = Kind::derived;
    fact.source = rule.source;
    fact.date = value.date;
    fact.value = value.range;
    facts.append(fact);
  }
  const bool reads_unknown = std::any_of(rule.reads.begin(), rule.reads.end(), [&](MeasureId read) {
    return !cells(read)->cells.unknown_rows.empty();
  });
  if (reads_unknown) pass_unknown(rule, facts);
}

// What a source has no figure for passes to the cells that the rule would have given. It is no cell, so the rule runs
// once more to find it, and it says nothing where some other statement stands.
void Universe::pass_unknown(const Rule& rule, FactTable& facts) {
  Run run(program_, *rule.plan);
  run.with_unknown = true;
  execute(run, shared_from_this());
  RowIndex::Columns columns;
  for (std::size_t axis = 0; axis < facts.axes(); ++axis) columns.push_back(&facts.keys(axis));
  const RowIndex stated(columns, facts.size());
  std::vector<Fact> unknown;
  const Frame& frame = run.frames.back();
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    const Value& value = frame.values()[row];
    if (!value.is_missing() || run.reasons[value.missing].what != MissingReason::What::unknown) continue;
    Fact fact;
    fact.key = head_key(rule, frame, row);
    if (stated.find(fact.key) != RowIndex::none) continue;
    fact.kind = Kind::derived;
    fact.source = run.reasons[value.missing].source;
    fact.date = value.date;
    fact.unknown = true;
    unknown.push_back(std::move(fact));
  }
  for (const Fact& fact : unknown) facts.append(fact);
}

bool Universe::assumes(MeasureId measure, std::span<const Code> key) const {
  return std::any_of(assumed_.begin(), assumed_.end(), [&](const AssumedCell& cell) {
    return cell.measure == measure && std::equal(key.begin(), key.end(), cell.key.begin(), cell.key.end());
  });
}

void Universe::assume(MeasureId measure, CellTable& cells) const {
  for (const AssumedCell& assumed : assumed_)
    if (assumed.measure == measure) put_cell(cells, assumed.key, assumed.value);
}

NodeId Universe::derived_node(Recorder& recorder, const Rule& rule, std::span<const Code> key) {
  auto found = std::find_if(rule_nodes_.begin(), rule_nodes_.end(),
                            [&](const RuleNodes& nodes) { return nodes.recorder == &recorder && nodes.rule == &rule; });
  if (found == rule_nodes_.end()) {
    Run run(program_, *rule.plan);
    run.recorder = &recorder;
    execute(run, shared_from_this());
    RuleNodes nodes{&recorder, &rule, {}};
    const Frame& frame = run.frames.back();
    for (std::size_t row = 0; row < frame.rows(); ++row)
      nodes.by_key.emplace(head_key(rule, frame, row), frame.values()[row].node);
    rule_nodes_.push_back(std::move(nodes));
    found = rule_nodes_.end() - 1;
  }
  const auto node = found->by_key.find(std::vector<Code>(key.begin(), key.end()));
  return node == found->by_key.end() ? 0 : node->second;
}

}  // namespace reckon::engine

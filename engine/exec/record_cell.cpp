// From a cell to what it was derived from.
#include "engine/exec/record_cell.hpp"

#include <algorithm>
#include <set>

#include "engine/exec/reconcile.hpp"
#include "engine/exec/rules/proof.hpp"

namespace reckon::engine {
namespace {

constexpr std::size_t most_depth = 60;            // of a proof: deeper atoms stand as they are
constexpr std::size_t most_contributions = 1000;  // of one step; the rest is counted

// The rule that alone gives a cell its one value, or null.
const Rule* only_rule(const Program& program, const FactTable& facts, std::span<const std::uint32_t> rows) {
  if (rows.empty()) return nullptr;
  const Rule* rule = program.rule_of(facts.source(rows.front()));
  const bool same = std::all_of(rows.begin() + 1, rows.end(), [&](std::uint32_t row) {
    return facts.source(row) == facts.source(rows.front()) && facts.values()[row] == facts.values()[rows.front()];
  });
  return same ? rule : nullptr;
}

Number weight(const Range& range) { return max(abs(range.low), abs(range.high)); }

class CellRecorder {
 public:
  CellRecorder(Recorder& recorder, Universe& universe) : recorder_(recorder), universe_(universe) {}

  NodeId record(MeasureId, const std::shared_ptr<const MeasureCells>&, std::uint32_t cell, const Value&,
                std::size_t depth);
  NodeId part(const ProofAtom&, std::size_t depth);

 private:
  // A cell whose value is known, at its place.
  struct Cell {
    MeasureId measure;
    const std::shared_ptr<const MeasureCells>& source;
    std::uint32_t cell;
    std::vector<Code> key;
  };
  NodeId by_body(const Cell&, const Rule&, const Value&, std::uint32_t fact, std::size_t depth);
  NodeId by_expression(const Cell&, const Rule&, const Value&, bool& settled);
  NodeId by_step(const Cell&, const ProofStep&, const Value&, std::size_t depth);
  void add_steps(NodeId, const Cell&, const Rule&, std::uint32_t fact, std::size_t depth);
  void add_fact_steps(NodeId, const Cell&, std::size_t depth);
  // The cell as a variable: the same wherever the same facts are chosen for it.
  NodeId variable(const Cell&, const Value&, bool assumed);
  void add_contributions(std::vector<ProofAtom>, std::vector<NodeId>& parts, std::size_t depth);
  // Whether the steps behind the cell are to be recorded: explanations want them, as far as they are read.
  bool goes_on(const Cell&, std::size_t depth);

  Recorder& recorder_;
  Universe& universe_;
  std::set<std::pair<MeasureId, std::vector<Code>>> open_;  // cells whose proof is being recorded
};

NodeId CellRecorder::record(MeasureId measure, const std::shared_ptr<const MeasureCells>& source, std::uint32_t number,
                            const Value& value, std::size_t depth) {
  if (const NodeId known = recorder_.known(source, number); known != 0) return known;
  Cell cell{measure, source, number, {}};
  for (const auto& codes : source->cells.keys) cell.key.push_back(codes[number]);
  const auto facts = source->cells.facts(number);
  const bool assumed = universe_.assumes(measure, cell.key);
  const Rule* rule = assumed ? nullptr : only_rule(universe_.program(), *source->facts, facts);
  bool settled = true;
  NodeId node = 0;
  if (rule && rule->body) {
    settled = !open_.contains({measure, cell.key});
    node = by_body(cell, *rule, value, facts.front(), depth);
  } else if (rule) {
    node = by_expression(cell, *rule, value, settled);
  }
  if (node == 0) {
    node = variable(cell, value, assumed);
    if (!assumed && recorder_.explains()) add_fact_steps(node, cell, depth);
  }
  recorder_.set_key(node, cell.key);
  if (settled) recorder_.known(source, number) = node;
  return node;
}

NodeId CellRecorder::by_expression(const Cell& cell, const Rule& rule, const Value& value, bool& settled) {
  const NodeId expression = universe_.derived_node(recorder_, rule, cell.key, settled);
  if (expression == 0) return 0;
  const auto& domain = universe_.program().catalog->measure(cell.measure).domain;
  const bool cut = domain && !domain->contains(recorder_.node(expression).range);
  return recorder_.derived(cell.measure, cell.source, cell.cell, rule, value, std::span(&expression, 1), cut);
}

bool CellRecorder::goes_on(const Cell& cell, std::size_t depth) {
  return recorder_.explains() && depth < most_depth && !open_.contains({cell.measure, cell.key}) &&
         universe_.proofs().take_step();
}

// What a rule's body gives is a step of a proof; where two ways give an end each, both are steps of the cell.
NodeId CellRecorder::by_body(const Cell& cell, const Rule& rule, const Value& value, std::uint32_t fact,
                             std::size_t depth) {
  Proofs& proofs = universe_.proofs();
  if (!goes_on(cell, depth)) return recorder_.derived(cell.measure, cell.source, cell.cell, rule, value, {});
  if (universe_.program().catalog->measure(cell.measure).is_relation) {
    const auto step = proofs.of_row(cell.measure, cell.key);
    return step ? by_step(cell, *step, value, depth)
                : recorder_.derived(cell.measure, cell.source, cell.cell, rule, value, {});
  }
  const auto steps = proofs.of_value(rule, cell.key, cell.source->facts->values()[fact]);
  if (steps.size() == 1) return by_step(cell, steps.front(), value, depth);
  const NodeId node = recorder_.derived(cell.measure, cell.source, cell.cell, rule, value, {});
  for (const ProofStep& step : steps) {
    Value given = value;
    given.range = step.value;
    recorder_.add_fact_step(node, {fact, by_step(cell, step, given, depth)});
  }
  return node;
}

NodeId CellRecorder::by_step(const Cell& cell, const ProofStep& step, const Value& value, std::size_t depth) {
  const auto open = open_.emplace(cell.measure, cell.key);
  std::vector<NodeId> parts;
  for (const ProofAtom& atom : step.atoms)
    if (const NodeId node = part(atom, depth + 1); node != 0) parts.push_back(node);
  const std::size_t contributions = step.contributions.size();
  add_contributions(step.contributions, parts, depth + 1);
  if (open.second) open_.erase(open.first);
  const NodeId node = recorder_.derived(cell.measure, cell.source, cell.cell, *step.rule, value, parts);
  recorder_.set_key(node, cell.key);
  recorder_.remark(node, step.bindings);
  if (contributions > most_contributions) recorder_.count_more(node, contributions - most_contributions);
  return node;
}

// The largest first.
void CellRecorder::add_contributions(std::vector<ProofAtom> atoms, std::vector<NodeId>& parts, std::size_t depth) {
  std::vector<std::pair<Number, std::size_t>> weights;
  weights.reserve(atoms.size());
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    const auto place = universe_.proofs().find(atoms[i].measure, atoms[i].key);
    const bool has_value = place.cells && !universe_.program().catalog->measure(atoms[i].measure).is_relation;
    weights.emplace_back(has_value ? weight(place.cells->cells.values[place.cell]) : Number(0), i);
  }
  std::stable_sort(weights.begin(), weights.end(), [](const auto& a, const auto& b) { return b.first < a.first; });
  if (weights.size() > most_contributions) weights.resize(most_contributions);
  for (const auto& [of, i] : weights)
    if (const NodeId node = part(atoms[i], depth); node != 0) parts.push_back(node);
}

// How rules gave those facts of a cell of several that are theirs.
void CellRecorder::add_fact_steps(NodeId node, const Cell& cell, std::size_t depth) {
  if (!recorder_.fact_steps(node).empty()) return;
  std::set<std::pair<SourceId, std::string>> told;
  for (const std::uint32_t fact : cell.source->cells.facts(cell.cell)) {
    const FactTable& facts = *cell.source->facts;
    const Rule* rule = universe_.program().rule_of(facts.source(fact));
    if (rule && told.emplace(facts.source(fact), facts.values()[fact].text()).second && goes_on(cell, depth))
      add_steps(node, cell, *rule, fact, depth);
  }
}

void CellRecorder::add_steps(NodeId node, const Cell& cell, const Rule& rule, std::uint32_t fact, std::size_t depth) {
  Value value;
  value.range = cell.source->facts->values()[fact];
  if (!rule.body) {
    bool settled = true;
    if (const NodeId step = by_expression(cell, rule, value, settled); step != 0) {
      recorder_.set_key(step, cell.key);
      recorder_.add_fact_step(node, {fact, step});
    }
    return;
  }
  for (const ProofStep& step : universe_.proofs().of_value(rule, cell.key, value.range)) {
    value.range = step.value;
    recorder_.add_fact_step(node, {fact, by_step(cell, step, value, depth)});
  }
}

NodeId CellRecorder::variable(const Cell& cell, const Value& value, bool assumed) {
  const Program& program = universe_.program();
  const auto rows = cell.source->cells.facts(cell.cell);
  std::vector<std::uint32_t> facts(rows.begin(), rows.end());
  if (assumed) facts.clear();
  if (facts.size() > 1)
    facts = chosen_facts(*cell.source->facts, standing_facts(*program.catalog, *cell.source->facts, facts),
                         cell.source->policy ? *cell.source->policy : program.policy_of(cell.measure));
  // Chosen by source a cell has one more code, which does not make it another variable.
  const auto axes = static_cast<std::ptrdiff_t>(program.catalog->measure(cell.measure).axes.size());
  std::vector<Code> place(cell.key.begin(), cell.key.begin() + axes);
  NodeId& same = recorder_.variable(cell.measure, std::move(place), facts, value.range);
  if (same == 0) same = recorder_.cell(cell.measure, cell.source, cell.cell, value);
  return same;
}

NodeId CellRecorder::part(const ProofAtom& atom, std::size_t depth) {
  const RowCells::Place place = universe_.proofs().find(atom.measure, atom.key);
  if (!place.cells) return 0;
  Value value;
  if (universe_.program().catalog->measure(atom.measure).is_relation)
    value.truth = Truth::yes;
  else
    value.range = place.cells->cells.values[place.cell];
  return record(atom.measure, place.cells, place.cell, value, depth);
}

}  // namespace

NodeId record_cell(Recorder& recorder, Universe& universe, MeasureId measure,
                   const std::shared_ptr<const MeasureCells>& source, std::uint32_t cell, const Value& value) {
  return CellRecorder(recorder, universe).record(measure, source, cell, value, 0);
}

NodeId record_row(Recorder& recorder, Universe& universe, MeasureId relation, std::span<const Code> row) {
  return CellRecorder(recorder, universe).part({relation, {row.begin(), row.end()}}, 0);
}

}  // namespace reckon::engine

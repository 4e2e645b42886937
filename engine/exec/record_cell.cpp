// From a cell to what it was derived from.
#include "engine/exec/record_cell.hpp"

#include "engine/exec/cell_lookup.hpp"
#include "engine/exec/reconcile.hpp"
#include "engine/exec/rules/proof.hpp"

namespace reckon::engine {
namespace {

constexpr std::size_t most_depth = 60;    // of a proof: deeper atoms stand as they are
constexpr std::size_t most_parts = 2000;  // of one step

class CellRecorder {
 public:
  CellRecorder(Recorder& recorder, Universe& universe) : recorder_(recorder), universe_(universe) {}

  NodeId record(MeasureId, const std::shared_ptr<const MeasureCells>&, std::uint32_t cell, const Value&,
                std::size_t depth);

 private:
  NodeId proved(MeasureId, const std::shared_ptr<const MeasureCells>&, std::uint32_t cell, const Value&,
                std::span<const Code> key, std::size_t depth);
  // The cell as a variable: the same wherever the same facts are chosen for it.
  NodeId variable(MeasureId, const std::shared_ptr<const MeasureCells>&, std::uint32_t cell, const Value&,
                  std::span<const Code> key, bool assumed);
  NodeId part(MeasureId, std::span<const Code> key, std::size_t depth);

  Recorder& recorder_;
  Universe& universe_;
};

NodeId CellRecorder::record(MeasureId measure, const std::shared_ptr<const MeasureCells>& source, std::uint32_t cell,
                            const Value& value, std::size_t depth) {
  if (const NodeId known = recorder_.known(source, cell); known != 0) return known;
  std::vector<Code> key;
  for (const auto& codes : source->cells.keys) key.push_back(codes[cell]);
  const auto facts = source->cells.facts(cell);
  const bool assumed = universe_.assumes(measure, key);
  const Rule* rule =
      !assumed && facts.size() == 1 ? universe_.program().rule_of(source->facts->source(facts.front())) : nullptr;
  bool settled = true;
  NodeId node = 0;
  if (rule && rule->body) {
    node = depth < most_depth ? proved(measure, source, cell, value, key, depth) : 0;
    settled = node != 0;
  } else if (rule) {
    const NodeId expression = universe_.derived_node(recorder_, *rule, key, settled);
    const auto& domain = universe_.program().catalog->measure(measure).domain;
    if (expression != 0) {
      const bool cut = domain && !domain->contains(recorder_.node(expression).range);
      node = recorder_.derived(measure, source, cell, *rule, value, std::span(&expression, 1), cut);
    }
  }
  if (node == 0) node = variable(measure, source, cell, value, key, assumed);
  recorder_.set_key(node, key);
  if (settled) recorder_.known(source, cell) = node;
  return node;
}

NodeId CellRecorder::variable(MeasureId measure, const std::shared_ptr<const MeasureCells>& source, std::uint32_t cell,
                              const Value& value, std::span<const Code> key, bool assumed) {
  const Program& program = universe_.program();
  const auto rows = source->cells.facts(cell);
  std::vector<std::uint32_t> facts(rows.begin(), rows.end());
  if (assumed) facts.clear();
  if (facts.size() > 1)
    facts = chosen_facts(*source->facts, standing_facts(*program.catalog, *source->facts, facts),
                         source->policy ? *source->policy : program.policy_of(measure));
  // Chosen by source a cell has one more code, which does not make it another variable.
  std::vector<Code> place(key.begin(),
                          key.begin() + static_cast<std::ptrdiff_t>(program.catalog->measure(measure).axes.size()));
  NodeId& same = recorder_.variable(measure, std::move(place), facts, value.range);
  if (same == 0) same = recorder_.cell(measure, source, cell, value);
  return same;
}

NodeId CellRecorder::proved(MeasureId measure, const std::shared_ptr<const MeasureCells>& source, std::uint32_t cell,
                            const Value& value, std::span<const Code> key, std::size_t depth) {
  const auto proof = universe_.proofs().step(measure, key, value.range);
  if (!proof) return 0;
  std::vector<NodeId> parts;
  for (const ProofAtom& atom : proof->atoms)
    if (parts.size() < most_parts)
      if (const NodeId node = part(atom.measure, atom.key, depth + 1); node != 0) parts.push_back(node);
  const NodeId node = recorder_.derived(measure, source, cell, *proof->rule, value, parts);
  recorder_.remark(node, proof->bindings);
  return node;
}

NodeId CellRecorder::part(MeasureId measure, std::span<const Code> key, std::size_t depth) {
  const auto cells = universe_.cells(measure);
  const std::uint32_t cell = find_cell(cells->cells, key.first(cells->cells.keys.size()));
  if (cell == no_cell) return 0;
  Value value;
  if (universe_.program().catalog->measure(measure).is_relation)
    value.truth = Truth::yes;
  else
    value.range = cells->cells.values[cell];
  return record(measure, cells, cell, value, depth);
}

}  // namespace

NodeId record_cell(Recorder& recorder, Universe& universe, MeasureId measure,
                   const std::shared_ptr<const MeasureCells>& source, std::uint32_t cell, const Value& value) {
  return CellRecorder(recorder, universe).record(measure, source, cell, value, 0);
}

}  // namespace reckon::engine

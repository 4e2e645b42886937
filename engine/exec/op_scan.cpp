// Reading the cells of a measure, or the rows of a relation.
#include <algorithm>

#include "engine/exec/axis_matcher.hpp"
#include "engine/exec/condition.hpp"
#include "engine/exec/reconcile.hpp"

namespace reckon::engine {
namespace {

// The facts of finished cells that the world's provenance condition chooses, reconciled by its policy.
std::shared_ptr<const MeasureCells> chosen_cells(const Run& run, const op::Scan& scan, const MeasureCells& finished) {
  const World& world = run.plan.worlds[scan.world];
  Reconciliation how{world.policy ? *world.policy : run.program.policy_of(scan.measure)};
  how.as_of = run.universes[scan.world]->as_of();
  how.by_source = world.by_source;
  std::vector<std::uint32_t> rows;
  if (world.attributes) {
    for (std::size_t cell = 0; cell < finished.cells.size(); ++cell)
      for (const auto row : standing_facts(run.catalog, *finished.facts, finished.cells.facts(cell)))
        if (attributes_hold(run.catalog, *world.attributes, *finished.facts, row)) rows.push_back(row);
    how.rows = &rows;
  }
  auto chosen = std::make_shared<MeasureCells>();
  chosen->facts = finished.facts;
  chosen->cells = reconcile(run.catalog, scan.measure, *finished.facts, how);
  return chosen;
}

class Scanner {
 public:
  Scanner(Run& run, OperationId id, const op::Scan& scan)
      : run_(run), id_(id), scan_(scan), measure_(run.catalog.measure(scan.measure)) {
    matchers_.reserve(scan.tests.size());
    free_.reserve(scan.fixed.size() + 1);
    for (const AxisTest& test : scan.tests) matchers_.emplace_back(test.axis, AxisMatcher(run, test, measure_.axes[test.axis].dimension));
    for (std::size_t axis = 0; axis < scan.fixed.size(); ++axis) {
      if (scan.fixed[axis]) fixed_.emplace_back(axis, run.code(*scan.fixed[axis]));
      else free_.push_back(axis);
    }
    if (run.plan.worlds[scan.world].by_source) free_.push_back(measure_.axes.size());
  }

  Frame run();

 private:
  bool matches(const std::vector<std::vector<Code>>& keys, std::size_t row) const {
    for (const auto& [axis, code] : fixed_)
      if (keys[axis][row] != code) return false;
    for (const auto& [axis, matcher] : matchers_)
      if (!matcher(keys[axis][row])) return false;
    return true;
  }
  void append_key(Frame& frame, const std::vector<std::vector<Code>>& keys, std::size_t row) const {
    for (std::size_t i = 0; i < free_.size(); ++i) frame.keys[i].push_back(keys[free_[i]][row]);
  }
  NodeId record(const std::shared_ptr<const MeasureCells>&, std::uint32_t cell, const Value&) const;
  void append_unknown(Frame&, const CellTable&) const;

  Run& run_;
  OperationId id_;
  const op::Scan& scan_;
  const Measure& measure_;
  std::vector<std::pair<std::size_t, AxisMatcher>> matchers_;
  std::vector<std::pair<std::size_t, Code>> fixed_;
  std::vector<std::size_t> free_;
};

Frame Scanner::run() {
  const World& world = run_.plan.worlds[scan_.world];
  auto source = run_.universes[scan_.world]->cells(scan_.measure);
  if (world.policy || world.attributes || world.by_source) source = chosen_cells(run_, scan_, *source);
  const CellTable& cells = source->cells;
  Frame frame;
  frame.keys.resize(free_.size());
  auto& values = frame.values();
  // Small stores are read into place at once; of large ones a scan often keeps little.
  const std::size_t expected = std::min<std::size_t>(cells.size(), 16);
  for (auto& codes : frame.keys) codes.reserve(expected);
  values.reserve(expected);
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    if (!matches(cells.keys, cell)) continue;
    append_key(frame, cells.keys, cell);
    Value& value = values.emplace_back();
    if (measure_.is_relation) value.truth = Truth::yes;
    else value.range = cells.values[cell];
    value.date = cells.date(cell);
    if (run_.recorder) value.node = record(source, static_cast<std::uint32_t>(cell), value);
  }
  if (run_.with_unknown) append_unknown(frame, cells);
  return frame;
}

NodeId Scanner::record(const std::shared_ptr<const MeasureCells>& source, std::uint32_t cell, const Value& value) const {
  Recorder& recorder = *run_.recorder;
  // (A map's references stay valid while it grows.)
  NodeId& known = recorder.known(source.get(), cell);
  if (known != 0) return known;
  std::vector<Code> key;
  for (const auto& codes : source->cells.keys) key.push_back(codes[cell]);
  const auto facts = source->cells.facts(cell);
  Universe& universe = *run_.universes[scan_.world];
  const bool assumed = universe.assumes(scan_.measure, key);
  const Rule* rule = !assumed && facts.size() == 1 ? run_.program.rule_of(source->facts->source(facts.front())) : nullptr;
  const NodeId expression = rule ? universe.derived_node(recorder, *rule, key) : 0;
  if (expression != 0) {
    const bool cut = measure_.domain && !measure_.domain->contains(recorder.node(expression).range);
    known = recorder.derived(scan_.measure, source, cell, *rule, value, expression, cut);
    recorder.set_key(known, key);
    return known;
  }
  std::vector<Code> place(key.begin(), key.begin() + static_cast<std::ptrdiff_t>(measure_.axes.size()));
  // An assumed value stands in place of the facts.
  NodeId& node = recorder.variable(scan_.measure, std::move(place), assumed ? std::span<const std::uint32_t>() : facts, value.range);
  if (node == 0) node = recorder.cell(scan_.measure, source, cell, value);
  recorder.set_key(node, key);
  known = node;
  return node;
}

void Scanner::append_unknown(Frame& frame, const CellTable& cells) const {
  const std::size_t rows = cells.unknown_rows.size();
  for (std::size_t i = 0; i < rows; ++i) {
    if (!matches(cells.unknown_keys, i)) continue;
    append_key(frame, cells.unknown_keys, i);
    MissingReason why{MissingReason::What::unknown, id_, {}, 0, cells.unknown_rows[i]};
    why.source = run_.universes[scan_.world]->cells(scan_.measure)->facts->source(cells.unknown_rows[i]);
    frame.values().push_back(Value::absent(run_.reasons.add(std::move(why))));
  }
}

}  // namespace

Frame run_scan(Run& run, OperationId id, const op::Scan& scan) { return Scanner(run, id, scan).run(); }

}  // namespace reckon::engine

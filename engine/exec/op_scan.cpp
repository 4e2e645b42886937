// Reading the cells of a measure, or the rows of a relation.
#include <algorithm>
#include <limits>
#include <numeric>

#include "engine/exec/condition.hpp"
#include "engine/exec/kept_rows.hpp"
#include "engine/exec/leading_cells.hpp"
#include "engine/exec/reconcile.hpp"
#include "engine/exec/record_cell.hpp"
#include "engine/exec/records/record_rows.hpp"

namespace reckon::engine {
namespace {

constexpr std::uint32_t cells_at_once = 65536;     // so that what is left of them takes little beside the result
constexpr std::size_t most_explained_rows = 1000;  // of a derived relation

class Scanner {
 public:
  Scanner(Run& run, OperationId id, const op::Scan& scan)
      : run_(run),
        id_(id),
        scan_(scan),
        measure_(run.catalog.measure(scan.measure)),
        matchers_(&run.scratch),
        fixed_(&run.scratch),
        free_(&run.scratch) {
    matchers_.reserve(scan.tests.size());
    free_.reserve(scan.fixed.size() + 1);
    for (const AxisTest& test : scan.tests)
      matchers_.emplace_back(test.axis, AxisMatcher(run, test, measure_.axes[test.axis].dimension));
    for (std::size_t axis = 0; axis < scan.fixed.size(); ++axis) {
      if (scan.fixed[axis])
        fixed_.emplace_back(axis, run.code(*scan.fixed[axis]));
      else
        free_.push_back(axis);
    }
    if (run.plan.worlds[scan.world].by_source) free_.push_back(measure_.axes.size());
  }

  Frame run();

 private:
  // `column(axis)` are the codes of an axis.
  template <class Column>
  bool matches(const Column& column, std::size_t row) const {
    for (const auto& [axis, code] : fixed_)
      if (column(axis)[row] != code) return false;
    for (const auto& [axis, matcher] : matchers_)
      if (!matcher(column(axis)[row])) return false;
    return true;
  }
  std::shared_ptr<const MeasureCells> chosen_cells(const MeasureCells& finished) const;
  ScratchVector<std::uint32_t> matching(const CellTable&, CellSpan) const;
  void append_cells(Frame&, const std::shared_ptr<const MeasureCells>&, const ScratchVector<std::uint32_t>& rows) const;
  void append_key(Frame& frame, const std::vector<std::vector<Code>>& keys, std::size_t row) const {
    for (std::size_t i = 0; i < free_.size(); ++i) frame.keys[i].push_back(keys[free_[i]][row]);
  }
  void append_unknown(Frame&, const CellTable&) const;
  Frame derived_rows(const DerivedRows&) const;
  NodeId recorded(std::span<const Code> row, std::size_t number) const;

  Run& run_;
  OperationId id_;
  const op::Scan& scan_;
  const Measure& measure_;
  ScratchVector<std::pair<std::size_t, AxisMatcher>> matchers_;
  ScratchVector<std::pair<std::size_t, Code>> fixed_;
  ScratchVector<std::size_t> free_;
};

// The facts of finished cells that the world's provenance condition chooses, reconciled by its policy; only of the
// cells that the scan reads, so that facts that clash elsewhere do not matter here.
std::shared_ptr<const MeasureCells> Scanner::chosen_cells(const MeasureCells& finished) const {
  const World& world = run_.plan.worlds[scan_.world];
  const auto column = [&](std::size_t axis) -> const std::vector<Code>& { return finished.facts->keys(axis); };
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < finished.facts->size(); ++row)
    if (matches(column, row)) rows.push_back(row);
  Reconciliation how{world.policy ? *world.policy : run_.program.policy_of(scan_.measure)};
  how.as_of = run_.universes[scan_.world]->as_of();
  how.by_source = world.by_source;
  how.rows = &rows;
  if (world.attributes) how.provenance = &*world.attributes;
  auto chosen = std::make_shared<MeasureCells>();
  chosen->facts = finished.facts;
  chosen->policy = world.policy;
  chosen->cells = reconcile(run_.catalog, scan_.measure, *finished.facts, how);
  if (!world.by_source) run_.universes[scan_.world]->assume(scan_.measure, chosen->cells);
  return chosen;
}

// Test by test, each over the cells that the ones before have left.
ScratchVector<std::uint32_t> Scanner::matching(const CellTable& cells, CellSpan within) const {
  ScratchVector<std::uint32_t> rows(within.size(), &run_.scratch);
  std::iota(rows.begin(), rows.end(), within.begin);
  const auto keep = [&](std::size_t axis, const auto& holds) {
    const Code* const codes = cells.keys[axis].data();
    std::size_t kept = 0;
    for (const std::uint32_t row : rows) {
      rows[kept] = row;
      kept += holds(codes[row]) ? 1 : 0;
    }
    rows.resize(kept);
  };
  for (const auto& [axis, code] : fixed_) keep(axis, [code = code](Code other) { return other == code; });
  for (const auto& [axis, matcher] : matchers_)
    if (matcher.is_own_interval())
      keep(axis, [from = matcher.from(), to = matcher.to()](Code code) { return code >= from && code <= to; });
  for (const auto& [axis, matcher] : matchers_)
    if (!matcher.is_own_interval()) keep(axis, matcher);
  return rows;
}

Frame Scanner::run() {
  const World& world = run_.plan.worlds[scan_.world];
  const bool chosen = world.policy || world.attributes || world.by_source;
  if (!chosen)
    if (const auto rows = run_.universes[scan_.world]->rows(scan_.measure)) return derived_rows(*rows);
  auto source = run_.universes[scan_.world]->cells(scan_.measure);
  if (chosen) source = chosen_cells(*source);
  const CellTable& cells = source->cells;
  const CellSpan within = leading_cells(cells, fixed_, matchers_);
  run_.charge(within.size());
  Frame frame = run_.frame_for(id_);
  frame.keys.resize(free_.size());
  for (std::uint32_t begin = within.begin, end = begin; begin < within.end; begin = end) {
    end = begin + std::min(within.end - begin, cells_at_once);
    append_cells(frame, source, matching(cells, {begin, end}));
  }
  if (run_.with_unknown) append_unknown(frame, cells);
  return frame;
}

void Scanner::append_cells(Frame& frame, const std::shared_ptr<const MeasureCells>& source,
                           const ScratchVector<std::uint32_t>& rows) const {
  const CellTable& cells = source->cells;
  for (std::size_t i = 0; i < free_.size(); ++i)
    for (const std::uint32_t cell : rows) frame.keys[i].push_back(cells.keys[free_[i]][cell]);
  for (const std::uint32_t cell : rows) {
    Value& value = frame.values().emplace_back();
    if (measure_.is_relation)
      value.truth = Truth::yes;
    else
      value.range = cells.values[cell];
    value.date = cells.date(cell);
    if (run_.recorder)
      value.node = record_cell(*run_.recorder, *run_.universes[scan_.world], scan_.measure, source, cell, value);
  }
}

// A derived relation's rows from their trie.
Frame Scanner::derived_rows(const DerivedRows& derived) const {
  Frame frame = run_.frame_for(id_);
  frame.keys.resize(free_.size());
  Value holds;
  holds.truth = Truth::yes;
  const RowChoice choice(run_, scan_);
  choice.each_row(derived.rows, [&](std::span<const Code> row) {
    for (std::size_t i = 0; i < free_.size(); ++i) frame.keys[i].push_back(row[free_[i]]);
    if (run_.recorder) holds.node = recorded(row, frame.values().size());
    frame.values().push_back(holds);
  });
  return frame;
}

// Of many rows the first are explained, the rest named.
NodeId Scanner::recorded(std::span<const Code> row, std::size_t number) const {
  if (number < most_explained_rows) return record_row(*run_.recorder, *run_.universes[scan_.world], scan_.measure, row);
  Value holds;
  holds.truth = Truth::yes;
  const NodeId node = run_.recorder->cell(scan_.measure, nullptr, 0, holds);
  run_.recorder->set_key(node, row.first(measure_.axes.size()));
  return node;
}

void Scanner::append_unknown(Frame& frame, const CellTable& cells) const {
  const std::size_t rows = cells.unknown_rows.size();
  for (std::size_t i = 0; i < rows; ++i) {
    if (!matches([&](std::size_t axis) -> const std::vector<Code>& { return cells.unknown_keys[axis]; }, i)) continue;
    append_key(frame, cells.unknown_keys, i);
    MissingReason why{MissingReason::What::unknown, id_, {}, 0, cells.unknown_rows[i]};
    why.source = run_.universes[scan_.world]->cells(scan_.measure)->facts->source(cells.unknown_rows[i]);
    frame.values().push_back(Value::absent(run_.reasons.add(std::move(why))));
  }
}

}  // namespace

Frame run_scan(Run& run, OperationId id, const op::Scan& scan) {
  // Of a few records an explanation shows each with its source; of many it shows what was made of them.
  const RecordsOf* records = run.program.records_of(scan.measure);
  const bool as_cells = records && run.recorder && records->table->rows() <= most_explained_records;
  if (records && !as_cells && reads_plainly(run.plan.worlds[scan.world])) return record_rows(run, id, scan, *records);
  if (auto kept = keep_rows(run, id)) {
    Frame unread;
    unread.keys.resize(kept->choice.free().size());
    run.kept.emplace(id, std::move(kept));
    return unread;
  }
  return Scanner(run, id, scan).run();
}

}  // namespace reckon::engine

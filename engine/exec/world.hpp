// A universe: the store as it is, or as it was at a date, or with assumed values. It derives what rules and defaults
// give in it, each measure once and only when asked.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "engine/exec/lineage.hpp"
#include "engine/exec/program.hpp"

namespace reckon::engine {

// A value put in place of a reconciled cell.
struct AssumedCell {
  MeasureId measure = 0;
  std::vector<Code> key;
  Range value;
};

class Universe : public std::enable_shared_from_this<Universe> {
 public:
  // The store as it is: cells are shared with other readers through the snapshot's cache.
  explicit Universe(const Program& program) : program_(program) {}
  Universe(const Program& program, Day as_of, std::vector<AssumedCell> assumed)
      : program_(program), as_of_(as_of), assumed_(std::move(assumed)), own_cache_(std::make_unique<CellCache>()) {}

  const Program& program() const { return program_; }
  Day as_of() const { return as_of_; }
  const std::vector<AssumedCell>& assumed() const { return assumed_; }
  bool assumes(MeasureId, std::span<const Code> key) const;

  // A measure's facts, derived ones included, and its cells under the measure's own policy.
  // Throws Error where facts clash or a rule fails.
  std::shared_ptr<const MeasureCells> cells(MeasureId);

  // Puts the assumed values in place of cells.
  void assume(MeasureId, CellTable&) const;

  // The lineage of the cells that one rule gives in this universe: rows by head coordinate.
  // Recorded once for each recorder.
  NodeId derived_node(Recorder&, const Rule&, std::span<const Code> key);

 private:
  CellCache& cache() { return own_cache_ ? *own_cache_ : *program_.cells; }
  std::shared_ptr<const MeasureCells> derive(MeasureId);
  void apply_rule(const Rule&, FactTable&, const CellTable* taken, MeasureCells&);
  Frame rule_rows(const Rule&, MeasureCells&);
  void drop_rule_nodes(const Recorder&);
  void pass_unknown(const Rule&, FactTable&);
  void add_dependence(MeasureId, MeasureCells&);

  const Program& program_;
  Day as_of_ = FactTable::end_of_time;
  std::vector<AssumedCell> assumed_;
  std::unique_ptr<CellCache> own_cache_;
  std::vector<MeasureId> deriving_;  // guards against a rule that reads its own head

  struct RuleNodes {
    const Recorder* recorder;
    const Rule* rule;
    std::map<std::vector<Code>, NodeId> by_key;  // by coordinate of the head
  };
  std::vector<RuleNodes> rule_nodes_;
};

}  // namespace reckon::engine

// A universe: the store as it is, or as it was at a date, or with assumed values. It derives what rules and defaults
// give in it, each measure once and only when asked.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/exec/lineage.hpp"
#include "engine/exec/meter.hpp"
#include "engine/exec/program.hpp"

namespace reckon::engine {

// A value put in place of a reconciled cell.
struct AssumedCell {
  MeasureId measure = 0;
  std::vector<Code> key;
  Range value;
};

// What one stratum did, for `explain`.
struct RoundProfile {
  std::uint64_t rows = 0;  // that the round added or changed
  std::uint64_t nanoseconds = 0;
};
struct DerivationProfile {
  std::vector<MeasureId> group;
  std::vector<RoundProfile> rounds;
  std::vector<std::string> joins;    // each rule's order: `depends: x by new depends(x, y), then z by …`
  std::uint64_t bytes = 0;           // of all rows with their column orders
  std::vector<std::string> indexes;  // column orders kept beside the rows themselves
};

class Proofs;
class StoredRelation;

class Universe : public std::enable_shared_from_this<Universe> {
 public:
  // The store as it is: cells are shared with other readers through the snapshot's cache. The meter counts all that is
  // derived and run here; without one the program's limits are counted anew.
  explicit Universe(const Program& program, std::shared_ptr<Meter> meter = nullptr);
  Universe(const Program& program, Day as_of, std::vector<AssumedCell> assumed, std::shared_ptr<Meter> meter = nullptr);
  ~Universe();

  const Program& program() const { return program_; }
  Meter& meter() const { return *meter_; }
  const std::shared_ptr<Meter>& shared_meter() const { return meter_; }
  Day as_of() const { return as_of_; }
  const std::vector<AssumedCell>& assumed() const { return assumed_; }
  // Whether nothing was derived or recorded in it, so that another run finds it as the one before did.
  bool is_fresh() const;
  bool assumes(MeasureId, std::span<const Code> key) const;

  // A measure's facts, derived ones included, and its cells under the measure's own policy.
  // Throws Error where facts clash or a rule fails.
  std::shared_ptr<const MeasureCells> cells(MeasureId);
  // The rows of a relation as its rules left them; null where there are cells alone. Throws as cells does.
  std::shared_ptr<const DerivedRows> rows(MeasureId);
  // The cells as columns; without a table where they have no such form. Throws as cells does.
  std::shared_ptr<const CellColumns> columns(MeasureId);

  // The rows of a relation, or the coordinates of a measure's cells, by the column orders that joins ask for: shared
  // with the readers of the snapshot. Throws as cells does.
  std::shared_ptr<StoredRelation> stored(MeasureId);

  // Puts the assumed values in place of cells.
  void assume(MeasureId, CellTable&) const;

  // The lineage of the cells that one expression gives in this universe: rows by head coordinate, recorded once for
  // each recorder; 0 where there is none. `settled` becomes false where a rule that reads itself has not come so far
  // yet.
  NodeId derived_node(Recorder&, const Rule&, std::span<const Code> key, bool& settled);

  // What each stratum of rules with bodies did in this universe, in the order they ran.
  const std::vector<DerivationProfile>& derivations() const { return derivations_; }
  // How rules with bodies derive single rows and cells.
  Proofs& proofs();

 private:
  CellCache& cache() { return own_cache_ ? *own_cache_ : *program_.cells; }
  void make(MeasureId);
  void make_group(MeasureId);
  void derive(MeasureId);
  std::shared_ptr<MeasureCells> cells_of(MeasureId, const DerivedRows&) const;
  CellTable reconciled(MeasureId, const FactTable&) const;
  std::vector<MeasureId> group_of(MeasureId) const;
  void derive_group(const std::vector<MeasureId>&);
  void derive_by_fixpoint(const std::vector<MeasureId>&);
  void finish_cells(MeasureId, std::shared_ptr<FactTable>);
  bool is_plain(MeasureId relation, const CellTable& stated, const FactTable&) const;
  void derive_by_moving(const std::vector<MeasureId>&);
  std::shared_ptr<MeasureCells> apply_rules(MeasureId);
  void apply_defaults(MeasureId, FactTable&, CellTable&);
  void apply_rule(const Rule&, FactTable&, const CellTable* taken);
  Frame rule_rows(const Rule&);
  void drop_rule_nodes(const Recorder&);
  bool reads_unknown(const std::vector<MeasureId>& group);
  void pass_unknown(const Rule&, FactTable&);
  void pass_unknown(const std::vector<MeasureId>& group, const std::vector<std::shared_ptr<FactTable>>&);
  void add_unknown(std::span<const Rule* const>, const std::map<MeasureId, FactTable*>&);
  void add_dependence(MeasureId, MeasureCells&);

  const Program& program_;
  std::shared_ptr<Meter> meter_;
  Day as_of_ = FactTable::end_of_time;
  std::vector<AssumedCell> assumed_;
  std::unique_ptr<CellCache> own_cache_;
  std::vector<std::shared_ptr<const MeasureCells>>
      known_;                        // by measure: found in the cache before, never changed there
  std::vector<MeasureId> deriving_;  // guards against a rule that reads its own head
  // What is known so far of measures that read themselves along an ordered dimension.
  std::map<MeasureId, std::shared_ptr<const MeasureCells>> provisional_;

  struct RuleNodes {
    const Recorder* recorder;
    const Rule* rule;
    std::map<std::vector<Code>, NodeId> by_key;  // by coordinate of the head
    bool in_progress = true;
  };
  void record_rule(Recorder&, const Rule&, RuleNodes&);
  std::list<RuleNodes> rule_nodes_;
  std::set<MeasureId> loose_;  // measures whose rules' ends were narrowed: their cells may share others
  std::unique_ptr<Proofs> proofs_;
  std::vector<DerivationProfile> derivations_;
};

}  // namespace reckon::engine

// Strata of measures under `least` and `greatest` whose values are points that fit 64 bits: rounds over integers, a
// whole row of codes at a time. Everything else, dates among it, is the fixpoint's (fixpoint.hpp), with equal results.
#pragma once

#include "engine/exec/rules/fixpoint.hpp"
#include "engine/exec/rules/point_values.hpp"

namespace reckon::engine {

class PointFixpoint {
 public:
  // Nothing where the stratum needs more than points.
  static std::unique_ptr<PointFixpoint> of(Universe&, const std::vector<FixpointStart>&);
  ~PointFixpoint();
  // False where a value left the 64 bits. Throws Error as Fixpoint::run does.
  bool run();

  // What the rules derived, added to a table of facts: kind derived, the rule as source.
  void append_facts(MeasureId, FactTable&) const;
  const DerivationProfile& profile() const { return profile_; }
  std::size_t bytes() const;

 private:
  struct Head;
  struct Table;
  struct Reader;
  class Sink;
  explicit PointFixpoint(Universe&);

  bool take_heads(const std::vector<FixpointStart>&);
  bool take_rules();
  bool can_take(const Rule&);
  bool take_scale(const CellTable&);
  bool make_points();
  Head* head(MeasureId) const;
  Table& table(MeasureId);
  const JoinPlan& plan_of(const Rule&, std::optional<std::size_t> only_new, bool by_leaf);
  void run_rule(Head&, std::size_t rule, std::optional<std::size_t> only_new);
  bool run_round(bool first);
  std::uint64_t finish_round(Head&);
  void check_domain(const Head&) const;
  bool is_endless() const;
  void check_rounds() const;
  bool goes_by_leaf() const;
  void run_by_leaf();
  void make_pending();
  void choose(Head&, LeastPoints::Node, std::span<const Code> prefix, bool all);
  void check_chosen(const Head&, LeastPoints::Node) const;
  void endless_at(const Head&, std::span<const Code> prefix) const;
  void finish_sweep(const RoundTimer&, bool all);
  JoinInputs inputs(const Head&, std::size_t rule, const JoinPlan&);
  StoredRelation& rows_of(const BodyAtom&, bool only_new);

  Universe& universe_;
  const Program& program_;
  const Catalog& catalog_;
  FormulaValues formulas_;
  RuleWork work_;
  int scale_ = 0;
  std::vector<std::unique_ptr<Head>> heads_;
  std::map<MeasureId, std::unique_ptr<Table>> tables_;
  std::map<std::pair<const Rule*, std::size_t>, JoinPlan> plans_;
  DerivationProfile profile_;
  std::size_t quiet_rounds_ = 0;  // rounds since a new cell appeared
};

}  // namespace reckon::engine

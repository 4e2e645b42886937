// Deriving the relations and measures of one stratum together: rules run semi-naively, round by round, until a round
// adds nothing. A round reads what the rounds before it found, so that a row's round is the height of its least proof.
// Strata of relations whose rules each read one row of the stratum at most, and whose proofs nobody asks for, need no
// such rounds: there new rows go on at once.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "engine/exec/rules/join.hpp"
#include "engine/exec/rules/rule_work.hpp"
#include "engine/exec/world.hpp"

namespace reckon::engine {

// A head as the stratum begins: what is known of it before its rules with bodies.
struct FixpointStart {
  MeasureId measure = 0;
  const CellTable* cells = nullptr;
  std::vector<std::vector<Code>> assumed;  // coordinates whose value is given
};

class Fixpoint {
 public:
  Fixpoint(Universe&, std::vector<FixpointStart>);
  ~Fixpoint();
  // Keeps what each round added, for proofs: see round_of. The heads' negated readers then see finished cells.
  void trace() { traced_ = true; }
  // Throws Error where a limit of the host is passed, or values would get smaller (or greater) without end.
  void run();

  // The rows of a relation, which the fixpoint then no longer has.
  DerivedRows take_rows(MeasureId relation);
  // What the rules derived of a measure, added to a table of facts: kind derived, the rule as source.
  void append_facts(MeasureId, FactTable&) const;
  // The round that first gave the row, or that gave the cell its final value; 0 where it was there at the start;
  // nothing where the row does not hold.
  std::optional<std::size_t> round_of(MeasureId, std::span<const Code> key) const;
  const DerivationProfile& profile() const { return profile_; }
  // Bytes of the rows held, with their indexes.
  std::size_t bytes() const;

  // Runs one body with variables given, over what is derived so far. For defaults, proofs and `why not`.
  void bindings(const Body&, std::span<const Code> given, JoinSink&);
  // What a join reads as far as it is derived: for those who put other rows in the place of some.
  JoinInputs inputs(const JoinPlan&);
  StoredRelation& rows_of(const BodyAtom&, const Body&, bool only_new = false);

 private:
  struct Head;
  struct Table;
  struct Reader;
  class RelationSink;
  class ValueSink;
  class AggregateSink;

  const JoinPlan& plan_of(const Rule&, std::optional<std::size_t> only_new);
  void run_rule(Head&, std::size_t rule, std::optional<std::size_t> only_new);
  bool goes_by_leaf() const;
  void run_by_leaf();
  void make_pending();
  std::uint64_t rows() const;
  bool run_round(bool first);
  std::uint64_t finish_round(Head&);
  void finish_values(Head&);
  Table& table(MeasureId);
  Table& aggregate(const BodyAggregate&);
  const CellValues* values_of(const BodyAtom&, const Body&);
  Head* head(MeasureId) const;
  std::vector<std::uint64_t> sizes(const Body&);
  void check_rounds(std::size_t round) const;

  Universe& universe_;
  const Program& program_;
  const Catalog& catalog_;
  FormulaValues formulas_;
  std::vector<std::unique_ptr<Head>> heads_;
  std::map<MeasureId, std::unique_ptr<Table>> tables_;  // of what other strata derive
  std::map<const BodyAggregate*, std::unique_ptr<Table>> aggregates_;
  std::map<std::pair<const Rule*, std::size_t>, JoinPlan> plans_;  // by rule and the atom that reads new rows
  DerivationProfile profile_;
  bool traced_ = false;
  bool at_once_ = false;          // new rows are among all rows at once, not from the next round on
  bool reads_finished_ = false;   // heads are read as other strata are: aggregates of a traced run
  std::size_t quiet_rounds_ = 0;  // rounds since a new cell appeared
  RuleWork work_;
};

}  // namespace reckon::engine

// Running a join plan: every binding of a body's variables, one variable after another.
#pragma once

#include <functional>
#include <span>

#include "engine/exec/rules/formula.hpp"
#include "engine/exec/rules/join_plan.hpp"
#include "engine/exec/rules/point_formula.hpp"

namespace reckon::engine {

// 64 codes of the last variable at a time.
struct CodeWord {
  std::int32_t index = 0;
  std::uint64_t bits = 0;
};

struct CodePoint {
  Code code = 0;
  std::int64_t value = 0;
};

// Where bindings go. Codes are by variable, cells by atom of the body (values of measures and aggregates alone).
class JoinSink {
 public:
  virtual ~JoinSink() = default;
  // False where no more are wanted.
  virtual bool row(std::span<const Code> variables, std::span<const Value> cells) = 0;
  // Only of plans that hand over words: every code of the last step's variable.
  virtual void words(std::span<const Code> variables, std::span<const CodeWord>) { (void)variables; }
  // Only of joins that compute points: values by code of the head's last column, for the other variables as they are.
  virtual void points(std::span<const Code> variables, std::span<const CodePoint>) { (void)variables; }
};

// Where the values of an atom are.
struct PointSource {
  const PointTable* table = nullptr;  // or of a head of the stratum, negated under `greatest`
  const LeastPoints* head = nullptr;
  bool negated = false;

  PointView row(std::span<const Code> prefix) const { return table ? table->row(prefix) : head->row(prefix); }
};

// What a join reads; the tries must not change while it runs.
struct JoinInputs {
  std::vector<const Trie*> sources;       // by source of the plan, in its column order
  std::vector<const Trie*> absent;        // by absent source
  std::vector<const CellValues*> values;  // by atom; null where it has no values
  const PointFormula* formula = nullptr;  // the head's value, of joins that compute points
  std::vector<PointSource> points;        // by atom
};

class Join {
 public:
  Join(const Catalog&, const JoinPlan&, JoinInputs, FormulaValues&, JoinSink&);

  // `given` holds codes for the variables that the plan was told are bound. False where the sink stopped it.
  bool run(std::span<const Code> given = {});

 private:
  bool step(std::size_t);
  bool with_code(std::size_t step, Code);
  bool words(const JoinStep&);
  bool finish();
  bool points(const JoinStep&);
  void points_of_row(const PointSource&, const PointView&, std::size_t atom);
  void points_by_code(const JoinStep&);
  const BitRow& fewest(const JoinStep&) const;
  std::span<const Code> atom_key(std::size_t atom);
  std::int64_t point(std::size_t atom);
  bool enter(const TrieLevel&, Code);
  bool holds(const JoinStep&);
  bool is_absent(std::size_t source) const;
  bool fixed_levels();
  void look_up(std::size_t atom);
  const BitRow& candidates(const TrieLevel& level) const {
    return inputs_.sources[level.source]->row(nodes_[level.source][level.level]);
  }

  const Catalog& catalog_;
  const JoinPlan& plan_;
  const Body& body_;
  JoinInputs inputs_;
  FormulaValues& formulas_;
  JoinSink& sink_;
  std::vector<Code> variables_;
  std::vector<Value> cells_;
  std::vector<std::vector<Trie::Node>> nodes_;  // by source and level
  std::vector<CodeWord> batch_;
  std::vector<std::int64_t> points_;  // by atom, of joins that compute points
  std::vector<CodePoint> found_;
  std::vector<std::pair<std::size_t, PointView>> rows_;  // of the last step: atoms whose cells lie in one row,
  std::vector<std::size_t> others_;                      // and atoms that are looked up code by code
  std::vector<Code> key_;
};

}  // namespace reckon::engine

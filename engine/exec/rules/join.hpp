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
  // Only of plans that hand over words: codes of the head's last column, for the other variables of the head as they
  // are.
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

// The rows of a source in its column order: all of a trie, or the last column below what is given.
struct RowSource {
  const Trie* trie = nullptr;
  const BitRow* leaf = nullptr;

  const BitRow& root() const { return leaf ? *leaf : trie->row(Trie::root); }
};

// What a join reads; the rows must not change while it runs, but may between runs.
struct JoinInputs {
  std::vector<RowSource> sources;         // by source of the plan
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
  bool codes(std::size_t step);
  bool with_code(std::size_t step, Code, bool is_candidate);
  bool collect();
  void add_words(const JoinStep&);
  bool finish();
  bool points(const JoinStep&);
  void plan_points();
  void points_of_row(const PointSource&, const PointView&, std::size_t atom);
  void points_by_code(const JoinStep&);
  const BitRow& fewest(const JoinStep&) const;
  std::span<const Code> atom_key(std::size_t atom);
  std::int64_t point(std::size_t atom);
  bool enter(const TrieLevel&, Code);
  void descend(const TrieLevel&, Code);
  bool holds(const JoinStep&);
  bool is_absent(std::size_t source) const;
  bool fixed_levels();
  void look_up(std::size_t atom);
  const BitRow& candidates(const TrieLevel& level) const { return *places_[level.place].row; }

  // Where a source's trie has been entered down to a level.
  struct Place {
    Trie::Node node = Trie::root;
    const BitRow* row = nullptr;
  };

  const Catalog& catalog_;
  const JoinPlan& plan_;
  const Body& body_;
  JoinInputs inputs_;
  FormulaValues& formulas_;
  JoinSink& sink_;
  std::vector<Code> variables_;
  std::vector<Value> cells_;
  std::vector<Place> places_;
  std::vector<std::vector<std::size_t>> lookups_;  // by step: atoms whose values are asked for
  bool collects_rows_ = false;                     // of several bindings, into collected_
  BitRow collected_;
  std::vector<CodeWord> batch_;
  std::vector<const BitRow*> excluded_;
  std::vector<std::int64_t> points_;  // by atom, of joins that compute points
  std::vector<CodePoint> found_;
  std::vector<std::pair<std::size_t, PointView>> rows_;  // of the last step: atoms whose cells lie in one row,
  std::vector<std::size_t> others_;                      // and atoms that are looked up code by code
  bool one_row_ = false;  // one such row has all codes, and the formula adds its cells to what is the same for all
  std::vector<Code> key_;
};

// The codes of an atom's last column are found below a prefix: gives the variables of the others its codes, all other
// variables none. False where the prefix is not one of the atom's.
bool bind_prefix(const Body&, const BodyAtom&, std::span<const Code> prefix, std::vector<Code>& given);

}  // namespace reckon::engine

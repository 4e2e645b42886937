// The cells that an answer hangs on, in words: their names, and who states them.
#pragma once

#include <string>
#include <vector>

#include "engine/exec/answer.hpp"
#include "engine/exec/cell_words.hpp"

namespace reckon::engine {

// A statement that stands behind a cell.
struct StatedFact {
  Range value;
  std::string source, kind, date, note;  // empty where not given; of a derived fact the source is its rule
};

class VariableWords {
 public:
  // The answer, which keeps its lineage, must outlive this.
  explicit VariableWords(const Answer& answer);

  // `h100e(Meta, 2024)`, `1..2 written in the query`; of a value whose making is not followed, the operation.
  std::string name(NodeId) const;
  Unit unit(NodeId) const;
  // Of the cell; empty where it was assumed or written in the query.
  std::vector<StatedFact> facts(NodeId) const;
  bool is_assumed(NodeId) const;
  // `h100e(Meta, 2024) = 600,000 H100e, purchases(…) just above 5`; of many cells the first and how many more.
  std::string places(const Witness&, Digits) const;

 private:
  const Plan& plan_of(const Node& node) const { return node.plan == answer_.plan.get() ? plan_ : *node.plan; }

  const Answer& answer_;
  const Recorder& recorder_;
  Plan plan_;
  CellWords words_;
};

// Where the ends of a value are reached, a line each: "the least value is reached when …". Empty where that is not
// known or the value is a cell itself.
std::vector<std::string> witness_texts(const Answer&, const VariableWords&, std::size_t row, std::size_t column,
                                       Digits);

}  // namespace reckon::engine

// Values of formulas: the head's value and the conditions of a rule's body, for one binding of its variables.
#pragma once

#include <span>

#include "engine/exec/run.hpp"
#include "engine/plan/body.hpp"

namespace reckon::engine {

// Not shared between threads.
class FormulaValues {
 public:
  explicit FormulaValues(Universe&);

  // `variables` are codes by variable, `cells` values by atom (absent where the atom has no cell).
  Value operator()(const Formula&, std::span<const Code> variables, std::span<const Value> cells);
  bool is_certain(const Formula& condition, std::span<const Code> variables, std::span<const Value> cells) {
    const Value value = (*this)(condition, variables, cells);
    return !value.is_missing() && !value.maybe && value.truth == Truth::yes;
  }
  // The value of a cell that does not exist.
  Value absent() const { return Value::absent(1); }
  Meter& meter() { return run_.meter; }

 private:
  Value of(const FormulaNode&, std::span<const Code> variables, std::span<const Value> cells);
  const Value& argument(const FormulaNode& node, std::size_t i) const { return *at_[node.arguments[i]]; }

  const Program& program_;
  Plan plan_;
  Run run_;
  std::vector<Value> values_;     // of nodes that are not cells
  std::vector<const Value*> at_;  // by node
};

// The code that a side of a comparison stands for; no_code where the member has none in that dimension.
Code code_of(const Catalog&, const CodeSide&, std::span<const Code> variables);
// The code that a step leads to, or no_code where there is none.
Code step_forward(const Catalog&, const Body&, const BodyStep&, Code from);
Code step_back(const Catalog&, const Body&, const BodyStep&, Code to);

}  // namespace reckon::engine

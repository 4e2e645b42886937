// Formulas node by node, by the same operations on values as queries.
#include "engine/exec/rules/formula.hpp"

#include "engine/exec/combine.hpp"

namespace reckon::engine {
namespace {

using op::Combination;

// Two operations: one whose results are numbers, one whose results are truths.
Plan value_kinds() {
  Plan plan;
  plan.operations.resize(2);
  plan.operations[1].is_truth = true;
  return plan;
}

bool is_truth(const FormulaNode& node) {
  if (node.what == FormulaNode::What::combine) return node.how >= Combination::equal;
  return node.what == FormulaNode::What::apply &&
         (node.apply.function == op::Function::logical_not || node.apply.function == op::Function::possibly);
}

Truth compare(Combination how, Code a, Code b) {
  const auto truth = [](bool holds) { return holds ? Truth::yes : Truth::no; };
  switch (how) {
    case Combination::equal: return truth(a == b);
    case Combination::not_equal: return truth(a != b);
    case Combination::less: return truth(a < b);
    case Combination::less_equal: return truth(a <= b);
    case Combination::greater: return truth(a > b);
    default: return truth(a >= b);
  }
}

bool exists(const Dimension& dimension, Code code) {
  if (!dimension.is_calendar()) return code >= 0 && static_cast<std::size_t>(code) < dimension.size();
  const auto year = roll_up(code, dimension.calendar(), Calendar::year);
  return year >= 0 && year <= 9999;
}

}  // namespace

FormulaValues::FormulaValues(Universe& universe)
    : program_(universe.program()), plan_(value_kinds()), run_(universe, plan_) {
  run_.reasons.add({});
}

Code code_of(const Catalog& catalog, const CodeSide& side, std::span<const Code> variables) {
  if (!side.is_variable) return side.code;
  const Code code = variables[side.variable];
  return side.from == side.level ? code + side.by : catalog.roll_up(code, side.from, side.level);
}

Code step_forward(const Catalog& catalog, const Body& body, const BodyStep& step, Code from) {
  if (step.member != no_code) return step.member;
  const DimensionId dimension = body.variables[step.to].dimension;
  if (step.rolls_up) return catalog.roll_up(from, body.variables[step.from].dimension, dimension);
  return exists(catalog.dimension(dimension), from + step.by) ? from + step.by : no_code;
}

Code step_back(const Catalog& catalog, const Body& body, const BodyStep& step, Code to) {
  return exists(catalog.dimension(body.variables[step.from].dimension), to - step.by) ? to - step.by : no_code;
}

Value FormulaValues::of(const FormulaNode& node, std::span<const Code> variables, std::span<const Value> cells) {
  const OperationId kind = is_truth(node) ? 1 : 0;
  const auto argument = [&](std::size_t i) -> const Value& { return this->argument(node, i); };
  Value value;
  switch (node.what) {
    case FormulaNode::What::constant: value.range = node.value; return value;
    case FormulaNode::What::cell: return cells[node.atom];
    case FormulaNode::What::codes: {
      const Code left = code_of(*program_.catalog, node.left, variables);
      const Code right = code_of(*program_.catalog, node.right, variables);
      if (left == no_code || right == no_code) return absent();
      value.truth = compare(node.how, left, right);
      return value;
    }
    case FormulaNode::What::combine: return combine(run_, kind, node.how, argument(0), argument(1));
    case FormulaNode::What::apply: return apply(run_, kind, node.apply, argument(0));
    case FormulaNode::What::choose: break;
  }
  const Value& condition = argument(0);
  if (condition.is_missing()) return condition;
  if (condition.truth == Truth::yes) return argument(1);
  if (condition.truth == Truth::no) return argument(2);
  if (argument(1).is_missing()) return argument(1);
  if (argument(2).is_missing()) return argument(2);
  value.range = hull(argument(1).range, argument(2).range);
  value.date = std::max({condition.date, argument(1).date, argument(2).date});
  return value;
}

Value FormulaValues::operator()(const Formula& formula, std::span<const Code> variables, std::span<const Value> cells) {
  // Reasons of values that turned out missing are not asked for here.
  if (run_.reasons.size() > 1000) run_.reasons = MissingReasons(), run_.reasons.add({});
  values_.clear();
  values_.reserve(formula.nodes.size());  // so that places stay
  at_.clear();
  for (const FormulaNode& node : formula.nodes) {
    if (node.what == FormulaNode::What::cell) {
      at_.push_back(&cells[node.atom]);
      continue;
    }
    Value value = of(node, variables, cells);
    values_.push_back(std::move(value));
    at_.push_back(&values_.back());
  }
  return *at_.back();
}

}  // namespace reckon::engine

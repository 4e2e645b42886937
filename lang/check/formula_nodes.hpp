// Adding nodes to the formula of a rule's body.
#pragma once

#include "engine/plan/body.hpp"

namespace reckon::lang {

inline std::uint32_t last_node(const engine::Formula& formula) {
  return static_cast<std::uint32_t>(formula.nodes.size() - 1);
}

inline std::uint32_t negate_node(engine::Formula& formula, std::uint32_t argument) {
  engine::FormulaNode node;
  node.what = engine::FormulaNode::What::apply;
  node.apply.function = engine::op::Function::logical_not;
  node.arguments = {argument};
  formula.nodes.push_back(std::move(node));
  return last_node(formula);
}

inline std::uint32_t join_nodes(engine::Formula& formula, engine::op::Combination how, std::uint32_t left,
                                std::uint32_t right) {
  engine::FormulaNode node;
  node.what = engine::FormulaNode::What::combine;
  node.how = how;
  node.arguments = {left, right};
  formula.nodes.push_back(std::move(node));
  return last_node(formula);
}

}  // namespace reckon::lang

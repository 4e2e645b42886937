// Recording nodes.
#include "engine/exec/lineage.hpp"

#include <algorithm>

namespace reckon::engine {

NodeId Recorder::add(Node node) {
  if (nodes_.size() + arguments_.size() / 4 > most_) {
    overflowed_ = true;
    return 0;
  }
  nodes_.push_back(std::move(node));
  return static_cast<NodeId>(nodes_.size() - 1);
}

namespace {

Node with_value(Node::What what, const Value& value) {
  Node node;
  node.what = what;
  node.range = value.range;
  node.truth = value.truth;
  node.missing = value.is_missing();
  node.maybe = value.maybe;
  return node;
}

}  // namespace

NodeId Recorder::constant(const Value& value, const Plan& plan, OperationId operation) {
  Node node = with_value(Node::What::constant, value);
  node.plan = &plan;
  node.operation = operation;
  node.is_truth = plan.operations[operation].is_truth;
  return add(std::move(node));
}

NodeId Recorder::operation(const Value& value, const Plan& plan, OperationId operation,
                           std::span<const NodeId> arguments) {
  Node node = with_value(Node::What::operation, value);
  node.plan = &plan;
  node.operation = operation;
  node.is_truth = plan.operations[operation].is_truth;
  set_arguments(node, arguments);
  return add(std::move(node));
}

void Recorder::set_arguments(Node& node, std::span<const NodeId> arguments) {
  node.first_argument = static_cast<std::uint32_t>(arguments_.size());
  node.arguments = static_cast<std::uint32_t>(arguments.size());
  arguments_.insert(arguments_.end(), arguments.begin(), arguments.end());
}

NodeId Recorder::part(Node::Part part, const Value& value, const Plan& plan, OperationId operation,
                      std::span<const NodeId> arguments) {
  Node node = with_value(Node::What::operation, value);
  node.part = part;
  node.plan = &plan;
  node.operation = operation;
  node.is_truth = part != Node::Part::total;
  set_arguments(node, arguments);
  return add(std::move(node));
}

NodeId Recorder::cell(MeasureId measure, std::shared_ptr<const MeasureCells> cells, std::uint32_t cell,
                      const Value& value) {
  Node node = with_value(Node::What::cell, value);
  node.measure = measure;
  node.cells = std::move(cells);
  node.cell = cell;
  return add(std::move(node));
}

NodeId Recorder::derived(MeasureId measure, std::shared_ptr<const MeasureCells> cells, std::uint32_t cell,
                         const Rule& rule, const Value& value, std::span<const NodeId> from, bool cut) {
  Node node = with_value(Node::What::derived, value);
  node.measure = measure;
  node.cells = std::move(cells);
  node.cell = cell;
  node.rule = &rule;
  node.cut = cut;
  set_arguments(node, from);
  return add(std::move(node));
}

void Recorder::narrow(NodeId id, const Range& range, Truth truth) {
  nodes_[id].range = range;
  nodes_[id].truth = truth;
}

NodeId& Recorder::variable(MeasureId measure, std::vector<Code> key, std::span<const std::uint32_t> facts,
                           const Range& range) {
  auto& same = variables_[{measure, std::move(key)}];
  for (SameCell& cell : same)
    if (std::equal(facts.begin(), facts.end(), cell.facts.begin(), cell.facts.end()) && cell.range == range)
      return cell.node;
  same.push_back({{facts.begin(), facts.end()}, range, 0});
  return same.back().node;
}

void Recorder::set_key(NodeId id, std::span<const Code> key) {
  Node& node = nodes_[id];
  if (id == 0 || node.codes != 0) return;
  node.first_code = static_cast<std::uint32_t>(codes_.size());
  node.codes = static_cast<std::uint32_t>(key.size());
  codes_.insert(codes_.end(), key.begin(), key.end());
}

}  // namespace reckon::engine

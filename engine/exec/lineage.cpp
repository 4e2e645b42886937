// Recording nodes, and the simplest proof of tightness.
#include "engine/exec/lineage.hpp"

#include <unordered_set>

namespace reckon::engine {

NodeId Recorder::add(Node node) {
  if (nodes_.size() > most_) {
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
  node.first_argument = static_cast<std::uint32_t>(arguments_.size());
  for (const NodeId argument : arguments)
    if (argument != 0) arguments_.push_back(argument);
  node.arguments = static_cast<std::uint32_t>(arguments_.size()) - node.first_argument;
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
                         const Rule& rule, const Value& value, std::span<const NodeId> from) {
  Node node = with_value(Node::What::derived, value);
  node.measure = measure;
  node.cells = std::move(cells);
  node.cell = cell;
  node.rule = &rule;
  node.first_argument = static_cast<std::uint32_t>(arguments_.size());
  arguments_.insert(arguments_.end(), from.begin(), from.end());
  node.arguments = static_cast<std::uint32_t>(arguments_.size()) - node.first_argument;
  return add(std::move(node));
}

void Recorder::set_key(NodeId id, std::span<const Code> key) {
  Node& node = nodes_[id];
  if (id == 0 || node.codes != 0) return;
  node.first_code = static_cast<std::uint32_t>(codes_.size());
  node.codes = static_cast<std::uint32_t>(key.size());
  codes_.insert(codes_.end(), key.begin(), key.end());
}

bool each_range_once(const Recorder& recorder, NodeId root) {
  if (recorder.overflowed() || recorder.is_unproved()) return false;
  std::unordered_set<NodeId> seen;
  std::vector<NodeId> open{root};
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    const Node& node = recorder.node(id);
    // A value without width is a constant for whatever uses it, if none of its own parts was used twice to get it.
    const bool varies = node.is_truth ? node.truth == Truth::maybe : !node.range.is_point() || node.maybe;
    if (!varies && node.arguments == 0) continue;
    // What a body joins decides which cells count, not how the value moves with them.
    if (varies && node.rule && node.rule->body) return false;
    if (!seen.insert(id).second) {
      if (varies) return false;
      continue;
    }
    for (const NodeId argument : recorder.arguments(node)) open.push_back(argument);
  }
  return true;
}

}  // namespace reckon::engine

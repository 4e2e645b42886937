// The recorder of a run: how each value came from others, down to cells and their facts. Ordinary runs have none.
// Invariant: a node's arguments have lower numbers, so that a pass backwards or forwards is a loop. Node 0 is unused.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/exec/frame.hpp"
#include "engine/exec/program.hpp"

namespace reckon::engine {

struct Node {
  enum class What : std::uint8_t {
    constant,   // a literal of the query
    cell,       // a reconciled cell: a variable where it is a range
    derived,    // a cell that one rule alone gives: its argument is the rule's expression, or what its body joins
    operation,  // the result of an operation over its arguments
  } what = What::constant;
  // Which part of its operation it is, where that is not the whole: of a condition, or the total that shares divide by.
  enum class Part : std::uint8_t { whole, all_of, any_of, negation, decided, total } part = Part::whole;
  Range range;
  Truth truth = Truth::no;
  bool is_truth = false;
  bool missing = false;
  bool maybe = false;
  bool cut = false;            // derived: the measure's domain leaves out some of what the rule says
  const Plan* plan = nullptr;  // operation
  OperationId operation = 0;
  MeasureId measure = 0;                      // cell, derived
  const Rule* rule = nullptr;                 // derived
  std::shared_ptr<const MeasureCells> cells;  // cell, derived: with `cell` the way to the facts
  std::uint32_t cell = 0;
  std::uint32_t first_argument = 0, arguments = 0;
  std::uint32_t first_code = 0, codes = 0;  // its coordinate
};

class Recorder {
 public:
  // One that explains records the proofs of what bodies of rules give too, which bounds do not ask for.
  explicit Recorder(std::uint64_t most, bool explains = false) : most_(most), explains_(explains), nodes_(1) {}
  bool explains() const { return explains_; }

  NodeId constant(const Value&, const Plan&, OperationId);
  NodeId operation(const Value&, const Plan&, OperationId, std::span<const NodeId> arguments);
  // A part of an operation; a condition's part has a truth.
  NodeId part(Node::Part, const Value&, const Plan&, OperationId, std::span<const NodeId> arguments);
  NodeId cell(MeasureId, std::shared_ptr<const MeasureCells>, std::uint32_t cell, const Value&);
  NodeId derived(MeasureId, std::shared_ptr<const MeasureCells>, std::uint32_t cell, const Rule&, const Value&,
                 std::span<const NodeId> from, bool cut = false);
  // What is known better now than when it was recorded.
  void narrow(NodeId, const Range&, Truth);
  // Words about a node, for explanations: what the variables of a rule's body stand for.
  void remark(NodeId id, std::string words) { remarks_[id] = std::move(words); }
  const std::string* remark_of(NodeId id) const {
    const auto found = remarks_.find(id);
    return found == remarks_.end() ? nullptr : &found->second;
  }
  // How a rule gave one of the facts of a cell, and how many parts of a step are counted only: for explanations alone.
  struct FactStep {
    std::uint32_t fact = 0;
    NodeId node = 0;
  };
  void add_fact_step(NodeId cell, FactStep step) { fact_steps_[cell].push_back(step); }
  std::span<const FactStep> fact_steps(NodeId id) const {
    const auto found = fact_steps_.find(id);
    return found == fact_steps_.end() ? std::span<const FactStep>() : std::span<const FactStep>(found->second);
  }
  void count_more(NodeId id, std::size_t parts) { more_[id] = parts; }
  std::size_t more_of(NodeId id) const {
    const auto found = more_.find(id);
    return found == more_.end() ? 0 : found->second;
  }
  void set_key(NodeId, std::span<const Code> key);

  const Node& node(NodeId id) const { return nodes_[id]; }
  // By place: 0 where a value was missing and came from nothing.
  std::span<const NodeId> arguments(const Node& n) const { return {arguments_.data() + n.first_argument, n.arguments}; }
  std::span<const Code> key(const Node& n) const { return {codes_.data() + n.first_code, n.codes}; }
  std::size_t size() const { return nodes_.size(); }
  // True once more was recorded than the limit allows: what was recorded is then incomplete.
  bool overflowed() const { return overflowed_; }

  // Some step does not say how it moves with what is behind it, so that nothing above it is proved.
  void set_unproved() { unproved_ = true; }
  bool is_unproved() const { return unproved_; }

  // Cells already recorded: by the cells they belong to, which stay alive with the record, and their number.
  NodeId& known(const std::shared_ptr<const MeasureCells>& cells, std::uint32_t cell) { return known_[{cells, cell}]; }
  // The variable of a cell: the same in every world that chooses the same facts for it. 0 where there is none yet.
  NodeId& variable(MeasureId measure, std::vector<Code> key, std::span<const std::uint32_t> facts, const Range& range);

 private:
  NodeId add(Node);
  void set_arguments(Node&, std::span<const NodeId>);

  std::uint64_t most_;
  bool explains_;
  bool overflowed_ = false;
  bool unproved_ = false;
  std::vector<Node> nodes_;
  std::vector<NodeId> arguments_;
  std::vector<Code> codes_;
  std::map<std::pair<std::shared_ptr<const MeasureCells>, std::uint32_t>, NodeId> known_;
  struct SameCell {
    std::vector<std::uint32_t> facts;
    Range range;
    NodeId node = 0;
  };
  std::map<std::pair<MeasureId, std::vector<Code>>, std::vector<SameCell>> variables_;
  std::map<NodeId, std::string> remarks_;
  std::map<NodeId, std::vector<FactStep>> fact_steps_;
  std::map<NodeId, std::size_t> more_;
};

}  // namespace reckon::engine

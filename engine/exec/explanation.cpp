// From the lineage of a run to a tree that reads well. Arithmetic is one step with its cells as parts; aggregates,
// rules and cells are steps of their own.
#include "engine/exec/explanation.hpp"

#include <algorithm>
#include <map>
#include <unordered_set>

#include "engine/exec/bound_plan.hpp"
#include "engine/exec/cell_words.hpp"
#include "engine/exec/variable_words.hpp"
#include "engine/plan/words.hpp"

namespace reckon::engine {
namespace {

constexpr std::size_t most_parts = 20;    // contributors of one step
constexpr std::size_t most_steps = 3000;  // of all trees together
constexpr std::size_t most_depth = 40;
constexpr std::size_t most_trees = 200;

// Steps that only pass on or combine single values.
bool is_arithmetic(const Operation& operation) {
  return !std::holds_alternative<op::Aggregate>(operation.what) && !std::holds_alternative<op::Share>(operation.what) &&
         !std::holds_alternative<op::Rank>(operation.what) && !std::holds_alternative<op::Top>(operation.what);
}

// Larger values first, unbounded ones before all.
bool weighs_more(const Node& a, const Node& b) {
  const auto weight = [](const Node& node) { return max(abs(node.range.low), abs(node.range.high)); };
  if (a.range.is_bounded() != b.range.is_bounded()) return b.range.is_bounded();
  return weight(b) < weight(a);
}

class Explainer {
 public:
  Explainer(const Answer& answer, Digits digits)
      : answer_(answer),
        catalog_(answer.catalog()),
        recorder_(*answer.lineage),
        plan_(bound_plan(*answer.plan, answer.bindings)),
        words_(*answer.program, plan_, digits),
        variables_(answer),
        digits_(digits) {}

  std::vector<Explanation> trees();

 private:
  Explanation root(std::size_t row, std::size_t column);
  Explanation step(NodeId, std::size_t depth);
  Explanation operation_step(NodeId, bool seen, std::size_t depth);
  Explanation cell_step(NodeId, std::size_t depth);
  Explanation ends_step(NodeId, std::size_t depth);
  Explanation way_step(NodeId, std::size_t depth);
  void add_rule_parts(Explanation&, NodeId, std::size_t depth);
  // Of many parts the largest are shown, or the first where they are in order; `more` are known only by their number.
  void add_parts(Explanation&, std::vector<NodeId> parts, std::size_t depth, bool ordered = false,
                 std::size_t more = 0);
  std::vector<NodeId> shown_parts(const Node&) const;
  std::vector<NodeId> leaves(std::span<const NodeId> roots, std::vector<std::string>& assumptions) const;

  const Plan& plan_of(const Node& node) const { return node.plan == answer_.plan.get() ? plan_ : *node.plan; }
  const Operation& operation_of(const Node& node) const { return plan_of(node).operations[node.operation]; }
  bool is_literal(const Node& node) const { return node.what == Node::What::constant && node.range.is_point(); }
  bool is_arithmetic_node(const Node& node) const {
    return node.what == Node::What::operation && is_arithmetic(operation_of(node));
  }
  const std::string& described(const Plan&, OperationId);
  std::string place(const std::vector<Axis>&, std::span<const Code> key) const;

  const Answer& answer_;
  const Catalog& catalog_;
  const Recorder& recorder_;
  const Plan plan_;
  CellWords words_;
  VariableWords variables_;
  Digits digits_;
  std::map<std::pair<const Plan*, OperationId>, std::string> descriptions_;
  std::unordered_set<NodeId> shown_;
  std::size_t steps_ = 0;
};

std::vector<Explanation> Explainer::trees() {
  std::vector<Explanation> trees;
  for (std::size_t row = 0; row < answer_.rows(); ++row) {
    if (trees.size() >= most_trees || steps_ >= most_steps) {
      trees.push_back({"and " + std::to_string(answer_.rows() - row) + " more rows", {}, {}});
      break;
    }
    for (std::size_t column = 0; column < answer_.columns(); ++column) trees.push_back(root(row, column));
  }
  if (recorder_.overflowed()) trees.push_back({"…", "there are more steps than are recorded", {}});
  return trees;
}

Explanation Explainer::root(std::size_t row, std::size_t column) {
  const Value& value = answer_.value(row, column);
  std::vector<Code> key;
  for (const auto& codes : answer_.frame.keys) key.push_back(codes[row]);
  if (value.is_missing()) return {"missing" + place(answer_.axes(), key), answer_.missing_text(value), {}};
  if (value.node != 0) {
    Explanation tree = step(value.node, 0);
    for (const std::string& text : witness_texts(answer_, variables_, row, column, digits_))
      tree.detail += (tree.detail.empty() ? "" : "\n") + text;
    return tree;
  }
  const auto last = static_cast<OperationId>(plan_.operations.size() - 1);
  return {described(plan_, last) + place(answer_.axes(), key), "its steps are not recorded", {}};
}

const std::string& Explainer::described(const Plan& plan, OperationId id) {
  const auto [at, fresh] = descriptions_.try_emplace({&plan, id});
  if (fresh) at->second = describe(plan, id, catalog_);
  return at->second;
}

std::string Explainer::place(const std::vector<Axis>& axes, std::span<const Code> key) const {
  std::string members;
  for (std::size_t i = 0; i < key.size() && i < axes.size(); ++i)
    members += (i ? ", " : "") + member_text(catalog_, axes[i].dimension, {key[i], -1});
  if (members.empty()) return {};
  return key.size() == 1 ? " for " + members : " for (" + members + ')';
}

Explanation Explainer::step(NodeId id, std::size_t depth) {
  const Node& node = recorder_.node(id);
  ++steps_;
  const bool seen = !shown_.insert(id).second;
  switch (node.what) {
    case Node::What::constant: {
      const Operation& literal = operation_of(node);
      return {words_.value(node, literal.unit), "written in the query", {}};
    }
    case Node::What::cell:
      if (seen) return {words_.heading(node, recorder_.key(node)), "as above", {}};
      return cell_step(id, depth);
    case Node::What::derived: {
      if (seen) return {words_.heading(node, recorder_.key(node)), "as above", {}};
      if (!recorder_.fact_steps(id).empty()) return ends_step(id, depth);
      Explanation explanation = words_.derived(node, recorder_.key(node));
      add_rule_parts(explanation, id, depth);
      return explanation;
    }
    case Node::What::operation: break;
  }
  return operation_step(id, seen, depth);
}

// A cell with its facts, and how rules gave those that are theirs.
Explanation Explainer::cell_step(NodeId id, std::size_t depth) {
  const Node& node = recorder_.node(id);
  Explanation explanation = words_.cell(node, recorder_.key(node));
  const auto steps = recorder_.fact_steps(id);
  if (steps.empty()) return explanation;
  const auto told = words_.told_facts(node);
  for (std::size_t i = 0; i < told.size() && i < explanation.parts.size(); ++i) {
    const auto of_fact = [&](const Recorder::FactStep& step) { return step.fact == told[i]; };
    const auto step = std::find_if(steps.begin(), steps.end(), of_fact);
    if (step == steps.end()) continue;
    if (std::count_if(steps.begin(), steps.end(), of_fact) == 1) {
      add_rule_parts(explanation.parts[i], step->node, depth + 1);
      continue;
    }
    for (const Recorder::FactStep& way : steps)
      if (of_fact(way)) explanation.parts[i].parts.push_back(way_step(way.node, depth + 2));
  }
  return explanation;
}

// A cell whose ends come from two ways of its rules.
Explanation Explainer::ends_step(NodeId id, std::size_t depth) {
  const Node& node = recorder_.node(id);
  const bool least = answer_.program->policy_of(node.measure).kind == PolicyKind::least;
  Explanation explanation{words_.heading(node, recorder_.key(node)), {}, {}};
  explanation.detail = std::string("the ") + (least ? "least" : "greatest") + " of what rules give, end by end";
  for (const Recorder::FactStep& way : recorder_.fact_steps(id))
    explanation.parts.push_back(way_step(way.node, depth + 1));
  return explanation;
}

Explanation Explainer::way_step(NodeId id, std::size_t depth) {
  ++steps_;
  Explanation explanation = words_.given_by_rule(recorder_.node(id));
  add_rule_parts(explanation, id, depth);
  return explanation;
}

// What the rule of a derived cell made it of.
void Explainer::add_rule_parts(Explanation& explanation, NodeId id, std::size_t depth) {
  const Node& node = recorder_.node(id);
  if (const std::string* remark = recorder_.remark_of(id); remark && !remark->empty())
    explanation.detail += '\n' + *remark;
  std::vector<std::string> assumptions;
  const auto parts = leaves(recorder_.arguments(node), assumptions);
  for (const std::string& assumption : assumptions) explanation.detail += "\nread on purpose as a " + assumption;
  add_parts(explanation, parts, depth, node.rule->body != nullptr, recorder_.more_of(id));
}

Explanation Explainer::operation_step(NodeId id, bool seen, std::size_t depth) {
  const Node& node = recorder_.node(id);
  const auto arguments = recorder_.arguments(node);
  std::vector<std::string> assumptions;
  std::vector<NodeId> parts;
  if (is_arithmetic_node(node)) {
    parts = leaves(std::span(&id, 1), assumptions);
    // What passes a single value on unchanged is no step.
    if (parts.size() == 1 && assumptions.empty() && recorder_.node(parts.front()).range == node.range && !node.is_truth)
      return step(parts.front(), depth);
  } else if (arguments.size() == 1 && is_arithmetic_node(recorder_.node(arguments.front()))) {
    parts = leaves(arguments, assumptions);
  } else {
    parts = shown_parts(node);
  }
  const Operation& operation = operation_of(node);
  Explanation explanation;
  explanation.text = described(plan_of(node), node.operation) + place(operation.axes, recorder_.key(node)) + " = " +
                     words_.value(node, operation.unit);
  if (seen) {
    explanation.detail = "as above";
    return explanation;
  }
  for (const std::string& assumption : assumptions)
    explanation.detail += (explanation.detail.empty() ? "" : "\n") + ("read on purpose as a " + assumption);
  add_parts(explanation, std::move(parts), depth);
  return explanation;
}

// What a step is made of; of a share the parts of its total.
std::vector<NodeId> Explainer::shown_parts(const Node& node) const {
  std::vector<NodeId> parts;
  for (const NodeId argument : recorder_.arguments(node)) {
    const Node& part = recorder_.node(argument);
    if (part.part == Node::Part::total) {
      const auto all = recorder_.arguments(part);
      parts.assign(all.begin(), all.end());
    } else if (argument != 0) {
      parts.push_back(argument);
    }
  }
  return parts;
}

// The steps below arithmetic, each once, in order; literals are left out, readings taken on purpose are gathered.
std::vector<NodeId> Explainer::leaves(std::span<const NodeId> roots, std::vector<std::string>& assumptions) const {
  std::vector<NodeId> found, open(roots.rbegin(), roots.rend());
  std::unordered_set<NodeId> met;
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    const Node& node = recorder_.node(id);
    if (!met.insert(id).second || is_literal(node)) continue;
    if (!is_arithmetic_node(node)) {
      found.push_back(id);
      continue;
    }
    if (const auto* apply = std::get_if<op::Apply>(&operation_of(node).what))
      if (apply->function == op::Function::assume && !apply->assumption.empty())
        assumptions.push_back(apply->assumption);
    const auto arguments = recorder_.arguments(node);
    open.insert(open.end(), arguments.rbegin(), arguments.rend());
  }
  return found;
}

void Explainer::add_parts(Explanation& explanation, std::vector<NodeId> parts, std::size_t depth, bool ordered,
                          std::size_t more) {
  if (parts.empty()) return;
  if (depth >= most_depth || steps_ >= most_steps) {
    explanation.parts.push_back({"…", "the rest is left out", {}});
    return;
  }
  const std::size_t all = parts.size() + more;
  if (parts.size() > most_parts) {
    if (!ordered)
      std::stable_sort(parts.begin(), parts.end(),
                       [&](NodeId a, NodeId b) { return weighs_more(recorder_.node(a), recorder_.node(b)); });
    parts.resize(most_parts);
  }
  for (const NodeId part : parts) explanation.parts.push_back(step(part, depth + 1));
  if (all > parts.size())
    explanation.parts.push_back(
        {"and " + readable(Number(static_cast<std::int64_t>(all - parts.size()))) + " more", {}, {}});
}

}  // namespace

std::vector<Explanation> explain(const Answer& answer, Digits digits) { return Explainer(answer, digits).trees(); }

}  // namespace reckon::engine

// From the lineage of a run to the formula of one of its values.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "engine/exec/bounds/formula.hpp"

namespace reckon::engine {
namespace {

using op::Combination;
using op::Function;

class FormulaBuilder {
 public:
  explicit FormulaBuilder(const Recorder& recorder) : recorder_(recorder) {}

  CellFormula run(NodeId root) {
    for (const NodeId id : reached(root)) place_[id] = build(id);
    const std::uint32_t last = place_.at(root);
    if (last != formula_.root()) {
      CellStep same = step(Step::scale);
      same.range = Number(1);
      formula_.add(std::move(same), std::span(&last, 1));
    }
    CellFormula shorter = simplified(formula_);
    find_thresholds(shorter);
    return shorter;
  }

 private:
  std::vector<NodeId> reached(NodeId root) const;
  std::uint32_t build(NodeId);
  std::uint32_t operation(const Node&, NodeId, const Operation&);
  std::uint32_t part(const Node&);
  std::uint32_t apply(const Node&, NodeId, const op::Apply&);
  std::uint32_t join(const Node&, const Operation&, Combination);
  std::uint32_t aggregate(const Node&, op::Statistic);
  std::uint32_t variable(NodeId, const Range&, bool real);
  std::uint32_t unknown(const Node&, NodeId);
  std::uint32_t truth(Truth);
  std::uint32_t chain(Step, const Node&);
  std::uint32_t place(NodeId id) { return id == 0 ? nothing() : place_.at(id); }
  std::uint32_t argument(const Node& node, std::size_t i) {
    const auto arguments = recorder_.arguments(node);
    return i < arguments.size() ? place(arguments[i]) : nothing();
  }
  std::uint32_t nothing() { return formula_.add(step(Step::nothing), {}); }
  static CellStep step(Step what) {
    CellStep node;
    node.step = what;
    return node;
  }
  std::uint32_t of_one(CellStep node, const Node& recorded) {
    const std::uint32_t of = argument(recorded, 0);
    return formula_.add(std::move(node), std::span(&of, 1));
  }

  const Recorder& recorder_;
  CellFormula formula_;
  std::unordered_map<NodeId, std::uint32_t> place_;
};

std::vector<NodeId> FormulaBuilder::reached(NodeId root) const {
  std::vector<NodeId> found, open{root};
  std::unordered_set<NodeId> seen{root};
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    found.push_back(id);
    for (const NodeId argument : recorder_.arguments(recorder_.node(id)))
      if (argument != 0 && seen.insert(argument).second) open.push_back(argument);
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::uint32_t FormulaBuilder::variable(NodeId id, const Range& range, bool real) {
  CellStep node = step(Step::variable);
  node.variable = static_cast<std::int32_t>(formula_.variables.size());
  RangedCell made{id, real, {range, false, false}};
  made.domain.range.has_central = false;
  made.domain.range.central = 0;
  formula_.variables.push_back(std::move(made));
  return formula_.add(std::move(node), {});
}

std::uint32_t FormulaBuilder::truth(Truth value) {
  CellStep node = step(Step::constant);
  node.truth = value;
  return formula_.add(std::move(node), {});
}

// A value whose making is not followed: anything within what it was found to be.
std::uint32_t FormulaBuilder::unknown(const Node& node, NodeId id) {
  if (node.missing) return nothing();
  if (node.is_truth) return truth(node.truth);
  std::uint32_t made = variable(id, node.range, false);
  if (!node.maybe) return made;
  const std::uint32_t of[] = {made, truth(Truth::maybe)};
  return formula_.add(step(Step::kept), of);
}

std::uint32_t FormulaBuilder::build(NodeId id) {
  const Node& node = recorder_.node(id);
  switch (node.what) {
    case Node::What::constant:
    case Node::What::cell:
      if (node.is_truth) return truth(node.truth);
      if (node.range.is_point()) {
        CellStep constant = step(Step::constant);
        constant.range = node.range.low;
        constant.truth = Truth::yes;
        return formula_.add(std::move(constant), {});
      }
      return variable(id, node.range, true);
    case Node::What::derived: {
      // What a body joins decides which cells count, not how the value moves with them.
      const NodeId expression = node.arguments == 1 && !node.rule->body ? recorder_.arguments(node).front() : 0;
      if (expression == 0) return unknown(node, id);
      if (!node.cut || recorder_.node(expression).is_truth) return place(expression);
      CellStep limited = step(Step::limited);
      limited.range = node.range;
      limited.range.has_central = false;
      limited.range.central = 0;
      return of_one(std::move(limited), node);
    }
    case Node::What::operation: break;
  }
  return node.part == Node::Part::whole ? operation(node, id, node.plan->operations[node.operation]) : part(node);
}

std::uint32_t FormulaBuilder::part(const Node& node) {
  switch (node.part) {
    case Node::Part::all_of: return chain(Step::both, node);
    case Node::Part::any_of: return chain(Step::either, node);
    case Node::Part::negation: return of_one(step(Step::negation), node);
    case Node::Part::total: return aggregate(node, op::Statistic::sum);
    default: return truth(node.truth);
  }
}

std::uint32_t FormulaBuilder::chain(Step what, const Node& node) {
  std::uint32_t all = argument(node, 0);
  for (std::size_t i = 1; i < node.arguments; ++i) {
    const std::uint32_t of[] = {all, argument(node, i)};
    all = formula_.add(step(what), of);
  }
  return all;
}

std::uint32_t FormulaBuilder::operation(const Node& node, NodeId id, const Operation& operation) {
  if (const auto* how = std::get_if<op::Apply>(&operation.what)) return apply(node, id, *how);
  if (const auto* how = std::get_if<op::Join>(&operation.what)) return join(node, operation, how->how);
  if (const auto* how = std::get_if<op::Aggregate>(&operation.what)) return aggregate(node, how->what);
  if (std::holds_alternative<op::Share>(operation.what)) return join(node, operation, Combination::divide);
  if (std::holds_alternative<op::Choose>(operation.what)) {
    const std::uint32_t of[] = {argument(node, 0), argument(node, 1), argument(node, 2)};
    return formula_.add(step(Step::choose), of);
  }
  if (std::holds_alternative<op::Top>(operation.what)) {
    formula_.approximate = true;  // which rows are kept together is not followed
    const std::uint32_t of[] = {argument(node, 0), truth(Truth::maybe)};
    return formula_.add(step(Step::kept), of);
  }
  if (const auto* filter = std::get_if<op::Filter>(&operation.what)) {
    CellStep kept = step(Step::kept);
    kept.own_value = filter->own_value && filter->cut;
    if (kept.own_value) kept.range = *filter->cut;
    const std::uint32_t of[] = {argument(node, 0), argument(node, 1)};
    return formula_.add(std::move(kept), of);
  }
  return unknown(node, id);
}

std::uint32_t FormulaBuilder::apply(const Node& node, NodeId id, const op::Apply& how) {
  CellStep made;
  made.argument = how.argument;
  switch (how.function) {
    case Function::assume: return argument(node, 0);
    case Function::possibly: return truth(node.truth);
    case Function::low:
    case Function::high:
    case Function::middle:
    case Function::width: {
      if (node.missing) return nothing();
      const Step of = formula_.nodes[argument(node, 0)].step;
      formula_.approximate = formula_.approximate || (of != Step::variable && of != Step::constant);
      return unknown(node, id);
    }
    case Function::negate: made.step = Step::negate; break;
    case Function::logical_not: made.step = Step::negation; break;
    case Function::abs: made.step = Step::abs; break;
    case Function::floor: made.step = Step::floor; break;
    case Function::ceil: made.step = Step::ceil; break;
    case Function::round: made.step = Step::round; break;
    case Function::power: {
      made.step = Step::power;
      if (how.argument >= 0) break;
      // A negative power is a quotient, and its poles are a divisor's.
      made.argument = -how.argument;
      CellStep one = step(Step::constant), divide = step(Step::divide);
      one.range = Number(1);
      divide.keeps_excluded = true;
      const std::uint32_t above = formula_.add(std::move(one), {});
      const std::uint32_t of[] = {above, how.argument == -1 ? argument(node, 0) : of_one(std::move(made), node)};
      return formula_.add(std::move(divide), of);
    }
    case Function::root: made.step = Step::root; break;
    case Function::ln: made.step = Step::ln; break;
    case Function::exp: made.step = Step::exp; break;
    case Function::scale:
      made.step = Step::scale;
      made.range = how.factor;
      break;
  }
  return of_one(std::move(made), node);
}

std::uint32_t FormulaBuilder::join(const Node& node, const Operation& operation, Combination how) {
  CellStep made;
  const auto lacks_axes = [&](OperationId input) { return node.plan->operations[input].axes.empty(); };
  made.keeps_excluded =
      operation.inputs.size() < 2 || lacks_axes(operation.inputs[0]) || lacks_axes(operation.inputs[1]);
  switch (how) {
    case Combination::add: made.step = Step::add; break;
    case Combination::subtract: made.step = Step::subtract; break;
    case Combination::multiply: made.step = Step::multiply; break;
    case Combination::divide: made.step = Step::divide; break;
    case Combination::least: made.step = Step::least; break;
    case Combination::greatest: made.step = Step::greatest; break;
    case Combination::coalesce: made.step = Step::coalesce; break;
    case Combination::logical_and: made.step = Step::both; break;
    case Combination::logical_or: made.step = Step::either; break;
    default:
      made.step = Step::compare;
      made.how = how;
      break;
  }
  const std::uint32_t of[] = {argument(node, 0), argument(node, 1)};
  return formula_.add(std::move(made), of);
}

std::uint32_t FormulaBuilder::aggregate(const Node& node, op::Statistic what) {
  CellStep made;
  switch (what) {
    case op::Statistic::sum: made.step = Step::sum; break;
    case op::Statistic::count: made.step = Step::count; break;
    case op::Statistic::min: made.step = Step::min; break;
    case op::Statistic::max: made.step = Step::max; break;
    case op::Statistic::avg: made.step = Step::avg; break;
    case op::Statistic::median: made.step = Step::median; break;
    default: made.step = Step::first; break;
  }
  std::vector<std::uint32_t> of;
  of.reserve(node.arguments);
  for (const NodeId argument : recorder_.arguments(node)) of.push_back(place(argument));
  return formula_.add(std::move(made), of);
}

}  // namespace

CellFormula formula_of(const Recorder& recorder, NodeId root) { return FormulaBuilder(recorder).run(root); }

}  // namespace reckon::engine

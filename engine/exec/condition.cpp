// Evaluating conditions with three truths, and none where a value is missing.
#include "engine/exec/condition.hpp"

#include <algorithm>
#include <cassert>

namespace reckon::engine {
namespace {

bool leaf_holds(const Catalog& catalog, const AttributeTest& test, const FactTable& facts, std::uint32_t row) {
  if (test.what == AttributeTest::What::date) {
    const Day day = facts.date(row);
    if (day == no_code) return false;
    return (!test.from || day >= *test.from) && (!test.to || day <= *test.to);
  }
  const std::uint32_t value = test.what == AttributeTest::What::source ? facts.source(row)
                                                                      : static_cast<std::uint32_t>(facts.kind(row));
  (void)catalog;
  return std::find(test.one_of.begin(), test.one_of.end(), value) != test.one_of.end();
}

RowIndex::Columns all_columns(const std::vector<std::vector<Code>>& keys) {
  RowIndex::Columns columns;
  for (const auto& codes : keys) columns.push_back(&codes);
  return columns;
}

}  // namespace

bool attributes_hold(const Catalog& catalog, const Condition& condition, const FactTable& facts, std::uint32_t row) {
  const auto holds = [&](const Condition& part) { return attributes_hold(catalog, part, facts, row); };
  switch (condition.what) {
    case Condition::What::all_of: return std::all_of(condition.parts.begin(), condition.parts.end(), holds);
    case Condition::What::any_of: return std::any_of(condition.parts.begin(), condition.parts.end(), holds);
    case Condition::What::negation: return !holds(condition.parts.front());
    default: break;
  }
  return leaf_holds(catalog, condition.attribute, facts, row) != condition.attribute.negated;
}

RowCondition::RowCondition(const Run& run, const Operation& operation, const Condition& condition, const Frame& rows)
    : run_(run), operation_(static_cast<OperationId>(&operation - run.plan.operations.data())), condition_(condition),
      rows_(rows) {
  for (const Condition& part : condition.parts) parts_.emplace_back(run, operation, part, rows);
  if (condition.what == Condition::What::axis)
    matcher_.emplace(run, condition.axis, operation.axes[condition.axis.axis].dimension);
  if (condition.what == Condition::What::truth || condition.what == Condition::What::relation) {
    input_ = &run.input(operation, condition.input);
    for (const std::size_t axis : condition.key) key_.push_back(&rows.keys[axis]);
    index_.emplace(all_columns(input_->keys), input_->rows());
  }
}

bool RowCondition::tests_values() const {
  return condition_.what == Condition::What::truth ||
         std::any_of(parts_.begin(), parts_.end(), [](const RowCondition& part) { return part.tests_values(); });
}

NodeId RowCondition::record(Node::Part part, Truth truth, std::span<const NodeId> parts) const {
  if (!run_.recorder) return 0;
  Value value;
  value.truth = truth;
  return run_.recorder->part(part, value, run_.plan, operation_, parts);
}

std::optional<Truth> RowCondition::operator()(std::size_t row, NodeId& node) const {
  switch (condition_.what) {
    case Condition::What::axis: {
      const Truth truth = (*matcher_)(rows_.keys[condition_.axis.axis][row]) ? Truth::yes : Truth::no;
      node = record(Node::Part::decided, truth, {});
      return truth;
    }
    case Condition::What::truth:
    case Condition::What::relation: return look_up(row, node);
    case Condition::What::negation: {
      NodeId part = 0;
      const auto truth = parts_.front()(row, part);
      if (!truth) return std::nullopt;
      node = record(Node::Part::negation, !*truth, std::span(&part, 1));
      return !*truth;
    }
    default: return combine(row, node);
  }
}

std::optional<Truth> RowCondition::combine(std::size_t row, NodeId& node) const {
  const bool all = condition_.what == Condition::What::all_of;
  const Truth deciding = all ? Truth::no : Truth::yes;
  Truth result = !deciding;
  bool missing = false;
  std::vector<NodeId> open;
  for (const RowCondition& part : parts_) {
    NodeId of_part = 0;
    const auto truth = part(row, of_part);
    if (!truth) missing = true;
    else result = all ? truth_and(result, *truth) : truth_or(result, *truth);
    if (run_.recorder && truth == Truth::maybe) open.push_back(of_part);
    if (result == deciding) break;
  }
  if (missing && result != deciding) return std::nullopt;
  if (result == Truth::maybe) node = record(all ? Node::Part::all_of : Node::Part::any_of, result, open);
  else node = record(Node::Part::decided, result, {});
  return result;
}

std::optional<Truth> RowCondition::look_up(std::size_t row, NodeId& node) const {
  const std::uint32_t found = index_->find(key_, row);
  if (condition_.what == Condition::What::relation) {
    Truth truth = found == RowIndex::none ? Truth::no : Truth::yes;
    if (truth == Truth::yes && input_->membership(found) == Membership::maybe) truth = Truth::maybe;
    node = record(Node::Part::decided, truth, {});
    return truth;
  }
  const Value* value = found != RowIndex::none ? &input_->values()[found] : input_->otherwise ? &*input_->otherwise : nullptr;
  if (!value || value->is_missing()) return std::nullopt;
  node = value->node;
  if (value->maybe && value->truth != Truth::no) return Truth::maybe;
  return value->truth;
}

}  // namespace reckon::engine

// Evaluating conditions with three truths, and none where a value is missing.
#include "engine/exec/condition.hpp"

#include <algorithm>
#include <cassert>

#include "engine/exec/kept_rows.hpp"

namespace reckon::engine {
namespace {

bool leaf_holds(const Catalog& catalog, const AttributeTest& test, const FactTable& facts, std::uint32_t row) {
  if (test.what == AttributeTest::What::date) {
    // A fact without a date is earlier than any dated one, as its code is.
    const Day day = facts.date(row);
    return (!test.from || day >= *test.from) && (!test.to || day <= *test.to);
  }
  const std::uint32_t value =
      test.what == AttributeTest::What::source ? facts.source(row) : static_cast<std::uint32_t>(facts.kind(row));
  (void)catalog;
  return std::find(test.one_of.begin(), test.one_of.end(), value) != test.one_of.end();
}

RowIndex::Columns all_columns(const Run& run, const std::vector<std::vector<Code>>& keys) {
  RowIndex::Columns columns(&run.scratch);
  for (const auto& codes : keys) columns.push_back(codes.data());
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
    : run_(run),
      operation_(static_cast<OperationId>(&operation - run.plan.operations.data())),
      condition_(condition),
      rows_(rows),
      parts_(&run.scratch),
      key_(&run.scratch) {
  parts_.reserve(condition.parts.size());
  for (const Condition& part : condition.parts) parts_.emplace_back(run, operation, part, rows);
  if (condition.what == Condition::What::axis)
    matcher_.emplace(run, condition.axis, operation.axes[condition.axis.axis].dimension);
  if (condition.what == Condition::What::truth || condition.what == Condition::What::relation) {
    input_ = &run.input(operation, condition.input);
    for (const std::size_t axis : condition.key) key_.push_back(rows.keys[axis].data());
    kept_ = run.kept_input(operation, condition.input);
    if (!kept_) index_.emplace(all_columns(run, input_->keys), input_->rows());
  }
}

bool RowCondition::tests_values() const {
  return condition_.what == Condition::What::truth ||
         std::any_of(parts_.begin(), parts_.end(), [](const RowCondition& part) { return part.tests_values(); });
}

NodeId RowCondition::record(Node::Part part, const Held& held, std::span<const NodeId> parts) const {
  if (!run_.recorder) return 0;
  Value value;
  value.truth = held.yes && held.no ? Truth::maybe : held.yes ? Truth::yes : Truth::no;
  return run_.recorder->part(part, value, run_.plan, operation_, parts);
}

Held RowCondition::operator()(std::size_t row, NodeId& node) const {
  switch (condition_.what) {
    case Condition::What::axis: {
      const bool holds = (*matcher_)(rows_.keys[condition_.axis.axis][row]);
      node = record(Node::Part::decided, {holds, !holds, false}, {});
      return {holds, !holds, false};
    }
    case Condition::What::truth:
    case Condition::What::relation: return look_up(row, node);
    case Condition::What::negation: {
      NodeId part = 0;
      const Held held = negated(parts_.front()(row, part));
      node = record(Node::Part::negation, held, std::span(&part, 1));
      return held;
    }
    default: return combine(row, node);
  }
}

Held RowCondition::combine(std::size_t row, NodeId& node) const {
  const bool all = condition_.what == Condition::What::all_of;
  Held result{true, false, false};
  ScratchVector<NodeId> open(&run_.scratch);
  for (const RowCondition& part : parts_) {
    NodeId of_part = 0;
    const Held next = part(row, of_part);
    if (run_.recorder && (next.yes + next.no + next.missing > 1 || next.missing)) open.push_back(of_part);
    result = both(result, all ? next : negated(next));
    if (!result.yes && !result.missing) break;
  }
  if (!all) result = negated(result);
  const bool decided = !result.missing && result.yes != result.no;
  node = decided ? record(Node::Part::decided, result, {})
                 : record(all ? Node::Part::all_of : Node::Part::any_of, result, open);
  return result;
}

Held RowCondition::by_place(std::size_t row) const {
  if (condition_.what == Condition::What::truth) return {true, true, false};
  if (condition_.what == Condition::What::negation) return negated(parts_.front().by_place(row));
  if (condition_.what == Condition::What::axis || condition_.what == Condition::What::relation) {
    NodeId unused = 0;
    return (*this)(row, unused);
  }
  const bool all = condition_.what == Condition::What::all_of;
  Held result{true, false, false};
  for (const RowCondition& part : parts_) result = both(result, all ? part.by_place(row) : negated(part.by_place(row)));
  return all ? result : negated(result);
}

Held RowCondition::look_up(std::size_t row, NodeId& node) const {
  if (kept_) {
    ScratchVector<Code> key(&run_.scratch);
    for (const Code* codes : key_) key.push_back(codes[row]);
    const bool holds = kept_->contains(key);
    return {holds, !holds, false};
  }
  const std::uint32_t found = index_->find(key_, row);
  const Membership membership = found == RowIndex::none ? Membership::excluded : input_->membership(found);
  if (condition_.what == Condition::What::relation) {
    const Held held{membership != Membership::excluded, membership != Membership::certain, false};
    node = record(Node::Part::decided, held, {});
    return held;
  }
  Held result;
  const auto may_be = [&](const Value& value) {
    const Held own = held(value);
    result = {result.yes || own.yes, result.no || own.no, result.missing || own.missing};
  };
  if (membership != Membership::excluded) may_be(input_->values()[found]);
  if (membership == Membership::certain) {
    node = input_->values()[found].node;
    return result;
  }
  if (input_->otherwise)
    may_be(*input_->otherwise);
  else
    result.missing = true;
  // Which of the two it is, is not followed.
  if (membership == Membership::excluded && input_->otherwise)
    node = input_->otherwise->node;
  else
    node = record(Node::Part::decided, result, {});
  return result;
}

}  // namespace reckon::engine

// Evaluating conditions with three truths, and none where a value is missing.
#include "engine/exec/condition.hpp"

#include <algorithm>
#include <cassert>

namespace reckon::engine {
namespace {

bool leaf_holds(const Catalog& catalog, const AttributeTest& test, const FactTable& facts, std::uint32_t row) {
  if (test.what == AttributeTest::What::date) {
    // A fact without a date is earlier than any dated one, as its code is.
    const Day day = facts.date(row);
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
    : condition_(condition), rows_(rows) {
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

namespace {

Held negated(const Held& held) { return {held.no, held.yes, held.missing}; }

// No where a side is no; missing where neither is and a side is missing.
Held both(const Held& a, const Held& b) {
  return {a.yes && b.yes, a.no || b.no, (a.missing && (b.yes || b.missing)) || (b.missing && a.yes)};
}

}  // namespace

Held RowCondition::operator()(std::size_t row, std::vector<NodeId>* used) const {
  switch (condition_.what) {
    case Condition::What::axis: {
      const bool holds = (*matcher_)(rows_.keys[condition_.axis.axis][row]);
      return {holds, !holds, false};
    }
    case Condition::What::truth:
    case Condition::What::relation: return look_up(row, used);
    case Condition::What::negation: return negated(parts_.front()(row, used));
    default: return combine(row, used);
  }
}

Held RowCondition::combine(std::size_t row, std::vector<NodeId>* used) const {
  const bool all = condition_.what == Condition::What::all_of;
  Held result{true, false, false};
  for (const RowCondition& part : parts_) {
    const Held held = part(row, used);
    result = both(result, all ? held : negated(held));
    if (!result.yes && !result.missing) break;
  }
  return all ? result : negated(result);
}

Held RowCondition::by_place(std::size_t row) const {
  if (condition_.what == Condition::What::truth) return {true, true, false};
  if (condition_.what == Condition::What::negation) return negated(parts_.front().by_place(row));
  if (condition_.what == Condition::What::axis || condition_.what == Condition::What::relation) return (*this)(row, nullptr);
  const bool all = condition_.what == Condition::What::all_of;
  Held result{true, false, false};
  for (const RowCondition& part : parts_) result = both(result, all ? part.by_place(row) : negated(part.by_place(row)));
  return all ? result : negated(result);
}

Held RowCondition::look_up(std::size_t row, std::vector<NodeId>* used) const {
  const std::uint32_t found = index_->find(key_, row);
  const Membership membership = found == RowIndex::none ? Membership::excluded : input_->membership(found);
  if (condition_.what == Condition::What::relation) return {membership != Membership::excluded, membership != Membership::certain, false};
  Held held;
  const auto may_be = [&](const Value& value) {
    held.yes = held.yes || (!value.is_missing() && value.truth != Truth::no);
    held.no = held.no || (!value.is_missing() && value.truth != Truth::yes);
    held.missing = held.missing || value.is_missing() || value.maybe;
    if (used && !value.is_missing() && value.node != 0) used->push_back(value.node);
  };
  if (membership != Membership::excluded) may_be(input_->values()[found]);
  if (membership == Membership::certain) return held;
  if (input_->otherwise) may_be(*input_->otherwise);
  else held.missing = true;
  return held;
}

}  // namespace reckon::engine

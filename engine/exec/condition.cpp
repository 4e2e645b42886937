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

std::optional<Truth> RowCondition::operator()(std::size_t row, std::vector<NodeId>* used) const {
  switch (condition_.what) {
    case Condition::What::axis:
      return (*matcher_)(rows_.keys[condition_.axis.axis][row]) ? Truth::yes : Truth::no;
    case Condition::What::truth:
    case Condition::What::relation: return look_up(row, used);
    case Condition::What::negation: {
      const auto truth = parts_.front()(row, used);
      return truth ? std::optional(!*truth) : std::nullopt;
    }
    default: return combine(row, used);
  }
}

std::optional<Truth> RowCondition::combine(std::size_t row, std::vector<NodeId>* used) const {
  const bool all = condition_.what == Condition::What::all_of;
  Truth result = all ? Truth::yes : Truth::no;
  bool missing = false;
  for (const RowCondition& part : parts_) {
    const auto truth = part(row, used);
    if (!truth) missing = true;
    else result = all ? truth_and(result, *truth) : truth_or(result, *truth);
    if (result == (all ? Truth::no : Truth::yes)) return result;
  }
  return missing ? std::nullopt : std::optional(result);
}

std::optional<Truth> RowCondition::look_up(std::size_t row, std::vector<NodeId>* used) const {
  const std::uint32_t found = index_->find(key_, row);
  if (condition_.what == Condition::What::relation) {
    if (found == RowIndex::none) return Truth::no;
    return input_->membership(found) == Membership::maybe ? Truth::maybe : Truth::yes;
  }
  if (found == RowIndex::none) {
    if (!input_->otherwise) return std::nullopt;
    return input_->otherwise->is_missing() ? std::nullopt : std::optional(input_->otherwise->truth);
  }
  const Value& value = input_->values()[found];
  if (value.is_missing()) return std::nullopt;
  if (used && value.node != 0) used->push_back(value.node);
  if (value.maybe && value.truth != Truth::no) return Truth::maybe;
  return value.truth;
}

}  // namespace reckon::engine

// States of rows and what they depend on.
#include "tests/model/table.hpp"

#include <algorithm>

namespace reckon::model {

Row Row::of(Range range) {
  Row row;
  row.present = true;
  row.range = std::move(range);
  return row;
}

Row Row::of_truth(unsigned truths) {
  Row row;
  row.present = true;
  row.truths = truths;
  return row;
}

Row Row::missing() {
  Row row;
  row.absent = true;
  return row;
}

void Row::depend_on(const Row& other) {
  std::vector<int> all;
  std::set_union(variables.begin(), variables.end(), other.variables.begin(), other.variables.end(),
                 std::back_inserter(all));
  if (all.size() < variables.size() + other.variables.size()) plain = false;
  plain = plain && other.plain;
  unsure = unsure || other.unsure;
  rough = rough || other.rough;
  chosen = chosen || other.chosen || other.may_be_out();
  if (other.present) date = std::max(date, other.date);
  variables = std::move(all);
}

void Row::settle() {
  const bool one_value = truths == 0 ? range.is_point() : truths != (truth_yes | truth_no);
  if (!is_one_state() || (present && !one_value)) return;
  variables.clear();
  plain = true;
}

void Row::may_be(const Range& value) {
  range = present ? engine::hull(range, value) : value;
  range.has_central = false;
  range.central = 0;
  present = true;
}

std::optional<std::size_t> Table::axis(std::string_view name) const {
  for (std::size_t i = 0; i < axes.size(); ++i)
    if (axes[i].name == name) return i;
  return std::nullopt;
}

void Table::settle() {
  if (!axes.empty()) return;
  Row& row = rows[Key{}];
  if (!row.present && !row.absent && !row.excluded) row.gone = true;
  if (!otherwise) {
    if (row.is_one_state() && row.gone) row.gone = false, row.absent = true;
    return;
  }
  // What stands in for a missing row is asked for at once.
  Row made;
  for (const State& state : states_of(&row, otherwise)) {
    if (!state.value)
      made.absent = true;
    else if (state.value->truths)
      made.may_be(state.value->truths);
    else
      made.may_be(state.value->range);
  }
  made.depend_on(row);
  if (row.may_be_out()) made.depend_on(*otherwise);
  row = std::move(made);
  otherwise.reset();
}

Table Table::shape() const {
  Table made = *this;
  made.rows.clear();
  made.otherwise.reset();
  return made;
}

std::vector<State> states_of(const Row* row, const std::optional<Row>& otherwise) {
  std::vector<State> states;
  if (row && row->present) states.push_back({true, false, row});
  if (row && row->absent) states.push_back({true, false, nullptr});
  const auto out = [&](bool excluded) {
    if (!otherwise || otherwise->present) states.push_back({false, excluded, otherwise ? &*otherwise : nullptr});
    if (otherwise && !(otherwise->present && otherwise->is_one_state())) states.push_back({false, excluded, nullptr});
  };
  if (row && row->excluded) out(true);
  if (!row || row->gone) out(false);
  return states;
}

}  // namespace reckon::model

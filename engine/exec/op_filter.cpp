// Keeping the rows for which a condition holds, or may hold.
#include "engine/exec/condition.hpp"

namespace reckon::engine {

Frame run_filter(Run& run, OperationId id, const op::Filter& filter) {
  const Operation& operation = run.operation(id);
  const Frame& input = run.input(operation, 0);
  run.charge(input.rows());
  const RowCondition holds(run, operation, filter.condition, input);
  const bool on_values = holds.tests_values();
  std::vector<std::uint32_t> kept;
  std::vector<Membership> memberships;
  std::vector<bool> may_be_left_out;  // the condition may have no value
  std::vector<std::vector<NodeId>> deciding;
  std::uint64_t undecided = 0;
  for (std::uint32_t row = 0; row < input.rows(); ++row) {
    std::vector<NodeId> used;
    const Held held = holds(row, run.recorder ? &used : nullptr);
    if (!held.yes && !held.no) ++undecided;
    if (!held.yes && (!held.no || holds.fails_by_place(row))) continue;
    // Rows that a value excluded still tell an aggregate that their group had cells.
    Membership membership = input.membership(row);
    if (!held.yes) membership = Membership::excluded;
    else if ((held.no || held.missing) && membership == Membership::certain) membership = Membership::maybe;
    may_be_left_out.push_back(held.missing);
    kept.push_back(row);
    memberships.push_back(membership);
    deciding.push_back(std::move(used));
  }
  Frame result = take_rows(input, kept);
  result.otherwise.reset();
  result.memberships = std::move(memberships);
  if (undecided > 0) run.notes.push_back({Note::What::no_condition_value, id, undecided, {}});
  for (std::size_t row = 0; row < result.rows() && on_values; ++row) {
    Value& value = result.values()[row];
    value.maybe = value.maybe || (may_be_left_out[row] && !value.is_missing());
    const Range* cut = filter.cut ? &*filter.cut : nullptr;
    if (cut && result.memberships[row] == Membership::maybe && !value.is_missing())
      if (const auto both = meet(value.range, *cut)) value.range = *both;
    if (!run.recorder) continue;
    std::vector<NodeId> arguments{value.node};
    // A condition on the value itself is that value once more, not another reading of its cell.
    if (!filter.own_value) arguments.insert(arguments.end(), deciding[row].begin(), deciding[row].end());
    value.node = run.recorder->operation(value, run.plan, id, arguments);
  }
  return result;
}

}  // namespace reckon::engine

// Keeping the rows for which a condition holds, or may hold.
#include <array>

#include "engine/exec/condition.hpp"

namespace reckon::engine {

Frame run_filter(Run& run, OperationId id, const op::Filter& filter) {
  const Operation& operation = run.operation(id);
  const Frame& input = run.input(operation, 0);
  const RowCondition holds(run, operation, filter.condition, input);
  const bool on_values = holds.tests_values();
  std::vector<std::uint32_t> kept;
  std::vector<Membership> memberships;
  std::vector<NodeId> deciding;
  std::uint64_t undecided = 0;
  for (std::uint32_t row = 0; row < input.rows(); ++row) {
    NodeId node = 0;
    const auto truth = holds(row, node);
    if (!truth) ++undecided;
    // Rows that a value excluded still tell an aggregate that their group had cells.
    if (!truth || (*truth == Truth::no && !on_values)) continue;
    Membership membership = input.membership(row);
    if (*truth == Truth::no) membership = Membership::excluded;
    else if (*truth == Truth::maybe && membership == Membership::certain) membership = Membership::maybe;
    kept.push_back(row);
    memberships.push_back(membership);
    deciding.push_back(node);
  }
  Frame result = take_rows(input, kept);
  result.otherwise.reset();
  result.memberships = std::move(memberships);
  if (undecided > 0) run.notes.push_back({Note::What::no_condition_value, id, undecided, {}});
  for (std::size_t row = 0; row < result.rows() && on_values; ++row) {
    Value& value = result.values()[row];
    const Range* cut = filter.cut ? &*filter.cut : nullptr;
    if (cut && result.memberships[row] == Membership::maybe && !value.is_missing())
      if (const auto both = meet(value.range, *cut)) value.range = *both;
    if (!run.recorder) continue;
    value.node = run.recorder->operation(value, run.plan, id, std::array{value.node, deciding[row]});
  }
  return result;
}

}  // namespace reckon::engine

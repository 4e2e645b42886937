// Keeping the rows for which a condition holds, or may hold.
#include <array>

#include "engine/exec/condition.hpp"

namespace reckon::engine {
namespace {

// What a row that may fail is worth where it does not. Its central figure stays where it is known to pass: inside the
// cut, and no other value is asked.
void cut(Range& range, const op::Filter& filter) {
  if (filter.cut)
    if (const auto both = meet(range, *filter.cut)) range = *both;
  if (!range.has_central) return;
  const bool inside = filter.cut && filter.own_value &&
                      (filter.cut->unbounded_below || filter.cut->low < range.central) &&
                      (filter.cut->unbounded_above || range.central < filter.cut->high);
  if (!inside) range.drop_best();
}

}  // namespace

Frame run_filter(Run& run, OperationId id, const op::Filter& filter) {
  const Operation& operation = run.operation(id);
  const Frame& input = run.input(operation, 0);
  run.charge(input.rows());
  const RowCondition condition(run, operation, filter.condition, input);
  const bool on_values = condition.tests_values();
  ScratchVector<std::uint32_t> kept(&run.scratch);
  ScratchVector<Membership> memberships(&run.scratch);
  ScratchVector<bool> may_be_left_out(&run.scratch);  // the condition may have no value
  ScratchVector<NodeId> deciding(&run.scratch);
  std::uint64_t undecided = 0;
  for (std::uint32_t row = 0; row < input.rows(); ++row) {
    NodeId node = 0;
    const Held holds = condition(row, node);
    if (!holds.yes && !holds.no) ++undecided;
    if (!holds.yes && (!holds.no || input.values()[row].is_missing() || condition.fails_by_place(row))) continue;
    // Rows that a value excluded still tell an aggregate that their group had cells.
    Membership membership = input.membership(row);
    if (!holds.yes)
      membership = Membership::excluded;
    else if ((holds.no || holds.missing) && membership == Membership::certain)
      membership = Membership::maybe;
    may_be_left_out.push_back(holds.missing);
    kept.push_back(row);
    memberships.push_back(membership);
    deciding.push_back(node);
  }
  Frame result = run.frame_for(id);
  take_rows(input, kept, result);
  result.otherwise.reset();
  result.memberships.assign(memberships.begin(), memberships.end());
  if (undecided > 0) run.notes.push_back({Note::What::no_condition_value, id, undecided, {}});
  for (std::size_t row = 0; row < result.rows() && on_values; ++row) {
    Value& value = result.values()[row];
    value.maybe = value.maybe || (may_be_left_out[row] && !value.is_missing());
    if (result.memberships[row] == Membership::maybe && !value.is_missing()) cut(value.range, filter);
    if (!run.recorder) continue;
    value.node = run.recorder->operation(value, run.plan, id, std::array{value.node, deciding[row]});
  }
  return result;
}

}  // namespace reckon::engine

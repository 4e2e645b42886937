// The rows that may be among the first k: certain if even their worst place is.
#include <array>

#include "engine/exec/ranking.hpp"

namespace reckon::engine {

Frame run_top(Run& run, OperationId id, const op::Top& top) {
  Frame input = run.input(run.operation(id), 0);
  drop_excluded(input);
  const auto places = rank_rows(input, top.within, top.bottom);
  std::vector<std::uint32_t> kept;
  std::vector<Membership> memberships;
  for (const auto row : ranked_order(input, top.within, places)) {
    if (places[row].best == 0 || places[row].best > top.count) continue;
    const bool certain = places[row].worst <= top.count && input.membership(row) == Membership::certain;
    kept.push_back(row);
    memberships.push_back(certain ? Membership::certain : Membership::maybe);
  }
  Frame result = take_rows(input, kept);
  result.memberships = std::move(memberships);
  // What decides a place is not recorded: the row is one that may be there.
  for (std::size_t row = 0; row < result.rows() && run.recorder; ++row) {
    if (result.memberships[row] == Membership::certain) continue;
    Value& value = result.values()[row];
    value.node = run.recorder->operation(value, run.plan, id, std::array{value.node});
  }
  result.otherwise.reset();
  return result;
}

}  // namespace reckon::engine

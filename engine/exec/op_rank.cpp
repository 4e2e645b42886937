// The place of each row as a range.
#include "engine/exec/ranking.hpp"
#include "engine/exec/row_index.hpp"

namespace reckon::engine {

Frame run_rank(Run& run, OperationId id, const op::Rank& rank) {
  const Frame& input = run.input(run.operation(id), 0);
  const auto places = rank_rows(input, rank.within, false);
  std::vector<NodeId> all;
  if (run.recorder)
    for (const Value& value : input.values()) all.push_back(value.node);
  Frame result = input;
  for (std::size_t row = 0; row < input.rows(); ++row) {
    Value& value = result.values()[row];
    if (value.is_missing() || input.membership(row) == Membership::excluded) continue;
    value.range = Range(Number(places[row].best), Number(places[row].worst));
    if (places[row].central > 0) value.range.set_best(places[row].central);
    value.date = places[row].date;
    value = run.finish(std::move(value), id, all);
  }
  result.otherwise.reset();
  return take_rows(result, ranked_order(input, rank.within, places));
}

}  // namespace reckon::engine

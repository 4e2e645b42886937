// One member of an axis; the axis goes.
#include "engine/exec/run.hpp"

namespace reckon::engine {

Frame run_slice(Run& run, OperationId id, const op::Slice& slice) {
  const Frame& input = run.input(run.operation(id), 0);
  const Code wanted = run.code(slice.member);
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < input.rows(); ++row)
    if (input.keys[slice.axis][row] == wanted) rows.push_back(row);
  Frame result = take_rows(input, rows);
  result.keys.erase(result.keys.begin() + static_cast<std::ptrdiff_t>(slice.axis));
  if (result.keys.empty() && result.rows() == 0 && result.otherwise) result.values().push_back(*result.otherwise);
  return result;
}

}  // namespace reckon::engine

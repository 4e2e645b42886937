// Moving rows along an ordered axis.
#include "engine/exec/run.hpp"

namespace reckon::engine {

Frame run_shift(Run& run, OperationId id, const op::Shift& shift) {
  const Operation& operation = run.operation(id);
  const Frame& input = run.input(operation, 0);
  const Dimension& dimension = run.catalog.dimension(operation.axes[shift.axis].dimension);
  ScratchVector<std::uint32_t> rows(&run.scratch);
  for (std::uint32_t row = 0; row < input.rows(); ++row) {
    const std::int64_t moved = std::int64_t{input.keys[shift.axis][row]} + shift.by;
    if (dimension.is_calendar() || (moved >= 0 && moved < static_cast<std::int64_t>(dimension.size())))
      rows.push_back(row);
  }
  Frame result = run.frame_for(id);
  take_rows(input, rows, result);
  for (Code& code : result.keys[shift.axis]) code += shift.by;
  result.makes_rows = false;
  return result;
}

}  // namespace reckon::engine

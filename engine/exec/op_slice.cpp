// One member of an axis; the axis goes.
#include "engine/exec/run.hpp"

namespace reckon::engine {
namespace {

// What stands elsewhere is asked for at once where one value is left.
void stand_in(Frame& single) {
  const Value other = *single.otherwise;
  single.otherwise.reset();
  if (single.rows() == 0) {
    single.values().push_back(other);
    return;
  }
  Value& value = single.values().front();
  const Membership membership = single.membership(0);
  if (membership == Membership::excluded)
    value = other;
  else if (membership == Membership::maybe)
    value = either(value, other);
  single.memberships.clear();
}

}  // namespace

Frame run_slice(Run& run, OperationId id, const op::Slice& slice) {
  const Frame& input = run.input(run.operation(id), 0);
  const Code wanted = run.code(slice.member);
  ScratchVector<std::uint32_t> rows(&run.scratch);
  for (std::uint32_t row = 0; row < input.rows(); ++row)
    if (input.keys[slice.axis][row] == wanted) rows.push_back(row);
  Frame result = run.frame_for(id);
  take_rows(input, rows, result);
  result.keys.erase(result.keys.begin() + static_cast<std::ptrdiff_t>(slice.axis));
  if (result.keys.empty() && result.otherwise) stand_in(result);
  return result;
}

}  // namespace reckon::engine

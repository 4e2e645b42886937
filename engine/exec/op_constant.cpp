// A literal: one row without coordinates, which makes no row beside others.
#include "engine/exec/run.hpp"

namespace reckon::engine {

Frame run_constant(Run& run, OperationId id, const op::Constant& constant) {
  Value value;
  value.range =
      constant.parameter < 0 ? constant.value : run.bindings[static_cast<std::size_t>(constant.parameter)].range;
  value.truth = constant.truth;
  if (run.recorder) value.node = run.recorder->constant(value, run.plan, id);
  Frame frame = run.frame_for(id);
  frame.values().push_back(value);
  frame.makes_rows = false;
  return frame;
}

}  // namespace reckon::engine

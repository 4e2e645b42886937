// A function of each value.
#include "engine/exec/combine.hpp"

namespace reckon::engine {

Frame run_apply(Run& run, OperationId id, const op::Apply& how) {
  Frame result = run.frame_for(id);
  result = run.input(run.operation(id), 0);
  for (Value& value : result.values()) value = apply(run, id, how, value);
  if (result.otherwise) result.otherwise = apply(run, id, how, *result.otherwise);
  return result;
}

}  // namespace reckon::engine

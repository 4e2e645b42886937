// Two values to one, by the combination of a join: the scalar functors that the join's loops call.
#pragma once

#include "engine/exec/run.hpp"

namespace reckon::engine {

// A missing operand makes the result missing for its reason, but for `??` and for truths that the other side decides.
Value combine(Run&, OperationId, op::Combination, const Value& left, const Value& right);

// A comparison of two ranges.
Truth compare(op::Combination, const Range&, const Range&);

// One value to one.
Value apply(Run&, OperationId, const op::Apply&, const Value&);

}  // namespace reckon::engine

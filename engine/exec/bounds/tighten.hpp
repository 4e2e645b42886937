// From plain interval arithmetic to proved ends: what a run recorded is taken as formulas, and their ends are found.
#pragma once

#include "engine/exec/answer.hpp"
#include "engine/exec/bounds/ends.hpp"

namespace reckon::engine {

// Narrows a value to its ends; true where both are proved. `witnesses` gets the places of the ends, if not null.
bool tighten(const Recorder&, Value&, bool is_truth, SearchLimits&, Witnesses* witnesses);

// Every value of a frame. True where all are proved.
bool tighten(const Recorder&, const Plan&, Frame&, const Limits&, Meter&,
             std::vector<std::vector<Witnesses>>* witnesses);

}  // namespace reckon::engine

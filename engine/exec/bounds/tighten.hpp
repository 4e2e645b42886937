// From plain interval arithmetic to proved ends: what a run recorded is taken as formulas, and their ends are found.
#pragma once

#include "engine/exec/answer.hpp"
#include "engine/exec/bounds/ends.hpp"

namespace reckon::engine {

struct Tightened {
  bool proved = true;  // each end is attained, or a limit; or it is known to 34 digits and attained by no fraction:
  bool exact = true;   // then it was rounded outward
};

// Narrows a value to its ends. `witnesses` gets the places of the ends, if not null.
Tightened tighten(const Recorder&, Value&, bool is_truth, SearchLimits&, Witnesses* witnesses);

// Every value of a frame: what holds of all.
Tightened tighten(const Recorder&, const Plan&, Frame&, const Limits&, Meter&,
                  std::vector<std::vector<Witnesses>>* witnesses);

}  // namespace reckon::engine

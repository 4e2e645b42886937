// The cheap proof of tightness: a plan that reads each ranged cell once is tight by plain interval arithmetic.
#pragma once

#include <memory>

#include "engine/exec/run.hpp"

namespace reckon::engine {

// What a plan's answer depends on.
struct Dependence {
  std::vector<MeasureId> ranged;  // measures with ranged cells that it reads, directly or through rules; ascending
  bool once = true;               // no row of the answer reads a ranged cell twice
  bool repeats = false;           // several rows may read the same ranged cell
  bool jumps = false;             // between its ends there may be values that it does not take
};

// A parameter is a variable, but where it is bound to a point.
Dependence dependence(const Plan&, Universe&, std::span<const Binding> = {});

// Whether plain interval arithmetic was tight for all that a run computed, if its plan reads each ranged cell once.
inline bool is_plain(const Run& run) { return run.shares_closed && !run.poles && run.proved; }
// Whether it was.
bool reads_once(const Run&, Universe&);

}  // namespace reckon::engine

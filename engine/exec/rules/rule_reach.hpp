// Which measures and relations lead to which through rules.
#pragma once

#include <vector>

#include "engine/exec/program.hpp"

namespace reckon::engine {

// What a measure's rules read, directly or through other rules; itself only where a rule leads back to it.
std::vector<MeasureId> reached(const Program&, MeasureId from);
bool reads(const Program&, MeasureId from, MeasureId wanted);
// The measures that read each other through rules, this one among them, in ascending order.
std::vector<MeasureId> derived_together(const Program&, MeasureId);
// The derived measures that this one is derived from, each after those that it reads where they do not read it.
std::vector<MeasureId> derived_before(const Program&, MeasureId);
// Whether each is derived from the other, so that they are derived together.
bool recur_together(const Program&, MeasureId, MeasureId);

}  // namespace reckon::engine

// When derived rows are known since: the earliest day on which some proof has all its rows and cells.
#pragma once

#include <memory>

#include "engine/exec/world.hpp"

namespace reckon::engine {

// A relation whose rows are kept as codes as facts and cells, each derived row with the day since when it is known;
// null where nothing behind it is dated.
std::shared_ptr<const MeasureCells> dated_cells(Universe&, MeasureId relation, const DerivedRows&);

}  // namespace reckon::engine

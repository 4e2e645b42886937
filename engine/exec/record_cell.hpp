// Recording where a cell comes from: its facts, the rule that alone gives it, or a proof by a rule's body.
#pragma once

#include "engine/exec/world.hpp"

namespace reckon::engine {

// The cell's node, recorded once for each recorder.
NodeId record_cell(Recorder&, Universe&, MeasureId, const std::shared_ptr<const MeasureCells>&, std::uint32_t cell,
                   const Value&);

// The same for a row of a relation.
NodeId record_row(Recorder&, Universe&, MeasureId relation, std::span<const Code> row);

}  // namespace reckon::engine

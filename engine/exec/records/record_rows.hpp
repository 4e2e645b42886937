// Records row by row, for what has no faster way.
#pragma once

#include "engine/exec/run.hpp"
#include "engine/facts/records/record_table.hpp"

namespace reckon::engine {

// Records up to which an explanation follows each by itself.
inline constexpr std::size_t most_explained_records = 10'000;

// Whether a scan of records may read the table itself: nothing chooses among its facts or assumes others.
bool reads_plainly(const World&);

// The rows of a scan of records. Throws Error where they are more than the limits allow.
Frame record_rows(Run&, OperationId, const op::Scan&, const RecordsOf&);

// The records as facts, each a statement about a cell of its own.
std::shared_ptr<const FactTable> record_facts(const Program&, const RecordsOf&);

}  // namespace reckon::engine

// Reads the facts of a measure into its columns. Every value is checked; what cannot be is an Error that says where.
#pragma once

#include "engine/facts/fact_table.hpp"
#include "engine/model/catalog.hpp"
#include "engine/storage/connection.hpp"

namespace reckon::engine {

// Appends all facts that the file has of the measure to the empty table. Throws Error.
void read_facts(const Connection&, const Catalog&, MeasureId, FactTable&);

}  // namespace reckon::engine

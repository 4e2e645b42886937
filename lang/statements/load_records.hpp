// Loading records: every row a record by itself, in columns.
#pragma once

#include "engine/storage/load_progress.hpp"
#include "lang/statements/load_table.hpp"

namespace reckon::lang {

// Declares the records' measures and the dimension that keeps rows apart, and adds members that rows name to open
// dimensions. The caller has checked that the names are free. Throws Failure or engine::Error, and nothing of the load
// stays. How far it is goes to `progress` unless that is null.
void load_records(Environment&, Checker&, const LoadStatement&, LoadTable&, engine::LoadProgress* progress);

}  // namespace reckon::lang

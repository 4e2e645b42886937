// Loading records: every row a record by itself, in columns.
#pragma once

#include "lang/statements/load_table.hpp"

namespace reckon::lang {

// Declares the records' measures and the dimension that keeps rows apart, and adds members that rows name to open
// dimensions. The caller has checked that the names are free. Throws Failure or engine::Error, and nothing of the load
// stays.
void load_records(Environment&, Checker&, const LoadStatement&, LoadTable&);

}  // namespace reckon::lang

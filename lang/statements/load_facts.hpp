// Loading the facts of a measure or relation from a table, a row each.
#pragma once

#include "lang/statements/load_table.hpp"

namespace reckon::lang {

// Adds the facts to the store, and members that they name to open dimensions. A row without a value states nothing;
// returns how many there were. Throws Failure or engine::Error, and nothing of the load stays.
std::size_t load_facts(Environment&, Checker&, const LoadStatement&, LoadTable&);

}  // namespace reckon::lang

// Loading the members of a dimension from a table, a row each, with the members that they roll up to.
#pragma once

#include "lang/statements/load_table.hpp"

namespace reckon::lang {

// Declares the dimension with these members, or adds them to it; from then on it is closed, as one that lists its
// members. Members new to an open parent are added there. An empty cell of a parent leaves the member without one.
// Throws Failure, and nothing of the load stays.
void load_dimension(Environment&, Checker&, const LoadStatement&, LoadTable&);

}  // namespace reckon::lang

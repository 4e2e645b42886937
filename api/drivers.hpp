// What `drivers` tells: for each value of an answer its cells by the width that goes with them.
#pragma once

#include <string>
#include <vector>

#include "api/text.hpp"
#include "engine/exec/drivers.hpp"

namespace reckon {

// The answer must keep its lineage; `drivers` are its own.

// A heading for each value, and a table: the width that goes with a cell, its part of the whole, the cell, its range,
// the point that it is held at, and the facts behind it. Notes follow.
std::string drivers_text(const ShownAnswer&, const std::vector<engine::Drivers>&, const TextOptions&);
std::string drivers_json(const ShownAnswer&, const std::vector<engine::Drivers>&);
// A line for each cell, `rest` for those not told one by one. Numbers are exact.
std::string drivers_csv(const ShownAnswer&, const std::vector<engine::Drivers>&);

}  // namespace reckon

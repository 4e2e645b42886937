// Charts as a picture for documents: SVG without scripts or fonts of its own, readable on light and dark pages.
#pragma once

#include <string>
#include <vector>

#include "api/plot/chart.hpp"

namespace reckon {

// One document, the charts one below the other.
std::string plot_svg(const std::vector<Chart>&);

}  // namespace reckon

// Charts as a Vega-Lite 5 specification, data included: for notebooks, web pages, and whoever wants to style them.
#pragma once

#include <string>
#include <vector>

#include "api/plot/chart.hpp"

namespace reckon {

// One JSON object on one line, without a newline. Numbers are decimals, those that do not end rounded to 17 digits.
std::string plot_vega(const std::vector<Chart>&);

}  // namespace reckon

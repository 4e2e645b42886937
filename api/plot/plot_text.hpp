// Charts in a terminal: bars with whiskers for ranges, lines by period, spans, tornadoes, of block and line characters.
#pragma once

#include <string>
#include <vector>

#include "api/plot/chart.hpp"

namespace reckon {

struct PlotTextOptions {
  std::size_t width = 80;  // cells at most, for charts; a title or a reason may be longer
  bool color = false;
};

// One chart below the other, each line ending in a newline.
std::string plot_text(const std::vector<Chart>&, const PlotTextOptions&);

}  // namespace reckon

// What a chart shows, before it has a form: categories, series, and a mark for each.
// Invariant: values are exact; positions are whole numbers of the form's own units, worked out from them by rationals.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/shown.hpp"
#include "engine/exec/drivers.hpp"
#include "engine/model/number.hpp"

namespace reckon {

struct Mark {
  bool present = false;                     // else `text` says why there is nothing
  bool maybe = false;                       // may be missing instead, or its row may not belong
  std::optional<engine::Number> low, high;  // nothing where open
  std::optional<engine::Number> best;
  std::string text;  // the value as it is read

  bool is_point() const { return low && high && *low == *high; }
};

enum class ChartKind {
  bars,     // from 0 to the low end, and on to the high end
  lines,    // along the periods
  spans,    // from end to end: places
  tornado,  // what each part takes, around a middle
};

struct Chart {
  ChartKind kind = ChartKind::bars;
  std::string title;     // the column's name, and what all rows have in common
  std::string unit;      // empty for pure numbers
  std::string category;  // what the labels are: "org", "year"
  std::vector<std::string> labels;
  std::vector<std::string> series;       // at least one; its name is empty where there is only one
  std::vector<std::vector<Mark>> marks;  // by label and series
  std::size_t left_out = 0;              // labels beyond the most that are drawn

  // What the axis spans, with 0 where bars stand on it; low < high.
  engine::Number low, high;
  std::vector<engine::Number> ticks;  // ascending, on round numbers
};

// A chart for each unit among the columns of numbers; none where there are no rows.
std::vector<Chart> charts(const ShownAnswer&);

// A tornado for each value told of. The answer must keep its lineage.
std::vector<Chart> tornado_charts(const ShownAnswer&, const std::vector<engine::Drivers>&);

// Where a value lies on an axis of `length` units, from 0 to length; values outside lie at its ends.
int position(const Chart&, const engine::Number& value, int length);

// A tick's text: "750k", "2.5M", "0.25".
std::string tick_text(const engine::Number&);

}  // namespace reckon

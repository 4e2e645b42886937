// From an answer to charts: which dimension runs along, which is told apart, what the axis spans.
#include "api/plot/chart.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "api/width.hpp"
#include "engine/exec/variable_words.hpp"
#include "engine/model/readable.hpp"

namespace reckon {
namespace {

using engine::Number;

constexpr std::size_t most_lines = 8;  // series that can be told apart as lines
constexpr std::size_t most_labels = 100;
constexpr engine::Code most_periods = 400;  // that stand beside each other with those between them

// The axes of an answer by what they do in a chart.
struct Layout {
  std::vector<std::size_t> common;   // one member only: in the title
  std::vector<std::size_t> varying;  // the others
  std::optional<std::size_t> along;  // of these the one that lines run along
};

// Of an ordered dimension, ascending. Periods are as far apart as they are, also where nothing lies between.
std::vector<std::string> members(const engine::Answer& answer, std::size_t axis) {
  const engine::Dimension& dimension = answer.catalog().dimension(answer.axes()[axis].dimension);
  const auto& keys = answer.frame.keys[axis];
  std::set<engine::Code> codes(keys.begin(), keys.end());
  const engine::Code first = *codes.begin(), last = *codes.rbegin();
  if (dimension.is_calendar() && last - first < most_periods)
    for (engine::Code code = first; code < last; ++code) codes.insert(code);
  std::vector<std::string> names;
  for (const engine::Code code : codes) names.push_back(dimension.text(code));
  return names;
}

std::string joined_key(const engine::Answer& answer, std::size_t row, const std::vector<std::size_t>& axes,
                       std::size_t without) {
  std::string text;
  for (const std::size_t axis : axes)
    if (axis != without) text += (text.empty() ? "" : " · ") + printable(answer.key_text(row, axis));
  return text;
}

Layout layout_of(const engine::Answer& answer) {
  Layout layout;
  for (std::size_t axis = 0; axis < answer.axes().size(); ++axis) {
    const auto& keys = answer.frame.keys[axis];
    const bool one = std::all_of(keys.begin(), keys.end(), [&](engine::Code code) { return code == keys.front(); });
    (one ? layout.common : layout.varying).push_back(axis);
    if (!one && !layout.along && answer.catalog().dimension(answer.axes()[axis].dimension).ordered())
      layout.along = axis;
  }
  return layout;
}

bool is_rank(const engine::Answer& answer, std::size_t column) {
  const engine::Operation* operation = &answer.plan->operations.back();
  if (std::holds_alternative<engine::op::Columns>(operation->what) && column < operation->inputs.size())
    operation = &answer.plan->operations[operation->inputs[column]];
  return std::holds_alternative<engine::op::Rank>(operation->what);
}

Mark mark_of(const ShownAnswer& shown, std::size_t row, std::size_t column) {
  const engine::Value& value = shown.answer.value(row, column);
  Mark mark;
  if (value.is_missing()) {
    mark.text = "missing: " + printable(shown.answer.missing_text(value));
    return mark;
  }
  mark.present = true;
  mark.maybe = value.maybe || shown.answer.frame.membership(row) == engine::Membership::maybe;
  if (!value.range.unbounded_below) mark.low = value.range.low;
  if (!value.range.unbounded_above) mark.high = value.range.high;
  mark.best = value.range.is_point() ? std::nullopt : value.range.best();
  mark.text = engine::readable(value.range, engine::Digits::few) + (mark.maybe ? " maybe" : "");
  return mark;
}

// Steps of 1, 2 or 5 times a power of ten, so that about five of them cover the span.
Number round_step(const Number& span) {
  Number step = 1;
  const Number rough = span / Number(5);
  while (step > rough) step /= Number(10);
  while (step * Number(10) <= rough) step *= Number(10);
  for (const int factor : {1, 2, 5})
    if (step * Number(factor) >= rough) return step * Number(factor);
  return step * Number(10);
}

// The axis over all marks: with 0 on it for bars, and for lines where it is not far away.
void span_axis(Chart& chart) {
  std::optional<Number> low, high;
  const auto include = [&](const Number& value) {
    if (!low || value < *low) low = value;
    if (!high || value > *high) high = value;
  };
  bool open_below = false, open_above = false;
  for (const auto& row : chart.marks)
    for (const Mark& mark : row) {
      if (mark.low) include(*mark.low);
      if (mark.high) include(*mark.high);
      open_below = open_below || (mark.present && !mark.low);
      open_above = open_above || (mark.present && !mark.high);
    }
  if (!low) include(Number(0));
  const bool near_zero = low->sign() <= 0 || high->sign() <= 0 || *low < *high / Number(2);
  if (chart.kind == ChartKind::bars || (chart.kind == ChartKind::lines && near_zero)) include(Number(0));
  if (*low == *high) include(*low + Number(1));
  constexpr int most_places = 12;  // that each have a tick
  Number step = round_step(*high - *low);
  if (chart.kind == ChartKind::spans) step = *high - *low <= Number(most_places) ? Number(1) : engine::ceil(step);
  const bool fits = chart.kind == ChartKind::spans || chart.kind == ChartKind::tornado;
  chart.low = fits ? *low : engine::floor(*low / step) * step;
  chart.high = fits ? *high : engine::ceil(*high / step) * step;
  if (open_below) chart.low -= step;  // room for the arrow
  if (open_above) chart.high += step;
  for (Number tick = engine::ceil(chart.low / step) * step; tick <= chart.high; tick += step)
    chart.ticks.push_back(tick);
}

std::string title_of(const ShownAnswer& shown, const std::string& name, const Layout& layout) {
  std::string common = joined_key(shown.answer, 0, layout.common, shown.answer.axes().size());
  return printable(name) + (common.empty() ? "" : ", " + common);
}

void add_series(Chart& chart, const std::string& name) {
  chart.series.push_back(name);
  for (auto& row : chart.marks) row.resize(chart.series.size());
}

std::size_t place_of(std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return static_cast<std::size_t>(found - names.begin());
}

// Rows beside each other along one axis, a series for each of the other keys and columns.
Chart lines_chart(const ShownAnswer& shown, const Layout& layout, const std::vector<std::size_t>& columns) {
  const engine::Answer& answer = shown.answer;
  Chart chart;
  chart.kind = ChartKind::lines;
  chart.category = answer.axes()[*layout.along].name;
  chart.labels = members(answer, *layout.along);
  chart.marks.resize(chart.labels.size());
  for (const std::size_t column : columns)
    for (std::size_t row = 0; row < answer.rows(); ++row) {
      std::string name = joined_key(answer, row, layout.varying, *layout.along);
      if (columns.size() > 1) name += (name.empty() ? "" : " · ") + printable(shown.name(column));
      const std::size_t series = place_of(chart.series, name);
      if (series == chart.series.size()) add_series(chart, name);
      chart.marks[place_of(chart.labels, answer.key_text(row, *layout.along))][series] = mark_of(shown, row, column);
    }
  return chart;
}

// A row a label, a column a series.
Chart rows_chart(const ShownAnswer& shown, const Layout& layout, const std::vector<std::size_t>& columns) {
  const engine::Answer& answer = shown.answer;
  Chart chart;
  chart.kind = is_rank(answer, columns.front()) ? ChartKind::spans : ChartKind::bars;
  for (const std::size_t axis : layout.varying)
    chart.category += (chart.category.empty() ? "" : " · ") + printable(answer.axes()[axis].name);
  const std::size_t rows = std::min(answer.rows(), most_labels);
  chart.left_out = answer.rows() - rows;
  for (const std::size_t column : columns)
    chart.series.push_back(columns.size() > 1 ? printable(shown.name(column)) : "");
  for (std::size_t row = 0; row < rows; ++row) {
    chart.labels.push_back(joined_key(answer, row, layout.varying, answer.axes().size()));
    chart.marks.emplace_back();
    for (const std::size_t column : columns) chart.marks.back().push_back(mark_of(shown, row, column));
  }
  return chart;
}

// The columns of numbers, those of one unit together, places apart.
std::vector<std::vector<std::size_t>> panels(const ShownAnswer& shown) {
  std::map<std::string, std::size_t> known;
  std::vector<std::vector<std::size_t>> result;
  for (std::size_t column = 0; column < shown.columns(); ++column) {
    if (shown.answer.is_truth(column)) continue;
    const std::string key = shown.unit(column) + (is_rank(shown.answer, column) ? "#" : "");
    const auto [found, is_new] = known.emplace(key, result.size());
    if (is_new) result.emplace_back();
    result[found->second].push_back(column);
  }
  return result;
}

std::size_t count_lines(const engine::Answer& answer, const Layout& layout) {
  std::vector<std::string> names;
  for (std::size_t row = 0; row < answer.rows() && names.size() <= most_lines; ++row) {
    std::string name = joined_key(answer, row, layout.varying, *layout.along);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
  return names.size();
}

}  // namespace

std::vector<Chart> charts(const ShownAnswer& shown) {
  const auto columns = panels(shown);
  if (shown.answer.rows() == 0) return {};
  const Layout layout = layout_of(shown.answer);
  const bool as_lines = layout.along && count_lines(shown.answer, layout) <= most_lines;
  std::vector<Chart> result;
  for (const auto& panel : columns) {
    const bool lines = as_lines && !is_rank(shown.answer, panel.front());
    Chart chart = lines ? lines_chart(shown, layout, panel) : rows_chart(shown, layout, panel);
    std::string names;
    for (const std::size_t column : panel) names += (names.empty() ? "" : " · ") + shown.name(column);
    chart.title = title_of(shown, names, layout);
    chart.unit = shown.unit(panel.front());
    span_axis(chart);
    result.push_back(std::move(chart));
  }
  return result;
}

// Each bar is as wide as the width that goes with its cell, and stands around the middle.
std::vector<Chart> tornado_charts(const ShownAnswer& shown, const std::vector<engine::Drivers>& all) {
  const engine::VariableWords words(shown.answer);
  std::vector<Chart> result;
  for (const engine::Drivers& drivers : all) {
    Chart chart;
    chart.kind = ChartKind::tornado;
    std::string key;
    for (std::size_t axis = 0; axis < shown.answer.axes().size(); ++axis)
      key += ", " + shown.answer.key_text(drivers.row, axis);
    chart.title = "what the width of " + printable(shown.name(drivers.column) + key) + " comes from";
    chart.unit = shown.unit(drivers.column);
    chart.category = "cell";
    chart.series.emplace_back();
    for (const engine::Driver& driver : drivers.cells) {
      Mark mark;
      mark.present = !driver.endless;
      mark.low = -driver.goes / Number(2);
      mark.high = driver.goes / Number(2);
      mark.text = driver.endless
                      ? "open-ended"
                      : (driver.proved ? "" : "~") + engine::readable(engine::Range(driver.goes), engine::Digits::few);
      chart.labels.push_back(printable(words.name(driver.node)));
      chart.marks.push_back({std::move(mark)});
    }
    chart.left_out = drivers.rest;
    span_axis(chart);
    result.push_back(std::move(chart));
  }
  return result;
}

int position(const Chart& chart, const Number& value, int length) {
  if (value <= chart.low) return 0;
  if (value >= chart.high) return length;
  const Number place = (value - chart.low) * Number(length) / (chart.high - chart.low);
  return static_cast<int>(engine::round(place, 0).to_int64().value_or(0));
}

std::string tick_text(const Number& value) {
  const Number size = abs(value);
  if (size < Number(10'000)) return engine::readable(engine::Range(value), engine::Digits::few);
  if (size < Number(1'000'000)) return (value / Number(1000)).text() + 'k';
  return engine::readable(engine::Range(value), engine::Digits::few);
}

}  // namespace reckon

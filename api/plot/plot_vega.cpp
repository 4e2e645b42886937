// Writing the specification: a layer of bars or lines, and a layer of error bars over it.
#include "api/plot/plot_vega.hpp"

#include "api/json_list.hpp"
#include "engine/model/number.hpp"

namespace reckon {
namespace {

using engine::Number;

constexpr int most_digits = 17;  // as many as a reader of JSON makes something of

std::string json_number(const std::optional<Number>& value) {
  if (!value) return "null";
  return value->decimal_scale() && value->bits() < 128 ? value->text() : round_down(*value, most_digits).text();
}

std::optional<Number> middle(const Mark& mark) {
  if (mark.best) return mark.best;
  if (mark.low && mark.high) return (*mark.low + *mark.high) / Number(2);
  return mark.low ? mark.low : mark.high;
}

// How far a bar reaches without a doubt.
std::optional<Number> certain(const Mark& mark) {
  if (mark.low && mark.low->sign() > 0) return mark.low;
  if (mark.high && mark.high->sign() < 0) return mark.high;
  return Number(0);
}

std::string data(const Chart& chart) {
  JsonList values('[');
  for (std::size_t i = 0; i < chart.labels.size(); ++i)
    for (std::size_t s = 0; s < chart.series.size(); ++s) {
      const Mark& mark = chart.marks[i][s];
      if (!mark.present) continue;
      JsonList row('{');
      row.add("label", json_string(chart.labels[i]));
      if (chart.series.size() > 1) row.add("series", json_string(chart.series[s]));
      row.add("low", json_number(mark.low));
      row.add("high", json_number(mark.high));
      row.add("middle", json_number(middle(mark)));
      row.add("certain", json_number(certain(mark)));
      row.add("text", json_string(mark.text));
      values.add(row.closed('}'));
    }
  JsonList object('{');
  object.add("values", values.closed(']'));
  return object.closed('}');
}

std::string field(const char* name, const char* type, const std::string& title, const char* more = "") {
  return std::string("{\"field\":\"") + name + "\",\"type\":\"" + type + "\",\"title\":" + json_string(title) + more +
         '}';
}

std::string layer(const std::string& mark, const std::string& encoding) {
  return "{\"mark\":" + mark + ",\"encoding\":{" + encoding + "}}";
}

// Across: labels down the side, values to the right.
std::string across(const Chart& chart) {
  const std::string value = chart.unit.empty() ? "value" : chart.unit;
  const char* rows =
      chart.series.size() > 1 ? "{\"field\":\"series\",\"type\":\"nominal\",\"title\":null,\"sort\":null}" : nullptr;
  std::string shared =
      "\"y\":" + (rows ? std::string(rows) : field("label", "nominal", chart.category, ",\"sort\":null")) +
      ",\"tooltip\":{\"field\":\"text\",\"type\":\"nominal\"}";
  if (rows) shared += ",\"color\":" + field("series", "nominal", "", ",\"sort\":null");
  JsonList layers('[');
  if (chart.kind == ChartKind::bars)
    layers.add(layer("\"bar\"", shared + ",\"x\":" + field("certain", "quantitative", value)));
  if (chart.kind == ChartKind::tornado) {
    layers.add(
        layer("\"bar\"", shared + ",\"x\":" + field("low", "quantitative", value) + ",\"x2\":{\"field\":\"high\"}"));
  } else {
    layers.add(layer("{\"type\":\"errorbar\",\"ticks\":true}",
                     shared + ",\"x\":" + field("low", "quantitative", value) + ",\"x2\":{\"field\":\"high\"}"));
    if (chart.kind == ChartKind::spans)
      layers.add(layer("\"point\"", shared + ",\"x\":" + field("low", "quantitative", value)));
  }
  if (!rows) return "\"layer\":" + layers.closed(']');
  return "\"facet\":{\"row\":" + field("label", "nominal", chart.category, ",\"sort\":null") +
         "},\"spec\":{\"layer\":" + layers.closed(']') + '}';
}

std::string along(const Chart& chart) {
  std::string shared = "\"x\":" + field("label", "ordinal", chart.category, ",\"sort\":null");
  if (chart.series.size() > 1) shared += ",\"color\":" + field("series", "nominal", "", ",\"sort\":null");
  const std::string value = chart.unit.empty() ? "value" : chart.unit;
  JsonList layers('[');
  layers.add(layer("{\"type\":\"errorband\",\"opacity\":0.2}",
                   shared + ",\"y\":" + field("low", "quantitative", value) + ",\"y2\":{\"field\":\"high\"}"));
  layers.add(layer("{\"type\":\"errorbar\",\"ticks\":true}",
                   shared + ",\"y\":" + field("low", "quantitative", value) + ",\"y2\":{\"field\":\"high\"}"));
  layers.add(layer("{\"type\":\"line\",\"point\":true}", shared + ",\"y\":" + field("middle", "quantitative", value) +
                                                             ",\"tooltip\":{\"field\":\"text\",\"type\":\"nominal\"}"));
  return "\"layer\":" + layers.closed(']');
}

// Without the enclosing braces and the schema.
std::string body(const Chart& chart) {
  return "\"title\":" + json_string(chart.title) + ",\"data\":" + data(chart) + ',' +
         (chart.kind == ChartKind::lines ? along(chart) : across(chart));
}

}  // namespace

std::string plot_vega(const std::vector<Chart>& all) {
  std::string text = "{\"$schema\":\"https://vega.github.io/schema/vega-lite/v5.json\",";
  if (all.size() == 1) return text + body(all.front()) + '}';
  JsonList panels('[');
  for (const Chart& chart : all) panels.add('{' + body(chart) + '}');
  return text + "\"vconcat\":" + panels.closed(']') + '}';
}

}  // namespace reckon

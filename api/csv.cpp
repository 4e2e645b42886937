// CSV output.
#include "api/csv.hpp"

namespace reckon {
namespace {

using engine::Membership;
using engine::Value;

void add(std::string& line, const std::string& field) {
  if (!line.empty()) line += ',';
  line += csv_field(field);
}

std::string header(const ShownAnswer& shown) {
  std::string line;
  for (const engine::Axis& axis : shown.answer.axes()) add(line, axis.name);
  const bool several = shown.columns() > 1;
  for (std::size_t column = 0; column < shown.columns(); ++column) {
    const std::string& name = shown.name(column);
    if (shown.answer.is_truth(column)) {
      add(line, several ? name : "truth");
      continue;
    }
    for (const char* end : {"low", "high", "best"}) add(line, several ? name + ' ' + end : end);
  }
  add(line, "maybe");
  return line;
}

void add_value(std::string& line, const ShownAnswer& shown, const Value& value, std::size_t column) {
  if (shown.answer.is_truth(column))
    return add(line, value.is_missing() ? "" : std::string(engine::readable(value.truth)));
  const engine::Range& range = value.range;
  const engine::Number* best = range.best_figure();
  const bool missing = value.is_missing();
  add(line, missing ? "" : range.unbounded_below ? "-inf" : range.low.text());
  add(line, missing ? "" : range.unbounded_above ? "inf" : range.high.text());
  add(line, missing || !best ? "" : best->text());
}

}  // namespace

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string csv(const ShownAnswer& shown) {
  const engine::Answer& answer = shown.answer;
  if (answer.is_relation() && answer.axes().empty()) return answer.rows() > 0 ? "truth\r\nyes\r\n" : "truth\r\nno\r\n";
  std::string text = header(shown) + "\r\n";
  for (std::size_t row = 0; row < answer.rows(); ++row) {
    std::string line;
    bool maybe = answer.frame.membership(row) == Membership::maybe;
    for (std::size_t axis = 0; axis < answer.axes().size(); ++axis) add(line, answer.key_text(row, axis));
    for (std::size_t column = 0; column < shown.columns(); ++column) {
      add_value(line, shown, answer.value(row, column), column);
      maybe = maybe || answer.value(row, column).maybe;
    }
    add(line, maybe ? "yes" : "");
    text += line + "\r\n";
  }
  return text;
}

}  // namespace reckon

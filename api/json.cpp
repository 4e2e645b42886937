// JSON output.
#include "api/json.hpp"
#include "api/json_list.hpp"
#include "engine/exec/variable_words.hpp"
#include "engine/model/readable.hpp"

namespace reckon {
namespace {

using engine::Value;

std::string value_object(const ShownAnswer& shown, const Value& value, std::size_t column) {
  JsonList object('{');
  if (value.is_missing()) {
    object.add("missing", json_string(shown.answer.missing_text(value)));
    return object.closed('}');
  }
  if (shown.answer.is_truth(column)) {
    object.add("truth", json_string(engine::readable(value.truth)));
  } else {
    const engine::Range& range = value.range;
    object.add("low", range.unbounded_below ? "\"-inf\"" : json_string(range.low.text()));
    object.add("high", range.unbounded_above ? "\"inf\"" : json_string(range.high.text()));
    if (range.has_central) object.add("best", json_string(range.central.text()));
  }
  if (value.maybe) object.add("maybe", "true");
  return object.closed('}');
}

std::string key_object(const engine::Answer& answer, std::size_t row) {
  JsonList key('{');
  for (std::size_t axis = 0; axis < answer.axes().size(); ++axis)
    key.add(answer.axes()[axis].name, json_string(answer.key_text(row, axis)));
  return key.closed('}');
}

std::string row_object(const ShownAnswer& shown, std::size_t row) {
  JsonList object('{');
  object.add("key", key_object(shown.answer, row));
  JsonList values('[');
  for (std::size_t column = 0; column < shown.columns(); ++column)
    values.add(value_object(shown, shown.answer.value(row, column), column));
  object.add("values", values.closed(']'));
  if (shown.answer.frame.membership(row) == engine::Membership::maybe) object.add("maybe", "true");
  return object.closed('}');
}

JsonList opened(const std::string& kind, const std::string& query) {
  JsonList object('{');
  object.add("kind", json_string(kind));
  object.add("query", json_string(query));
  return object;
}

std::string notes_array(const engine::Answer& answer) {
  JsonList notes('[');
  for (const std::string& note : note_texts(answer)) notes.add(json_string(note));
  return notes.closed(']');
}

std::string tree(const engine::Explanation& explanation) {
  JsonList object('{');
  object.add("text", json_string(explanation.text));
  object.add("detail", json_string(explanation.detail));
  JsonList parts('[');
  for (const engine::Explanation& part : explanation.parts) parts.add(tree(part));
  object.add("parts", parts.closed(']'));
  return object.closed('}');
}

}  // namespace

std::string json(const ShownAnswer& shown) {
  const engine::Answer& answer = shown.answer;
  JsonList object = opened("answer", shown.query);
  JsonList dimensions('['), columns('['), rows('[');
  for (const engine::Axis& axis : answer.axes()) dimensions.add(json_string(axis.name));
  for (std::size_t column = 0; column < shown.columns(); ++column) {
    JsonList entry('{');
    entry.add("name", json_string(shown.name(column)));
    entry.add("unit", json_string(shown.unit(column)));
    columns.add(entry.closed('}'));
  }
  for (std::size_t row = 0; row < answer.rows(); ++row) rows.add(row_object(shown, row));
  object.add("dimensions", dimensions.closed(']'));
  object.add("columns", columns.closed(']'));
  object.add("rows", rows.closed(']'));
  object.add("tight", answer.tight ? "true" : "false");
  object.add("exact", answer.exact ? "true" : "false");
  object.add("notes", notes_array(answer));
  return object.closed('}') + '\n';
}

std::string json_check(engine::Truth verdict, const std::string& query, const std::string& message) {
  JsonList object = opened("check", query);
  object.add("verdict", json_string(engine::readable(verdict)));
  object.add("message", json_string(message));
  return object.closed('}') + '\n';
}

std::string json_error(const lang::Diagnostic& diagnostic) {
  JsonList object('{');
  object.add("kind", json_string("error"));
  object.add("message", json_string(diagnostic.message));
  if (diagnostic.source) {
    const lang::LineColumn at = line_column(*diagnostic.source, diagnostic.span.begin);
    object.add("file", json_string(diagnostic.source->name));
    object.add("line", std::to_string(at.line));
    object.add("column", std::to_string(at.column));
  }
  object.add("hint", json_string(diagnostic.hint));
  return object.closed('}') + '\n';
}

std::string json_note(const std::string& message) {
  JsonList object('{');
  object.add("kind", json_string("note"));
  object.add("message", json_string(message));
  return object.closed('}') + '\n';
}

namespace {

std::string witness_object(const engine::Answer& answer, const engine::VariableWords& words,
                           const engine::Witness& witness) {
  JsonList object('{'), cells('[');
  object.add("limit", witness.limit ? "true" : "false");
  for (const auto& place : witness.places) {
    JsonList cell('{');
    cell.add("cell", json_string(words.name(place.node)));
    cell.add("unit", json_string(answer.catalog().units().text(words.unit(place.node))));
    cell.add("value", json_string(place.value.text()));
    if (place.above || place.below) cell.add("just", json_string(place.above ? "above" : "below"));
    cells.add(cell.closed('}'));
  }
  object.add("cells", cells.closed(']'));
  return object.closed('}');
}

// By row and column; ends that are not known to be reached are left out.
std::string witnesses_array(const ShownAnswer& shown) {
  const engine::Answer& answer = shown.answer;
  const engine::VariableWords words(answer);
  JsonList all('[');
  for (std::size_t row = 0; row < answer.rows() && !answer.witnesses.empty(); ++row)
    for (std::size_t column = 0; column < answer.columns(); ++column) {
      const engine::Witnesses& ends = answer.witnesses[column][row];
      if (answer.value(row, column).range.is_point() || (!ends.low.known && !ends.high.known)) continue;
      JsonList object('{');
      object.add("key", key_object(answer, row));
      object.add("column", json_string(shown.name(column)));
      if (ends.low.known) object.add("low", witness_object(answer, words, ends.low));
      if (ends.high.known) object.add("high", witness_object(answer, words, ends.high));
      all.add(object.closed('}'));
    }
  return all.closed(']');
}

}  // namespace

std::string json_why(const ShownAnswer& shown) {
  JsonList object = opened("why", shown.query);
  JsonList trees('[');
  for (const engine::Explanation& explanation : engine::explain(shown.answer)) trees.add(tree(explanation));
  object.add("trees", trees.closed(']'));
  object.add("witnesses", witnesses_array(shown));
  object.add("notes", notes_array(shown.answer));
  return object.closed('}') + '\n';
}

std::string json_trees(const std::string& kind, const std::string& query,
                       const std::vector<engine::Explanation>& steps) {
  JsonList object = opened(kind, query);
  JsonList trees('[');
  for (const engine::Explanation& step : steps) trees.add(tree(step));
  object.add("trees", trees.closed(']'));
  return object.closed('}') + '\n';
}

}  // namespace reckon

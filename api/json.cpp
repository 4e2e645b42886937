// JSON output.
#include "api/json.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

#include "engine/model/readable.hpp"

namespace reckon {
namespace {

using engine::Value;

std::string quoted(std::string_view text) {
  std::string result = "\"";
  while (!text.empty()) {
    utf8proc_int32_t point = -1;
    const auto read = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &point);
    const std::size_t bytes = read > 0 ? static_cast<std::size_t>(read) : 1;
    if (read <= 0) result += "\\ufffd";
    else if (point == '"' || point == '\\') (result += '\\') += static_cast<char>(point);
    else if (point == '\n') result += "\\n";
    else if (point < 0x20) {
      std::array<char, 8> buffer{};
      std::snprintf(buffer.data(), buffer.size(), "\\u%04x", static_cast<unsigned>(point));
      result += buffer.data();
    } else result += text.substr(0, bytes);
    text.remove_prefix(bytes);
  }
  return result + '"';
}

// Members of an object or array with commas between them.
class List {
 public:
  explicit List(char open) : text_(1, open) {}
  void add(const std::string& member) {
    if (text_.size() > 1) text_ += ',';
    text_ += member;
  }
  void add(std::string_view key, const std::string& member) { add(quoted(key) + ':' + member); }
  std::string closed(char close) const { return text_ + close; }

 private:
  std::string text_;
};

std::string value_object(const ShownAnswer& shown, const Value& value, std::size_t column) {
  List object('{');
  if (value.is_missing()) {
    object.add("missing", quoted(shown.answer.missing_text(value)));
    return object.closed('}');
  }
  if (shown.answer.is_truth(column)) {
    object.add("truth", quoted(engine::readable(value.truth)));
  } else {
    const engine::Range& range = value.range;
    object.add("low", range.unbounded_below ? "\"-inf\"" : quoted(range.low.text()));
    object.add("high", range.unbounded_above ? "\"inf\"" : quoted(range.high.text()));
    if (range.has_central) object.add("best", quoted(range.central.text()));
  }
  if (value.maybe) object.add("maybe", "true");
  return object.closed('}');
}

std::string key_object(const engine::Answer& answer, std::size_t row) {
  List key('{');
  for (std::size_t axis = 0; axis < answer.axes().size(); ++axis)
    key.add(answer.axes()[axis].name, quoted(answer.key_text(row, axis)));
  return key.closed('}');
}

std::string row_object(const ShownAnswer& shown, std::size_t row) {
  List object('{');
  object.add("key", key_object(shown.answer, row));
  List values('[');
  for (std::size_t column = 0; column < shown.columns(); ++column)
    values.add(value_object(shown, shown.answer.value(row, column), column));
  object.add("values", values.closed(']'));
  if (shown.answer.frame.membership(row) == engine::Membership::maybe) object.add("maybe", "true");
  return object.closed('}');
}

List opened(const std::string& kind, const std::string& query) {
  List object('{');
  object.add("kind", quoted(kind));
  object.add("query", quoted(query));
  return object;
}

std::string notes_array(const engine::Answer& answer) {
  List notes('[');
  for (const std::string& note : note_texts(answer)) notes.add(quoted(note));
  return notes.closed(']');
}

std::string tree(const engine::Explanation& explanation) {
  List object('{');
  object.add("text", quoted(explanation.text));
  object.add("detail", quoted(explanation.detail));
  List parts('[');
  for (const engine::Explanation& part : explanation.parts) parts.add(tree(part));
  object.add("parts", parts.closed(']'));
  return object.closed('}');
}

}  // namespace

std::string json(const ShownAnswer& shown) {
  const engine::Answer& answer = shown.answer;
  List object = opened("answer", shown.query);
  List dimensions('['), columns('['), rows('[');
  for (const engine::Axis& axis : answer.axes()) dimensions.add(quoted(axis.name));
  for (std::size_t column = 0; column < shown.columns(); ++column) {
    List entry('{');
    entry.add("name", quoted(shown.name(column)));
    entry.add("unit", quoted(shown.unit(column)));
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
  List object = opened("check", query);
  object.add("verdict", quoted(engine::readable(verdict)));
  object.add("message", quoted(message));
  return object.closed('}') + '\n';
}

std::string json_error(const lang::Diagnostic& diagnostic) {
  List object('{');
  object.add("kind", quoted("error"));
  object.add("message", quoted(diagnostic.message));
  if (diagnostic.source) {
    const lang::LineColumn at = line_column(*diagnostic.source, diagnostic.span.begin);
    object.add("file", quoted(diagnostic.source->name));
    object.add("line", std::to_string(at.line));
    object.add("column", std::to_string(at.column));
  }
  object.add("hint", quoted(diagnostic.hint));
  return object.closed('}') + '\n';
}

std::string json_note(const std::string& message) {
  List object('{');
  object.add("kind", quoted("note"));
  object.add("message", quoted(message));
  return object.closed('}') + '\n';
}

std::string json_why(const ShownAnswer& shown) {
  List object = opened("why", shown.query);
  List trees('[');
  for (const engine::Explanation& explanation : engine::explain(shown.answer)) trees.add(tree(explanation));
  object.add("trees", trees.closed(']'));
  object.add("notes", notes_array(shown.answer));
  return object.closed('}') + '\n';
}

std::string json_trees(const std::string& kind, const std::string& query, const std::vector<engine::Explanation>& steps) {
  List object = opened(kind, query);
  List trees('[');
  for (const engine::Explanation& step : steps) trees.add(tree(step));
  object.add("trees", trees.closed(']'));
  return object.closed('}') + '\n';
}

}  // namespace reckon

// Markdown output.
#include "api/csv.hpp"
#include "api/width.hpp"

namespace reckon {
namespace {

std::string cell(const std::string& text) {
  std::string escaped = " ";
  for (const char c : printable(text)) {
    if (c == '|' || c == '\\' || c == '`' || c == '*' || c == '<' || c == '[') escaped += '\\';
    escaped += c;
  }
  return escaped + " |";
}

}  // namespace

std::string markdown(const ShownAnswer& shown, const TextOptions& options) {
  const engine::Answer& answer = shown.answer;
  if (answer.is_relation() && answer.axes().empty()) return text(shown, options);
  const auto digits = options.digits();
  bool any_maybe = false;
  for (std::size_t row = 0; row < answer.rows(); ++row)
    any_maybe = any_maybe || answer.frame.membership(row) == engine::Membership::maybe;
  std::string head = "|", rule = "|";
  for (const engine::Axis& axis : answer.axes()) {
    head += cell(axis.name);
    rule += " --- |";
  }
  for (std::size_t column = 0; column < shown.columns(); ++column) {
    head += cell(shown.name(column));
    rule += " ---: |";
  }
  if (any_maybe) head += "  |", rule += " --- |";
  std::string table = head + '\n' + rule + '\n';
  for (std::size_t row = 0; row < answer.rows(); ++row) {
    table += '|';
    for (std::size_t axis = 0; axis < answer.axes().size(); ++axis) table += cell(answer.key_text(row, axis));
    for (std::size_t column = 0; column < shown.columns(); ++column)
      table += cell(value_text(shown, answer.value(row, column), column, digits));
    if (any_maybe) table += cell(answer.frame.membership(row) == engine::Membership::maybe ? "maybe" : "");
    table += '\n';
  }
  const std::string notes = notes_text(shown, {options.exact, false});
  std::string list;
  for (std::size_t at = 0; at < notes.size();) {
    const std::size_t end = notes.find('\n', at);
    list += "- " + notes.substr(at, end - at) + '\n';
    at = end + 1;
  }
  return list.empty() ? table : table + '\n' + list;
}

}  // namespace reckon

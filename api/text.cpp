// Text output.
#include "api/text.hpp"

#include "api/table.hpp"
#include "api/width.hpp"

namespace reckon {
namespace {

using engine::Digits;
using engine::Membership;
using engine::Value;

// Splits a value at the seam of its column: a range before `..`, a point before the decimal point.
TableCell value_cell(const ShownAnswer& shown, const Value& value, std::size_t column, Digits digits) {
  if (value.is_missing()) return {"", "– missing: " + printable(shown.answer.missing_text(value)), true};
  const std::string or_missing = value.maybe ? " or missing" : "";
  if (shown.answer.is_truth(column)) return {"", std::string(engine::readable(value.truth)) + or_missing, true};
  const auto parts = engine::readable_parts(value.range, digits);
  TableCell cell;
  cell.left = (parts.rounded ? "≈" : "") + parts.low;
  if (!parts.is_point) cell.right = ".." + parts.high;
  if (!parts.best.empty()) cell.right += " (best " + parts.best + ')';
  if (const auto point = cell.left.find('.'); parts.is_point && point != std::string::npos) {
    cell.right = cell.left.substr(point);
    cell.left.resize(point);
  }
  cell.right += or_missing;
  return cell;
}

std::string table_text(const ShownAnswer& shown, Digits digits) {
  const engine::Answer& answer = shown.answer;
  std::vector<std::string> header;
  for (const engine::Axis& axis : answer.axes()) header.push_back(printable(axis.name));
  for (std::size_t column = 0; column < shown.columns(); ++column) {
    const std::string unit = shown.unit(column);
    header.push_back(printable(shown.name(column)) + (unit.empty() ? "" : " (" + unit + ')'));
  }
  bool any_maybe = false;
  for (std::size_t row = 0; row < answer.rows(); ++row)
    any_maybe = any_maybe || answer.frame.membership(row) == Membership::maybe;
  if (any_maybe) header.emplace_back();
  if (answer.rows() == 0) return Table(std::move(header)).text() + "(no rows)\n";
  Table table(std::move(header));
  for (std::size_t row = 0; row < answer.rows(); ++row) {
    std::vector<TableCell> cells;
    for (std::size_t axis = 0; axis < answer.axes().size(); ++axis)
      cells.push_back({"", printable(answer.key_text(row, axis)), false});
    for (std::size_t column = 0; column < shown.columns(); ++column)
      cells.push_back(value_cell(shown, answer.value(row, column), column, digits));
    if (any_maybe) cells.push_back({"", answer.frame.membership(row) == Membership::maybe ? "maybe" : "", false});
    table.add_row(std::move(cells));
  }
  return table.text();
}

std::string answer_text(const ShownAnswer& shown, Digits digits) {
  const engine::Answer& answer = shown.answer;
  if (!answer.axes().empty()) return table_text(shown, digits);
  if (answer.is_relation()) return answer.rows() > 0 ? "yes\n" : "no\n";
  if (shown.columns() > 1 || answer.rows() != 1) return table_text(shown, digits);
  return value_text(shown, answer.value(0), 0, digits) + '\n';
}

}  // namespace

std::string value_text(const ShownAnswer& shown, const Value& value, std::size_t column, Digits digits) {
  if (value.is_missing()) return "missing: " + printable(shown.answer.missing_text(value));
  std::string text;
  if (shown.answer.is_truth(column)) {
    text = engine::readable(value.truth);
  } else {
    const std::string unit = shown.unit(column);
    text = engine::readable(value.range, digits) + (unit.empty() ? "" : ' ' + unit);
  }
  return value.maybe ? text + " or missing" : text;
}

std::string notes_text(const ShownAnswer& shown, const TextOptions& options) {
  std::string result;
  std::vector<std::string> notes = note_texts(shown.answer);
  if (!shown.answer.tight) notes.emplace_back("not proved tight: the true range may be narrower");
  if (!shown.answer.exact) notes.emplace_back("not exact: a value too long or without end is given as an enclosure");
  for (const std::string& note : notes)
    result += (options.color ? "\033[2mnote: " : "note: ") + printable(note) + (options.color ? "\033[0m\n" : "\n");
  return result;
}

std::string text(const ShownAnswer& shown, const TextOptions& options) {
  return answer_text(shown, options.exact ? Digits::every : Digits::rounded) + notes_text(shown, options);
}

std::string check_text(engine::Truth verdict, const std::string& query, const std::string& message) {
  return "check " + std::string(engine::readable(verdict)) + ": " + printable(message.empty() ? query : message) + '\n';
}

}  // namespace reckon

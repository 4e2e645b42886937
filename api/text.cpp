// Text output.
#include "api/text.hpp"

#include <algorithm>

#include "api/width.hpp"

namespace reckon {
namespace {

using engine::Digits;
using engine::Membership;
using engine::Value;

TableCell value_cell(const ShownAnswer& shown, const Value& value, std::size_t column, Digits digits) {
  if (value.is_missing()) return {"", "– missing: " + printable(shown.answer.missing_text(value)), true};
  const std::string or_missing = value.maybe ? " or missing" : "";
  if (shown.answer.is_truth(column)) return {"", std::string(engine::readable(value.truth)) + or_missing, true};
  TableCell cell = range_cell(value.range, digits);
  cell.right += or_missing;
  return cell;
}

std::string table_text(const ShownAnswer& shown, const TextOptions& options) {
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
  Table table(std::move(header), answer.axes().size());
  const std::size_t shown_rows = options.rows == 0 ? answer.rows() : std::min(options.rows, answer.rows());
  for (std::size_t row = 0; row < shown_rows; ++row) {
    std::vector<TableCell> cells;
    for (std::size_t axis = 0; axis < answer.axes().size(); ++axis)
      cells.push_back({"", printable(answer.key_text(row, axis)), true});
    for (std::size_t column = 0; column < shown.columns(); ++column)
      cells.push_back(value_cell(shown, answer.value(row, column), column, options.digits()));
    if (any_maybe) cells.push_back({"", answer.frame.membership(row) == Membership::maybe ? "maybe" : "", false});
    table.add_row(std::move(cells));
  }
  const std::size_t more = answer.rows() - shown_rows;
  return table.text(options.width) +
         (more == 0 ? "" : "… and " + std::to_string(more) + (more == 1 ? " more row\n" : " more rows\n"));
}

std::string answer_text(const ShownAnswer& shown, const TextOptions& options) {
  const engine::Answer& answer = shown.answer;
  if (!answer.axes().empty()) return table_text(shown, options);
  if (answer.is_relation()) return answer.rows() > 0 ? "yes\n" : "no\n";
  if (shown.columns() > 1 || answer.rows() != 1) return table_text(shown, options);
  return value_text(shown, answer.value(0), 0, options.digits()) + '\n';
}

}  // namespace

TableCell range_cell(const engine::Range& range, Digits digits) {
  const auto parts = engine::readable_parts(range, digits);
  TableCell cell;
  cell.left = (parts.rounded ? "≈" : "") + parts.low;
  if (!parts.is_point) cell.right = ".." + parts.high;
  if (!parts.best.empty()) cell.right += " (best " + parts.best + ')';
  if (const auto point = cell.left.find('.'); parts.is_point && point != std::string::npos) {
    cell.right = cell.left.substr(point);
    cell.left.resize(point);
  }
  return cell;
}

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
  return answer_text(shown, options) + notes_text(shown, options);
}

std::string check_text(engine::Truth verdict, const std::string& query, const std::string& message) {
  return "check " + std::string(engine::readable(verdict)) + ": " + printable(message.empty() ? query : message) + '\n';
}

}  // namespace reckon

// A group is opened by its second row; one row alone is a `fact`.
#include "lang/dump/fact_text.hpp"

#include "lang/ast/print.hpp"
#include "lang/dump/declaration_text.hpp"

namespace reckon::lang {
namespace {

std::string day_text(engine::Day day) { return engine::period_text(day, engine::Calendar::day); }

std::string operand(const engine::Number& number) {
  const std::string text = number.text();
  return text.find('/') == std::string::npos ? text : '(' + text + ')';
}

// A note is one line.
std::string note_text(std::string_view note) {
  std::string line(note);
  for (char& c : line)
    if (c == '\n' || c == '\r') c = ' ';
  return quoted_text(line);
}

}  // namespace

void FactText::fact(engine::MeasureId id, const engine::FactTable& table, std::size_t row) {
  const engine::Measure& measure = catalog_.measure(id);
  const Group group{id, table.source(row), table.kind(row), table.date(row)};
  const std::string stated = value(measure, table, row);  // may end the group
  if (rows_ > 0 && (!(group == group_) || measure.axes.empty())) end();
  std::string text = arguments(id, table, row) + stated;
  std::string behind;
  if (!table.note(row).empty()) behind += " note " + note_text(table.note(row));
  if (const auto level = table.confidence(row)) behind += " ci " + operand(*level);
  group_ = group;
  if (++rows_ == 1) {
    first_row_ = text + '\n' + behind;
    return;
  }
  if (rows_ == 2) {
    const auto line = first_row_.find('\n');
    out_ += "facts " + name_text(measure.name) + group_text(group) + " {\n  " + first_row_.substr(0, line) +
            first_row_.substr(line + 1) + ",\n";
  }
  out_ += "  " + text + behind + ",\n";
}

void FactText::end() {
  if (rows_ == 1) {
    const auto line = first_row_.find('\n');
    out_ += "fact " + name_text(catalog_.measure(group_.measure).name) + first_row_.substr(0, line) +
            group_text(group_) + first_row_.substr(line + 1) + '\n';
  }
  if (rows_ > 1) out_ += "}\n";
  rows_ = 0;
}

void FactText::retraction(engine::MeasureId id, const engine::FactTable& table, std::size_t row) {
  end();
  out_ += "retract " + name_text(catalog_.measure(id).name) + arguments(id, table, row);
  if (table.source(row) != engine::anonymous_source)
    out_ += " from " + name_text(catalog_.source(table.source(row)).name);
  if (table.retracted(row) > engine::no_code + 1) out_ += " on " + day_text(table.retracted(row));
  out_ += '\n';
}

void FactText::set_about(const engine::Number& about) {
  if (about == about_) return;
  end();
  about_ = about;
  out_ += "set about = " + about.text() + '\n';
}

std::string FactText::group_text(const Group& group) const {
  std::string text;
  if (group.source != engine::anonymous_source) text += " from " + name_text(catalog_.source(group.source).name);
  if (group.kind != engine::Kind::none) text += " as " + std::string(engine::kind_text(group.kind));
  if (group.date != engine::no_code) text += " on " + day_text(group.date);
  return text;
}

std::string FactText::arguments(engine::MeasureId id, const engine::FactTable& table, std::size_t row) const {
  const engine::Measure& measure = catalog_.measure(id);
  std::string text;
  for (std::size_t axis = 0; axis < measure.axes.size(); ++axis)
    text += (axis == 0 ? "(" : ", ") +
            argument_text(catalog_.dimension(measure.axes[axis].dimension), table.keys(axis)[row]);
  return text.empty() ? text : text + ')';
}

std::string FactText::value(const engine::Measure& measure, const engine::FactTable& table, std::size_t row) {
  if (measure.is_relation) return {};
  if (table.unknown(row)) return " = unknown";
  const engine::Range range = table.values()[row];
  if (!table.about(row)) return " = " + range_text(range);
  const engine::Number middle = range.middle();
  if (!middle.is_zero()) set_about((range.high - middle) / abs(middle));
  const bool own = range.has_central && !(range.central == middle);
  return " = ~" + operand(middle) + (own ? " best " + range.central.text() : "");
}

}  // namespace reckon::lang

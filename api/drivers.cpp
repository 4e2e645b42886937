// Drivers as text, JSON and CSV.
#include "api/drivers.hpp"

#include "api/csv.hpp"
#include "api/json_list.hpp"
#include "api/table.hpp"
#include "api/width.hpp"
#include "engine/exec/variable_words.hpp"

namespace reckon {
namespace {

using engine::Digits;
using engine::Driver;
using engine::Drivers;
using engine::Number;
using engine::Range;
using engine::VariableWords;

// A part of a whole in percent: to a tenth, marked where rounded.
std::string percent(const Number& part, const Number& whole) {
  if (whole.is_zero()) return {};
  const Number exact = part / whole * Number(100);
  const Number tenths = engine::floor(exact * Number(10) + Number::ratio(1, 2)) / Number(10);
  if (tenths.is_zero() && exact.sign() > 0) return "<0.1%";
  return (tenths == exact ? "" : "≈") + tenths.text() + '%';
}

std::string with_unit(const std::string& text, const std::string& unit) {
  return unit.empty() ? text : text + ' ' + unit;
}

std::string fact_text(const engine::StatedFact& fact, bool with_value) {
  std::string text = with_value ? engine::readable(fact.value) : "";
  if (!fact.source.empty()) text += (text.empty() ? "" : " from ") + fact.source;
  for (const std::string& more : {fact.kind, fact.date})
    if (!more.empty()) text += (text.empty() ? "" : ", ") + more;
  return text.empty() ? "without a source" : text;
}

std::string facts_text(const VariableWords& words, engine::NodeId node) {
  if (words.is_assumed(node)) return "assumed in the query";
  const auto facts = words.facts(node);
  std::string text;
  for (const auto& fact : facts) text += (text.empty() ? "" : "; ") + fact_text(fact, facts.size() > 1);
  return text;
}

std::string end_text(const Number& number, bool unbounded, const char* open) {
  return unbounded ? open : number.text();
}

// What the values of one row and column are called: "for Meta, 2024", with the column where there are several.
std::string place(const ShownAnswer& shown, const Drivers& drivers) {
  std::string members;
  for (std::size_t axis = 0; axis < shown.answer.axes().size(); ++axis)
    members += (members.empty() ? "" : ", ") + shown.answer.key_text(drivers.row, axis);
  return shown.name(drivers.column) + (members.empty() ? "" : " for " + members);
}

TableCell plain(const std::string& text) { return {"", printable(text), false}; }
TableCell to_the_right(const std::string& text) { return {printable(text), "", false}; }

std::string heading(const ShownAnswer& shown, const Drivers& drivers, Digits digits) {
  const engine::Value& value = shown.answer.value(drivers.row, drivers.column);
  const std::string width = engine::readable(drivers.width, digits);
  std::string text = place(shown, drivers) + " = " + value_text(shown, value, drivers.column, digits) + ": ";
  if (value.range.is_bounded()) return text + width + " wide";
  if (!drivers.bounded || drivers.width.is_zero()) return text + "unbounded";
  return text + "unbounded, and " + width + " wide with the first held";
}

const char* endless_word(const Driver& driver) { return driver.range.is_bounded() ? "unbounded" : "open-ended"; }

std::string table_text(const ShownAnswer& shown, const Drivers& drivers, const VariableWords& words, Digits digits) {
  if (drivers.cells.empty() && drivers.rest == 0) return "(no cell drives it)\n";
  Table table({"goes", "part", "cell", "range", "held at", "facts"});
  const auto goes = [&](const Number& width, bool proved) {
    return (proved ? "" : "~") + engine::readable(width, digits);
  };
  for (const Driver& driver : drivers.cells) {
    const std::string unit = shown.answer.catalog().units().text(words.unit(driver.node));
    table.add_row({to_the_right(driver.endless ? endless_word(driver) : goes(driver.goes, driver.proved)),
                   to_the_right(driver.endless ? "" : percent(driver.goes, drivers.width)),
                   plain(words.name(driver.node)), plain(with_unit(engine::readable(driver.range, digits), unit)),
                   plain(engine::readable(driver.at, digits)), plain(facts_text(words, driver.node))});
  }
  if (drivers.rest > 0)
    table.add_row({to_the_right(drivers.bounded ? goes(drivers.rest_goes, drivers.rest_proved) : ""),
                   to_the_right(drivers.bounded ? percent(drivers.rest_goes, drivers.width) : ""),
                   plain("and " + std::to_string(drivers.rest) + (drivers.cells.empty() ? "" : " more") +
                         (drivers.rest == 1 ? " cell" : " cells")),
                   plain(""), plain(""), plain("")});
  return table.text();
}

bool has_unproved(const std::vector<Drivers>& all) {
  for (const Drivers& drivers : all) {
    if (drivers.bounded && drivers.rest > 0 && !drivers.rest_proved) return true;
    for (const Driver& driver : drivers.cells)
      if (!driver.endless && !driver.proved) return true;
  }
  return false;
}

std::string driver_object(const VariableWords& words, const engine::Answer& answer, const Driver& driver,
                          const Number& width) {
  JsonList object('{'), facts('[');
  object.add("cell", json_string(words.name(driver.node)));
  object.add("unit", json_string(answer.catalog().units().text(words.unit(driver.node))));
  object.add("low", json_string(end_text(driver.range.low, driver.range.unbounded_below, "-inf")));
  object.add("high", json_string(end_text(driver.range.high, driver.range.unbounded_above, "inf")));
  object.add("at", json_string(driver.at.text()));
  if (driver.endless) {
    object.add("unbounded", "true");
  } else {
    object.add("goes", json_string(driver.goes.text()));
    if (!width.is_zero()) object.add("part", json_string((driver.goes / width).text()));
    object.add("proved", driver.proved ? "true" : "false");
  }
  if (words.is_assumed(driver.node)) object.add("assumed", "true");
  for (const auto& fact : words.facts(driver.node)) {
    JsonList stated('{');
    stated.add("low", json_string(end_text(fact.value.low, fact.value.unbounded_below, "-inf")));
    stated.add("high", json_string(end_text(fact.value.high, fact.value.unbounded_above, "inf")));
    if (const auto* best = fact.value.best_figure(); best && fact.value.has_central)
      stated.add("best", json_string(best->text()));
    for (const auto& [name, text] :
         {std::pair{"source", fact.source}, {"kind", fact.kind}, {"date", fact.date}, {"note", fact.note}})
      if (!text.empty()) stated.add(name, json_string(text));
    facts.add(stated.closed('}'));
  }
  object.add("facts", facts.closed(']'));
  return object.closed('}');
}

}  // namespace

std::string drivers_text(const ShownAnswer& shown, const std::vector<Drivers>& all, const TextOptions& options) {
  const Digits digits = options.exact ? Digits::every : Digits::rounded;
  const VariableWords words(shown.answer);
  std::string result;
  for (const Drivers& drivers : all)
    result += (result.empty() ? "" : "\n") + printable(heading(shown, drivers, digits)) + '\n' +
              table_text(shown, drivers, words, digits);
  if (all.empty()) result = text(shown, options) + "(no width: nothing drives it)\n";
  if (all.size() >= engine::most_driven)
    result += "and more values, which are not told; narrow the query with `where`\n";
  if (has_unproved(all)) result += "note: ~ is near the width that goes, and not proved\n";
  return all.empty() ? result : result + notes_text(shown, options);
}

std::string drivers_json(const ShownAnswer& shown, const std::vector<Drivers>& all) {
  const VariableWords words(shown.answer);
  JsonList object('{'), values('['), notes('[');
  object.add("kind", json_string("drivers"));
  object.add("query", json_string(shown.query));
  for (const Drivers& drivers : all) {
    const Range& range = shown.answer.value(drivers.row, drivers.column).range;
    JsonList value('{'), key('{'), cells('['), rest('{');
    for (std::size_t axis = 0; axis < shown.answer.axes().size(); ++axis)
      key.add(shown.answer.axes()[axis].name, json_string(shown.answer.key_text(drivers.row, axis)));
    value.add("key", key.closed('}'));
    value.add("column", json_string(shown.name(drivers.column)));
    value.add("unit", json_string(shown.unit(drivers.column)));
    value.add("low", json_string(end_text(range.low, range.unbounded_below, "-inf")));
    value.add("high", json_string(end_text(range.high, range.unbounded_above, "inf")));
    if (drivers.bounded) value.add("width", json_string(drivers.width.text()));
    for (const Driver& driver : drivers.cells) cells.add(driver_object(words, shown.answer, driver, drivers.width));
    value.add("drivers", cells.closed(']'));
    rest.add("cells", std::to_string(drivers.rest));
    if (drivers.bounded && drivers.rest > 0) {
      rest.add("goes", json_string(drivers.rest_goes.text()));
      rest.add("proved", drivers.rest_proved ? "true" : "false");
    }
    value.add("rest", rest.closed('}'));
    values.add(value.closed('}'));
  }
  for (const std::string& note : note_texts(shown.answer)) notes.add(json_string(note));
  object.add("values", values.closed(']'));
  object.add("tight", shown.answer.tight ? "true" : "false");
  object.add("exact", shown.answer.exact ? "true" : "false");
  object.add("notes", notes.closed(']'));
  return object.closed('}') + '\n';
}

std::string drivers_csv(const ShownAnswer& shown, const std::vector<Drivers>& all) {
  const VariableWords words(shown.answer);
  const bool several = shown.columns() > 1;
  std::string text;
  const auto add_line = [&](const std::vector<std::string>& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) text += (i ? "," : "") + csv_field(fields[i]);
    text += "\r\n";
  };
  std::vector<std::string> line;
  for (const engine::Axis& axis : shown.answer.axes()) line.push_back(axis.name);
  if (several) line.emplace_back("column");
  for (const char* name : {"goes", "part", "cell", "low", "high", "at", "proved", "facts"}) line.emplace_back(name);
  add_line(line);
  for (const Drivers& drivers : all) {
    std::vector<std::string> key;
    for (std::size_t axis = 0; axis < shown.answer.axes().size(); ++axis)
      key.push_back(shown.answer.key_text(drivers.row, axis));
    if (several) key.push_back(shown.name(drivers.column));
    const auto part = [&](const Number& goes) {
      return drivers.width.is_zero() ? std::string() : (goes / drivers.width).text();
    };
    for (const Driver& driver : drivers.cells) {
      line = key;
      line.insert(line.end(),
                  {driver.endless ? "inf" : driver.goes.text(), driver.endless ? "" : part(driver.goes),
                   words.name(driver.node), end_text(driver.range.low, driver.range.unbounded_below, "-inf"),
                   end_text(driver.range.high, driver.range.unbounded_above, "inf"), driver.at.text(),
                   driver.endless || driver.proved ? "yes" : "no", facts_text(words, driver.node)});
      add_line(line);
    }
    if (drivers.rest == 0) continue;
    line = key;
    line.insert(line.end(),
                {drivers.bounded ? drivers.rest_goes.text() : "", drivers.bounded ? part(drivers.rest_goes) : "",
                 "rest: " + std::to_string(drivers.rest), "", "", "", drivers.rest_proved ? "yes" : "no", ""});
    add_line(line);
  }
  return text;
}

}  // namespace reckon

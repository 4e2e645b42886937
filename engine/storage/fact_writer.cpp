// A row a fact, by one prepared statement a measure.
#include "engine/storage/fact_writer.hpp"

#include "engine/storage/number_cell.hpp"
#include "engine/storage/schema.hpp"

namespace reckon::engine {

FactWriter::FactWriter(const Connection& file)
    : file_(file), retraction_(file.prepare("INSERT OR IGNORE INTO reckon_retraction VALUES (?, ?, ?, ?)")) {}

void FactWriter::mark(Tables tables) {
  measures_.clear();
  measures_.resize(tables.size());
  for (std::size_t id = 0; id < tables.size(); ++id) measures_[id].rows = tables[id]->size();
}

void FactWriter::write(Tables tables, std::int64_t step, bool retracted) {
  measures_.resize(tables.size());
  for (MeasureId id = 0; id < tables.size(); ++id) {
    const FactTable& table = *tables[id];
    Mark& mark = measures_[id];
    if (mark.rows < table.size() && !mark.insert) {
      std::string values;
      for (std::size_t i = 0; i < table.axes() + 12; ++i) values += i == 0 ? "?" : ", ?";
      mark.insert = file_.prepare("INSERT INTO " + fact_table_name(id) + " VALUES (" + values + ')');
    }
    for (; mark.rows < table.size(); ++mark.rows) write_row(*mark.insert, table, mark.rows, step);
    if (retracted) write_retractions(id, table, step);
  }
}

void FactWriter::write_row(Statement& insert, const FactTable& table, std::size_t row, std::int64_t step) {
  const Range value = table.values()[row];
  const bool has_value = !table.unknown(row);
  const int scale = has_value ? cell_scale(value) : 0;
  std::string low, high, best, confidence;
  int at = 0;
  const auto bind_number_or_null = [&](bool is_there, const Number& number, std::string& text) {
    if (is_there)
      bind_number(insert, ++at, number, scale, text);
    else
      insert.bind_null(++at);
  };
  insert.bind(++at, static_cast<std::int64_t>(row + 1));
  insert.bind(++at, step);
  for (std::size_t axis = 0; axis < table.axes(); ++axis) insert.bind(++at, table.keys(axis)[row]);
  bind_number_or_null(has_value && !value.unbounded_below, value.low, low);
  bind_number_or_null(has_value && !value.is_point() && !value.unbounded_above, value.high, high);
  bind_number_or_null(has_value && value.has_central, value.central, best);
  insert.bind(++at, scale);
  insert.bind(++at, (table.unknown(row) ? fact_flag::unknown : 0) | (table.about(row) ? fact_flag::about : 0) |
                        (value.unbounded_below ? fact_flag::open_below : 0) |
                        (value.unbounded_above ? fact_flag::open_above : 0));
  insert.bind(++at, table.source(row));
  insert.bind(++at, static_cast<std::int64_t>(table.kind(row)));
  if (table.date(row) == no_code)
    insert.bind_null(++at);
  else
    insert.bind(++at, table.date(row));
  if (table.note(row).empty())
    insert.bind_null(++at);
  else
    insert.bind(++at, table.note(row));
  const auto level = table.confidence(row);
  if (level) confidence = level->text();
  if (level)
    insert.bind(++at, std::string_view(confidence));
  else
    insert.bind_null(++at);
  insert.run();
}

void FactWriter::write_retractions(MeasureId id, const FactTable& table, std::int64_t step) {
  for (std::size_t row = 0; row < table.size(); ++row) {
    const Day day = table.retracted(row);
    if (day == no_code) continue;
    retraction_.bind(1, id).bind(2, static_cast<std::int64_t>(row + 1)).bind(3, step);
    if (day == no_code + 1)
      retraction_.bind_null(4);
    else
      retraction_.bind(4, day);
    retraction_.run();
  }
}

}  // namespace reckon::engine

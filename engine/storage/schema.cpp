// Definitions of tables and views, compared word for word with those of a file that is opened.
#include "engine/storage/schema.hpp"

#include <array>

#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"

namespace reckon::engine {
namespace {

struct Table {
  std::string_view name, columns;
};

constexpr std::array tables{
    Table{"reckon_unit",
          "id INTEGER PRIMARY KEY, step INTEGER NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, "
          "factor TEXT, base TEXT) STRICT"},
    Table{"reckon_dimension",
          "id INTEGER PRIMARY KEY, step INTEGER NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, "
          "ordered INTEGER NOT NULL, closed INTEGER) STRICT"},
    Table{"reckon_level",
          "dimension INTEGER NOT NULL, level INTEGER NOT NULL, step INTEGER NOT NULL, direct INTEGER NOT NULL, "
          "position INTEGER NOT NULL, PRIMARY KEY (dimension, level)) STRICT, WITHOUT ROWID"},
    Table{"reckon_member",
          "dimension INTEGER NOT NULL, code INTEGER NOT NULL, step INTEGER NOT NULL, name TEXT NOT NULL, "
          "description TEXT NOT NULL, PRIMARY KEY (dimension, code)) STRICT, WITHOUT ROWID"},
    Table{"reckon_alias",
          "dimension INTEGER NOT NULL, member INTEGER NOT NULL, position INTEGER NOT NULL, step INTEGER NOT NULL, "
          "name TEXT NOT NULL, PRIMARY KEY (dimension, member, position)) STRICT, WITHOUT ROWID"},
    Table{"reckon_roll_up",
          "dimension INTEGER NOT NULL, member INTEGER NOT NULL, level INTEGER NOT NULL, step INTEGER NOT NULL, "
          "code INTEGER NOT NULL, PRIMARY KEY (dimension, member, level)) STRICT, WITHOUT ROWID"},
    Table{"reckon_source",
          "id INTEGER PRIMARY KEY, step INTEGER NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, "
          "date INTEGER, rule INTEGER NOT NULL) STRICT"},
    Table{"reckon_measure",
          "id INTEGER PRIMARY KEY, step INTEGER NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, "
          "relation INTEGER NOT NULL, unit TEXT NOT NULL, additivity INTEGER NOT NULL, limited INTEGER NOT NULL, "
          "low TEXT, high TEXT, best TEXT, policy INTEGER, preferred TEXT NOT NULL) STRICT"},
    Table{"reckon_axis",
          "measure INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, dimension INTEGER NOT NULL, "
          "PRIMARY KEY (measure, position)) STRICT, WITHOUT ROWID"},
    Table{"reckon_retraction",
          "measure INTEGER NOT NULL, fact INTEGER NOT NULL, step INTEGER NOT NULL, day INTEGER, "
          "PRIMARY KEY (measure, fact)) STRICT, WITHOUT ROWID"},
    Table{"reckon_definition",
          "id INTEGER PRIMARY KEY, step INTEGER NOT NULL, text TEXT NOT NULL, file TEXT NOT NULL, "
          "line INTEGER NOT NULL, place INTEGER NOT NULL, about TEXT NOT NULL) STRICT"},
    Table{"reckon_used", "name TEXT PRIMARY KEY, first INTEGER NOT NULL, step INTEGER NOT NULL) STRICT, WITHOUT ROWID"},
};

std::string definition_of(const Table& table) {
  return "CREATE TABLE " + std::string(table.name) + " (" + std::string(table.columns);
}

std::string fact_table_definition(MeasureId measure, std::size_t axes) {
  std::string keys;
  for (std::size_t axis = 1; axis <= axes; ++axis) keys += "key" + std::to_string(axis) + " INTEGER NOT NULL, ";
  return "CREATE TABLE " + fact_table_name(measure) + " (id INTEGER PRIMARY KEY, step INTEGER NOT NULL, " + keys +
         "low ANY, high ANY, best ANY, scale INTEGER NOT NULL, flags INTEGER NOT NULL, source INTEGER NOT NULL, "
         "kind INTEGER NOT NULL, date INTEGER, note TEXT, confidence TEXT) STRICT";
}

[[noreturn]] void refuse(const Connection& file, const std::string& what, const std::string& mend) {
  throw Error(problem::unreadable_database, file.path() + ' ' + what, mend);
}

void check_table(const Connection& file, const std::string& name, const std::string& definition) {
  Statement found = file.prepare("SELECT sql FROM sqlite_schema WHERE name = ?1 AND type = 'table'");
  found.bind(1, name);
  if (!found.step() || found.text(0) != definition)
    refuse(file, "is damaged: its table " + name + " is not as it was made", "restore it from a copy");
}

std::string in_quotes(std::string_view text, char quote) {
  std::string quoted(1, quote);
  for (const char c : text) quoted.append(c == quote ? 2 : 1, c);
  return quoted + quote;
}

// SQL for what a code means: a member's name, or a period as reckon writes it.
std::string key_text(const Catalog& catalog, DimensionId id, const std::string& key) {
  switch (catalog.dimension(id).calendar()) {
    case Calendar::year: return key;
    case Calendar::quarter: return "printf('%dQ%d', " + key + " / 4, " + key + " % 4 + 1)";
    case Calendar::month: return "printf('%dM%02d', " + key + " / 12, " + key + " % 12 + 1)";
    case Calendar::day: return "date(" + key + " * 86400, 'unixepoch')";
    case Calendar::none: break;
  }
  return "(SELECT name FROM reckon_member WHERE dimension = " + std::to_string(id) + " AND code = " + key + ')';
}

// SQL for an exact decimal: a mantissa with the row's scale, or the text itself.
std::string number_text(const std::string& column) {
  const std::string digits = "printf('%0*d', f.scale + 1, abs(" + column + "))";
  return "CASE WHEN typeof(" + column + ") <> 'integer' OR f.scale = 0 THEN " + column + " || '' ELSE CASE WHEN " +
         column + " < 0 THEN '-' ELSE '' END || rtrim(rtrim(substr(" + digits + ", 1, length(" + digits +
         ") - f.scale) || '.' || substr(" + digits + ", -f.scale), '0'), '.') END";
}

// A name that no table or view has yet; SQLite does not tell letters of either case apart.
std::string view_name(const Connection& file, const std::string& measure, MeasureId id) {
  std::string name = measure;
  Statement taken =
      file.prepare("SELECT 1 FROM sqlite_schema WHERE lower(name) = lower(?1) OR lower(?1) GLOB 'sqlite_*'");
  for (int i = 0; i < 2; ++i) {
    taken.bind(1, name);
    if (!taken.step()) return name;
    while (taken.step()) {}
    name += ' ' + std::to_string(id);
  }
  return "measure " + std::to_string(id);
}

std::string view_columns(const Catalog& catalog, const Measure& measure) {
  std::string columns;
  for (std::size_t axis = 0; axis < measure.axes.size(); ++axis)
    columns += key_text(catalog, measure.axes[axis].dimension, "f.key" + std::to_string(axis + 1)) + " AS " +
               in_quotes(measure.axes[axis].name, '"') + ", ";
  if (!measure.is_relation)
    columns += number_text("f.low") + " AS low, CASE WHEN f.flags & " + std::to_string(fact_flag::open_above) +
               " THEN NULL WHEN f.high IS NULL THEN " + number_text("f.low") + " ELSE " + number_text("f.high") +
               " END AS high, " + number_text("f.best") + " AS best, " +
               in_quotes(catalog.units().text(measure.unit), '\'') + " AS unit, f.flags & 1 AS unknown, ";
  return columns +
         "nullif((SELECT name FROM reckon_source WHERE id = f.source), '') AS source, "
         "CASE f.kind WHEN 1 THEN 'actual' WHEN 2 THEN 'estimate' WHEN 3 THEN 'forecast' WHEN 4 THEN 'plan' "
         "WHEN 5 THEN 'rumour' END AS kind, date(f.date * 86400, 'unixepoch') AS date, f.note AS note, "
         "f.confidence AS confidence, r.fact IS NOT NULL AS retracted";
}

}  // namespace

std::string fact_table_name(MeasureId measure) { return "reckon_fact_" + std::to_string(measure); }

std::string key_columns(std::size_t axes) {
  std::string columns;
  for (std::size_t axis = 1; axis <= axes; ++axis) columns += "key" + std::to_string(axis) + ", ";
  return columns;
}

void create_fact_table(const Connection& file, const Catalog& catalog, MeasureId id) {
  const Measure& measure = catalog.measure(id);
  file.execute(fact_table_definition(id, measure.axes.size()));
  file.execute("CREATE VIEW " + in_quotes(view_name(file, measure.name, id), '"') + " AS SELECT " +
               view_columns(catalog, measure) + " FROM " + fact_table_name(id) +
               " f LEFT JOIN reckon_retraction r ON r.measure = " + std::to_string(id) + " AND r.fact = f.id");
}

void check_fact_table(const Connection& file, MeasureId measure, std::size_t axes) {
  check_table(file, fact_table_name(measure), fact_table_definition(measure, axes));
}

void prepare_schema(const Connection& file, bool may_create) {
  const std::int64_t owner = file.integer("PRAGMA application_id");
  const std::int64_t version = file.integer("PRAGMA user_version");
  const bool empty = file.integer("SELECT count(*) FROM sqlite_schema") == 0;
  if (owner == application_id && version > format_version)
    refuse(file,
           "is of format " + std::to_string(version) + ", which a newer reckon has written; this one reads format " +
               std::to_string(format_version),
           "open it with that reckon");
  if (owner != application_id && !(empty && owner == 0 && version == 0))
    refuse(file, "is an SQLite database of another program",
           "load data from it with: load \"" + file.path() + "\" table \"…\" as …");
  if (owner == application_id && version < 1) refuse(file, "is damaged: it has no format", "restore it from a copy");
  if (owner == application_id) {
    for (const Table& table : tables) check_table(file, std::string(table.name), definition_of(table));
    return;
  }
  if (!may_create) refuse(file, "is empty", {});
  for (const Table& table : tables) file.execute(definition_of(table));
  file.execute("PRAGMA application_id = " + std::to_string(application_id));
  file.execute("PRAGMA user_version = " + std::to_string(format_version));
}

}  // namespace reckon::engine

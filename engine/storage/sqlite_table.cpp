// Reading one table by SELECT; every complaint of SQLite becomes an Error here.
#include "engine/storage/sqlite_table.hpp"

#include <sqlite3.h>

#include "engine/model/name_index.hpp"
#include "engine/model/problems.hpp"
#include "engine/storage/utf8.hpp"

namespace reckon::engine {
namespace {

constexpr int patience = 1000;                     // milliseconds to wait for a writer
constexpr int steps_at_once = 100'000;             // of SQLite's machine between two looks at their number
constexpr std::uint64_t most_steps = 200'000'000;  // for one row: a view may compute without end

// Called every steps_at_once steps; anything but 0 stops the statement.
int count_steps(void* counter) {
  std::uint64_t& steps = *static_cast<std::uint64_t*>(counter);
  steps += steps_at_once;
  return steps > most_steps ? 1 : 0;
}

std::string in_quotes(std::string_view name) {
  std::string quoted = "\"";
  for (const char c : name) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

std::string_view text_of(sqlite3_stmt* statement, int column) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  return bytes ? std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)))
               : std::string_view();
}

}  // namespace

void SqliteTable::Close::operator()(sqlite3* database) const { sqlite3_close(database); }
void SqliteTable::Close::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

SqliteTable::SqliteTable(const std::string& path, const std::string& table) : path_(path) {
  open(path);
  require_table(table);
  rows_ = prepare("SELECT * FROM " + in_quotes(table));
  const int columns = sqlite3_column_count(rows_.get());
  for (int column = 0; column < columns; ++column) header_.emplace_back(sqlite3_column_name(rows_.get(), column));
}

void SqliteTable::open(const std::string& path) {
  sqlite3* opened = nullptr;
  const int status = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
  database_.reset(opened);
  if (status != SQLITE_OK) fail();
  sqlite3_busy_timeout(opened, patience);
  sqlite3_progress_handler(opened, steps_at_once, count_steps, &steps_);
  // What a stranger's file defines may not reach functions with side effects.
  sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
}

SqliteTable::Statement SqliteTable::prepare(const std::string& sql) const {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_.get(), sql.c_str(), static_cast<int>(sql.size()), &statement, nullptr) != SQLITE_OK)
    fail();
  return Statement(statement);
}

void SqliteTable::require_table(const std::string& table) const {
  const Statement names = prepare("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name");
  NearestNames nearest(table);
  std::string known;
  int status = 0;
  while ((status = sqlite3_step(names.get())) == SQLITE_ROW) {
    const std::string_view name = text_of(names.get(), 0);
    if (name == table) return;
    nearest.offer(name);
    if (known.size() < 200) known += (known.empty() ? "" : ", ") + in_quotes(name);
  }
  if (status != SQLITE_DONE) fail();
  const std::string hint = nearest.hint();
  throw Error(problem::unreadable_table, path_ + " has no table " + in_quotes(table),
              !hint.empty()   ? hint
              : known.empty() ? "it has no tables at all"
                              : "its tables are " + known);
}

bool SqliteTable::next() {
  steps_ = 0;
  const int status = sqlite3_step(rows_.get());
  if (status == SQLITE_DONE) return false;
  if (status != SQLITE_ROW) fail();
  ++row_;
  return true;
}

std::string_view SqliteTable::cell(std::size_t column) {
  const int type = sqlite3_column_type(rows_.get(), static_cast<int>(column));
  const std::string_view text = text_of(rows_.get(), static_cast<int>(column));
  saw_real_ = saw_real_ || type == SQLITE_FLOAT;
  if (type == SQLITE_INTEGER || type == SQLITE_FLOAT) return text;
  if (type != SQLITE_BLOB && find_not_text(text) == std::string_view::npos) return text;
  throw TableError(problem::malformed_table,
                   type == SQLITE_BLOB ? "the value is a BLOB" : "the value is not UTF-8 text, or holds a NUL byte",
                   "store it as text or as a whole number", place(column), false);
}

TablePlace SqliteTable::place(std::size_t wanted) const {
  TablePlace place;
  place.line = row_;
  for (std::size_t column = 0; column < header_.size(); ++column) {
    if (column > 0) place.text += ", ";
    if (column == wanted) place.begin = place.text.size();
    place.text += text_of(rows_.get(), static_cast<int>(column));
    if (column == wanted) place.end = place.text.size();
  }
  return place;
}

std::string SqliteTable::remark() const {
  return saw_real_ ? "REAL values were read as the decimals that SQLite shows for them, of 15 digits" : "";
}

void SqliteTable::fail() const {
  const int status = database_ ? sqlite3_errcode(database_.get()) : SQLITE_NOMEM;
  const std::string words = database_ ? sqlite3_errmsg(database_.get()) : "there is no memory left";
  std::string what = "cannot be read: " + words, mend;
  switch (status) {
    case SQLITE_CANTOPEN:
      what = "cannot be opened: there is no such file, or it may not be read";
      mend = "files are named relative to the text that loads them";
      break;
    case SQLITE_NOTADB: what = "is not an SQLite database", mend = "a CSV file is loaded without `table`"; break;
    case SQLITE_CORRUPT: what = "is damaged: " + words, mend = "SQLite's own .recover may mend it"; break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: what = "is being written by another program", mend = "load it when that has finished"; break;
    case SQLITE_INTERRUPT: what = "takes too long to compute a row", mend = "store the view's rows in a table"; break;
    default: break;
  }
  throw Error(problem::unreadable_table, path_ + ' ' + what, mend);
}

}  // namespace reckon::engine

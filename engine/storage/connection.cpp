// SQLite's C interface behind owning types; its status codes as errors in words.
#include "engine/storage/connection.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <system_error>

#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"
#include "engine/storage/problems.hpp"
#include "engine/storage/utf8.hpp"

namespace reckon::engine {
namespace {

constexpr int longest_value = 1 << 27;  // bytes of one value: a damaged length must not take all memory

std::string in_uri(const std::string& path) {
  std::string text;
  for (const char c : std::filesystem::absolute(path).string()) {
    if (c == '%')
      text += "%25";
    else if (c == '?')
      text += "%3f";
    else if (c == '#')
      text += "%23";
    else
      text += c;
  }
  return text;
}

}  // namespace

void Statement::Close::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
void Connection::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Statement& Statement::bind(int parameter, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), parameter, value);
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
  const char* begin = text.empty() ? "" : text.data();
  if (sqlite3_bind_text64(statement_.get(), parameter, begin, text.size(), SQLITE_STATIC, SQLITE_UTF8) != SQLITE_OK)
    owner_->fail();
  return *this;
}

Statement& Statement::bind_null(int parameter) {
  sqlite3_bind_null(statement_.get(), parameter);
  return *this;
}

void Statement::run() {
  while (step()) {}
}

bool Statement::step() {
  const int status = sqlite3_step(statement_.get());
  if (status == SQLITE_ROW) return true;
  if (status != SQLITE_DONE) {
    // The reset comes after the words, which it would take away; a statement left halfway would hold its lock.
    try {
      owner_->fail();
    } catch (...) {
      sqlite3_reset(statement_.get());
      throw;
    }
  }
  sqlite3_reset(statement_.get());
  return false;
}

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }
bool Statement::is_text(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_TEXT; }

std::int64_t Statement::integer(int column, std::int64_t least, std::int64_t most) const {
  const std::int64_t value = sqlite3_column_int64(statement_.get(), column);
  if (sqlite3_column_type(statement_.get(), column) == SQLITE_INTEGER && value >= least && value <= most) return value;
  const char* name = sqlite3_column_name(statement_.get(), column);
  damaged(std::string(name ? name : "a column") + " holds a number that cannot be");
}

std::string_view Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  const std::string_view text = bytes ? std::string_view(bytes, size) : std::string_view();
  if (is_text(column) && find_not_text(text) == std::string_view::npos) return text;
  const char* name = sqlite3_column_name(statement_.get(), column);
  damaged(std::string(name ? name : "a column") + " holds no text");
}

void Statement::damaged(const std::string& what) const {
  const std::string_view sql = sqlite3_sql(statement_.get());
  const auto table = sql.find("reckon_");
  std::string place(table == std::string_view::npos ? "it" : sql.substr(table, sql.find(' ', table) - table));
  if (sqlite3_column_type(statement_.get(), 0) == SQLITE_INTEGER)
    place = "row " + std::to_string(sqlite3_column_int64(statement_.get(), 0)) + " of " + place;
  throw Error(problem::unreadable_database, owner_->path() + " is damaged: in " + place + ", " + what,
              "restore it from a copy");
}

Connection::Connection(const std::string& path, Create create, int patience) : path_(path) {
  open(path, SQLITE_OPEN_READWRITE | (create == Create::yes ? SQLITE_OPEN_CREATE : 0));
  // Where nothing can be written, not even beside the file, it is read as it stands.
  std::error_code unknown;
  if (is_read_only() && !std::filesystem::exists(path + "-wal", unknown))
    open("file:" + in_uri(path) + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
  sqlite3* const opened = database_.get();
  sqlite3_busy_timeout(opened, patience);
  sqlite3_extended_result_codes(opened, 1);
  sqlite3_limit(opened, SQLITE_LIMIT_LENGTH, longest_value);
  // A stranger's file may define anything; nothing of it is run.
  sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
}

void Connection::open(const std::string& name, int flags) {
  sqlite3* opened = nullptr;
  const int status = sqlite3_open_v2(name.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  database_.reset(opened);
  if (status != SQLITE_OK) fail();
}

Statement Connection::prepare(std::string_view sql) const {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr) != SQLITE_OK)
    fail();
  return {*this, statement};
}

void Connection::execute(std::string_view sql) const { prepare(sql).run(); }

std::int64_t Connection::integer(std::string_view sql) const {
  Statement statement = prepare(sql);
  if (!statement.step()) return 0;
  return statement.integer(0, INT64_MIN, INT64_MAX);
}

bool Connection::is_writing() const { return sqlite3_get_autocommit(database_.get()) == 0; }
bool Connection::is_read_only() const { return sqlite3_db_readonly(database_.get(), "main") == 1; }

void Connection::fail() const {
  const int status = database_ ? sqlite3_extended_errcode(database_.get()) : SQLITE_NOMEM;
  const std::string words = database_ ? sqlite3_errmsg(database_.get()) : "there is no memory left";
  const auto unreadable = [&](const std::string& what, const std::string& mend) {
    return Error(problem::unreadable_database, path_ + ' ' + what, mend);
  };
  const auto unwritable = [&](const std::string& what, const std::string& mend) {
    return Error(problem::unwritable_database, path_ + ' ' + what, mend);
  };
  switch (status & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Error(problem::database_busy, path_ + " is being written by another program",
                  "try again when that has finished");
    case SQLITE_CANTOPEN:
      throw unreadable("cannot be opened: there is no such file or folder, or it may not be read", {});
    case SQLITE_NOTADB: throw unreadable("is not a database", "a script is run without --database");
    case SQLITE_CORRUPT: throw unreadable("is damaged: " + words, "restore it from a copy");
    case SQLITE_READONLY: throw unwritable("may not be written", "copy it to a place where it may");
    case SQLITE_FULL: throw unwritable("cannot be written: the disk is full", "make room and run this again");
    default: break;
  }
  const bool reading = status == SQLITE_IOERR_READ || status == SQLITE_IOERR_SHORT_READ;
  if ((status & 0xff) == SQLITE_IOERR && !reading) throw unwritable("cannot be written: " + words, {});
  throw unreadable("cannot be read: " + words, {});
}

}  // namespace reckon::engine

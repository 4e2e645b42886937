// A connection to an SQLite file and its prepared statements, as the database file uses them.
// Invariant: every complaint of SQLite becomes an Error that names the file. One thread uses a connection.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace reckon::engine {

class Connection;

class Statement {
 public:
  // Parameters count from 1. A text must live until the statement has run.
  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, std::string_view text);
  Statement& bind_null(int parameter);
  // Runs a statement without rows, and makes it ready for the next.
  void run();
  // Steps to the next row; false at the end, where it is ready to run again.
  bool step();

  // Cells of the row, counted from 0; a text is valid until the next step. A cell of another type, a number outside the
  // bounds and a text that is none throw an Error: the file is damaged.
  bool is_null(int column) const;
  bool is_text(int column) const;
  std::int64_t integer(int column, std::int64_t least, std::int64_t most) const;
  std::string_view text(int column) const;
  // Throws an Error that says where in the file: "race.reckon is damaged: row 7 of reckon_source …".
  [[noreturn]] void damaged(const std::string& what) const;

 private:
  friend class Connection;
  struct Close {
    void operator()(sqlite3_stmt*) const;
  };
  Statement(const Connection& owner, sqlite3_stmt* statement) : owner_(&owner), statement_(statement) {}

  const Connection* owner_;
  std::unique_ptr<sqlite3_stmt, Close> statement_;
};

class Connection {
 public:
  enum class Create : bool { no, yes };

  // Waits at most `patience` milliseconds for another writer. Throws Error where the file cannot be opened.
  Connection(const std::string& path, Create create, int patience);

  Statement prepare(std::string_view sql) const;
  void execute(std::string_view sql) const;
  // The first cell of the query's one row.
  std::int64_t integer(std::string_view sql) const;
  bool is_writing() const;  // within a transaction
  bool is_read_only() const;
  const std::string& path() const { return path_; }
  [[noreturn]] void fail() const;

 private:
  struct Close {
    void operator()(sqlite3*) const;
  };

  void open(const std::string& name, int flags);

  std::string path_;
  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace reckon::engine

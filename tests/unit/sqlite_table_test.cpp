// Tables of SQLite files: values as stored, and what goes wrong with files.
#include "engine/storage/sqlite_table.hpp"

#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "engine/model/problems.hpp"
#include "tests/catch.hpp"

namespace fs = std::filesystem;
using reckon::engine::Error;
using reckon::engine::SqliteTable;
using reckon::engine::TableError;

namespace {

// A database in a folder of its own that goes with it.
class Database {
 public:
  explicit Database(const std::string& sql) {
    static int count = 0;
    folder_ =
        fs::temp_directory_path() / ("reckon_sqlite_" + std::to_string(::getpid()) + '_' + std::to_string(++count));
    fs::create_directory(folder_);
    REQUIRE(sqlite3_open(path().c_str(), &database_) == SQLITE_OK);
    run(sql);
  }
  ~Database() {
    sqlite3_close(database_);
    fs::remove_all(folder_);
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  std::string path() const { return (folder_ / "data.db").string(); }
  void run(const std::string& sql) {
    REQUIRE(sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  }

 private:
  fs::path folder_;
  sqlite3* database_ = nullptr;
};

std::string complaint(const std::string& path, const std::string& table) {
  try {
    SqliteTable reader(path, table);
    while (reader.next()) {}
  } catch (const Error& error) {
    CHECK(error.id == reckon::engine::problem::unreadable_table);
    return error.message.substr(error.message.find(' ') + 1) + " / " + error.hint;
  }
  return "none";
}

}  // namespace

TEST_CASE("values are text as stored") {
  const Database database(
      "CREATE TABLE t (a, b); INSERT INTO t VALUES (9223372036854775807, '1.50'), (NULL, ' x '), (0.1, '微软'), (2.0, "
      "'')");
  SqliteTable table(database.path(), "t");
  CHECK(table.header() == std::vector<std::string>{"a", "b"});
  REQUIRE(table.next());
  CHECK(table.cell(0) == "9223372036854775807");
  CHECK(table.cell(1) == "1.50");
  REQUIRE(table.next());
  CHECK(table.cell(0).empty());
  CHECK(table.cell(1) == " x ");
  CHECK(table.remark().empty());
  REQUIRE(table.next());
  CHECK(table.cell(1) == "微软");
  CHECK(table.remark().empty());
  CHECK(table.cell(0) == "0.1");
  CHECK_FALSE(table.remark().empty());
  REQUIRE(table.next());
  CHECK(table.cell(0) == "2.0");
  CHECK_FALSE(table.next());
}

TEST_CASE("views and odd names") {
  const Database database(
      "CREATE TABLE \"odd \"\"name\"\"\" (\"a b\"); INSERT INTO \"odd \"\"name\"\"\" VALUES (1); CREATE VIEW v AS "
      "SELECT 2 AS c");
  SqliteTable odd(database.path(), "odd \"name\"");
  CHECK(odd.header() == std::vector<std::string>{"a b"});
  REQUIRE(odd.next());
  CHECK(odd.cell(0) == "1");
  SqliteTable view(database.path(), "v");
  REQUIRE(view.next());
  CHECK(view.cell(0) == "2");
}

TEST_CASE("a value that is no text fails where it is read, and reading goes on") {
  const Database database(
      "CREATE TABLE t (a, b); INSERT INTO t VALUES (x'00ff', 1), (CAST(x'ff' AS TEXT), 2), ('x' || char(0), 3)");
  SqliteTable table(database.path(), "t");
  for (const char* number : {"1", "2", "3"}) {
    REQUIRE(table.next());
    CHECK(table.cell(1) == number);
    CHECK_THROWS_AS(table.cell(0), TableError);
  }
  CHECK_FALSE(table.next());
}

TEST_CASE("the place of a value is its row") {
  const Database database("CREATE TABLE t (a, b, c); INSERT INTO t VALUES (1, 2, 3), ('x', 'yy', 'z')");
  SqliteTable table(database.path(), "t");
  REQUIRE(table.next());
  REQUIRE(table.next());
  const auto place = table.place(1);
  CHECK(place.line == 2);
  CHECK(place.text == "x, yy, z");
  CHECK(place.text.substr(place.begin, place.end - place.begin) == "yy");
}

TEST_CASE("tables that are not there") {
  const Database database("CREATE TABLE lines (a); CREATE TABLE parts (a)");
  CHECK(complaint(database.path(), "line") == "has no table \"line\" / did you mean \"lines\"?");
  CHECK(complaint(database.path(), "customers") == "has no table \"customers\" / its tables are \"lines\", \"parts\"");
  const Database empty("PRAGMA user_version = 1");
  CHECK(complaint(empty.path(), "t") == "has no table \"t\" / it has no tables at all");
}

TEST_CASE("files that are no databases") {
  const Database database("CREATE TABLE t (a)");
  CHECK(complaint(database.path() + "x", "t").find("cannot be opened: there is no such file") == 0);
  const std::string text = database.path() + ".csv";
  std::ofstream(text) << std::string(2000, 'a');
  CHECK(complaint(text, "t") == "is not an SQLite database / a CSV file is loaded without `table`");
  CHECK_FALSE(fs::exists(database.path() + "x"));
}

TEST_CASE("a damaged file") {
  Database database("CREATE TABLE t (a)");
  for (int i = 0; i < 10; ++i) database.run("INSERT INTO t SELECT hex(zeroblob(2000)) FROM (SELECT 1 UNION SELECT 2)");
  fs::resize_file(database.path(), fs::file_size(database.path()) / 2);
  CHECK(complaint(database.path(), "t").find("is damaged: ") == 0);
}

TEST_CASE("a file that another program writes") {
  Database database("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
  database.run("BEGIN EXCLUSIVE");
  CHECK(complaint(database.path(), "t").find("is being written by another program") == 0);
  database.run("COMMIT");
  CHECK(complaint(database.path(), "t") == "none");
}

TEST_CASE("a view without end is given up") {
  const Database database(
      "CREATE VIEW v AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS c FROM n");
  CHECK(complaint(database.path(), "v").find("takes too long to compute a row") == 0);
}

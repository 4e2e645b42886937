// Records out of SQLite tables: values as stored, bad rows with their place. And that a database file keeps none.
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "lang/prepared_query.hpp"
#include "lang/session.hpp"
#include "tests/catch.hpp"
#include "tests/unit/answer_rows.hpp"

namespace fs = std::filesystem;
using namespace reckon;

namespace {

class Folder {
 public:
  Folder() {
    static int count = 0;
    path_ =
        fs::temp_directory_path() / ("reckon_records_" + std::to_string(::getpid()) + '_' + std::to_string(++count));
    fs::create_directory(path_);
  }
  Folder(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

class SqliteRecords {
 public:
  explicit SqliteRecords(const std::string& sql)
      : session_({}, [this](const std::string&, const std::string&) {
          return lang::FileText{path(), {}, {}};
        }) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(path().c_str(), &database) == SQLITE_OK);
    REQUIRE(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(database);
    REQUIRE(run("unit EUR\ndimension org"));
  }
  std::string path() const { return folder_.file("data.db"); }
  bool run(const std::string& text) {
    said_.clear();
    return session_.run(std::make_shared<lang::SourceText>(lang::SourceText{"test.rk", text}),
                        [&](const lang::Outcome& outcome) {
                          said_ += outcome.message;
                          for (const auto& found : outcome.diagnostics) said_ += lang::render(found);
                        });
  }
  bool load(const std::string& more = "") {
    return run("load \"data.db\" table \"sales\" as records r(org, day) { v : EUR, quantity = n : 1 flow }" + more);
  }
  std::string ask(const std::string& text) const {
    return test::answer_rows(
        lang::prepare(session_.environment(), std::make_shared<lang::SourceText>(lang::SourceText{"q", text})).run({}));
  }
  std::size_t orgs() const {
    const auto& catalog = session_.environment().catalog();
    return catalog.dimension(*catalog.find_dimension("org")).size();
  }
  bool said(const std::string& words) const { return said_.find(words) != std::string::npos; }
  const std::string& said() const { return said_; }

 private:
  Folder folder_;
  lang::Session session_;
  std::string said_;
};

const std::string sales = "create table sales (org text, day text, v, n integer);";

}  // namespace

TEST_CASE("an SQLite table loads as records, each value as it is stored") {
  SqliteRecords records(
      sales +
      "insert into sales values ('Acme', '2024-01-05', '100.50', 3), ('Acme', '2024-01-05', '100.50', 3),"
      " ('B\xC3\xB6se, \"GmbH\"', '2024-02-01', 9007199254740993, null), (7, '2025-01-01', '', -2),"
      " (' Acme ', '2025-06-30', 'unknown', 0), ('Acme', '2025-06-30', '75\xE4\xB8\x87', 1),"
      " ('Acme', '2025-07-01', 0.25, 1);");
  REQUIRE(records.load());
  CHECK(records.said("REAL values were read as the decimals that SQLite shows"));
  CHECK(records.ask("count(r)") == "7\n");
  CHECK(records.ask("sum(v by org)") == "Acme|750201.25\nB\xC3\xB6se, \"GmbH\"|9007199254740993\n");
  CHECK(records.ask("count(v by year)") == "2024|3\n2025|2\n");
  CHECK(records.ask("sum(quantity by org)") == "Acme|8\n7|-2\n");
  CHECK(records.ask("sum(flow(v * quantity) where org = Acme and year = 2024)") == "603\n");
}

TEST_CASE("more rows of an SQLite table than are packed at once") {
  SqliteRecords records(
      sales +
      "insert into sales with recursive c(i) as (select 0 union all select i + 1 from c where i < 299999)"
      " select 'o' || (i % 7), '2024-01-05', i || '.5', i % 3 from c;");
  REQUIRE(records.load());
  CHECK(records.ask("count(r)") == "300000\n");
  CHECK(records.ask("sum(v)") == "45000000000\n");
  CHECK(records.ask("sum(quantity where org = o3)") == "42856\n");
}

TEST_CASE("a bad row of an SQLite table stops the load, with table, row and column") {
  const auto complaint = [](const std::string& row) {
    SqliteRecords records(sales + "insert into sales values ('Acme', '2024-01-05', 1, 1), " + row + ";");
    CHECK_FALSE(records.load());
    // Nothing of it stays.
    CHECK(records.orgs() == 0);
    const std::string said = records.said(), file = records.path() + ", table sales:";
    const std::size_t at = said.find(file);
    REQUIRE(at != std::string::npos);
    return said.substr(0, said.find('\n')) + " at " +
           said.substr(at + file.size(), said.find('\n', at) - at - file.size());
  };
  CHECK(complaint("('B', '2024-01-05', 'much', 1)") == "error: \"much\" is not a number at 2:16");
  CHECK(complaint("('B', '2024-01-05', x'0102', 1)") == "error: the value is a BLOB at 2:16");
  CHECK(complaint("(x'41', '2024-01-05', 1, 1)") == "error: the value is a BLOB at 2:1");
  CHECK(complaint("(null, '2024-01-05', 1, 1)") == "error: the cell is empty, but every fact needs its org at 2:1");
  CHECK(complaint("('B', 'yesterday', 1, 1)") == "error: \"yesterday\" is not a day at 2:4");
  CHECK(complaint("('B', null, 1, 1)") == "error: the cell is empty, but every fact needs its day at 2:4");
  CHECK(complaint("('B', '2024-01-05', 1e300, 1)").find("18 digits at 2:16") != std::string::npos);
  CHECK(complaint("(cast(x'61ff' as text), '2024-01-05', 1, 1)") ==
        "error: the value is not UTF-8 text, or holds a NUL byte at 2:1");
}

TEST_CASE("bad rows of an SQLite table are left out up to a number") {
  const std::string rows =
      sales +
      "insert into sales values ('Acme', '2024-01-05', 1, 1), ('Bad', '2024-01-05', 'x', 1),"
      " ('Acme', '2024-01-05', x'01', 1), (null, '2024-01-05', 4, 1), ('Good', '2024-01-05', 5, 1);";
  SqliteRecords good(rows);
  REQUIRE(good.load(" skipping errors up to 3"));
  CHECK(good.said("3 rows with errors left out"));
  CHECK(good.ask("sum(v by org)") == "Acme|1\nGood|5\n");
  CHECK(good.orgs() == 2);  // what a bad row names is no member
  SqliteRecords bad(rows);
  CHECK_FALSE(bad.load(" skipping errors up to 2"));
  CHECK(bad.said("has more bad rows than 2, so nothing of it is loaded"));
  CHECK(bad.orgs() == 0);
}

TEST_CASE("a database file keeps no records, and says what to do instead") {
  Folder folder;
  SqliteRecords records(sales + "insert into sales values ('Acme', '2024-01-05', 1, 1);");
  lang::Session session({}, [&](const std::string&, const std::string&) {
    return lang::FileText{records.path(), {}, {}};
  });
  session.open_database(folder.file("kept.reckon"));
  std::string said;
  const auto run = [&](const std::string& text) {
    said.clear();
    return session.run(std::make_shared<lang::SourceText>(lang::SourceText{"test.rk", text}),
                       [&](const lang::Outcome& outcome) {
                         for (const auto& found : outcome.diagnostics) said += lang::render(found);
                       });
  };
  REQUIRE(run("unit EUR\ndimension org"));
  CHECK_FALSE(run("load \"data.db\" table \"sales\" as records r(org, day) { v : EUR }"));
  CHECK(said.find("a database file keeps facts, not records") != std::string::npos);
  CHECK(said.find("load the records in a session of their own, or load the rows as facts") != std::string::npos);
  // The names are free, and the file serves on.
  CHECK(run("measure v(org) : EUR\nfact v(Acme) = 1"));
}

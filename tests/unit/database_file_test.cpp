// Databases in files: what was stated is there again, in the same order, with all that was said about it.
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "lang/session.hpp"
#include "reckon/reckon.hpp"
#include "tests/catch.hpp"

namespace {

namespace fs = std::filesystem;

// A folder of its own, removed in the end.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("reckon-" + std::to_string(::getpid()) + "-" + std::to_string(++made));
  Folder() { fs::create_directory(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }
  std::string file(const char* name) const { return (path / name).string(); }
  static inline int made = 0;
};

constexpr const char* declarations = R"(
use time
unit chip "accelerator chips"
unit kchip = 1000 chip
unit H100e
dimension region "parts of the world" { US "United States", CN "China" 中国 中國 }
dimension org -> region { Microsoft 微软 -> US, Tencent -> CN, Baidu -> CN }
dimension team -> org
dimension stage ordered { pilot, ramp, volume }
source omdia "Omdia estimates" on 2024-12-18
source paper
measure bought(org, year) : chip flow in 0.. under prefer(paper, omdia)
measure price(stage, quarter) : 1 rate "as told"
measure held(team, month) : H100e/chip rate
relation supplies(provider: org, user: org)
facts bought from omdia {
  (Microsoft, 2024) = 485k as estimate note "a ""quoted"" note"
  (Tencent, 2024) = 200k..240k best 230k ci 90%
}
fact bought(Baidu, 2024) = unknown from omdia
fact bought(Baidu, 2023) = 1/3..2/3 from paper on 2024-01-31
fact bought(Tencent, 2023) = ..5 from paper
fact price(pilot, 2024Q3) = ~0.125 as rumour
fact price(ramp, 2024Q3) = -1.5..30
fact price(volume, 2024Q3) = 1e25..2e25
fact held(night, 2024M11) = 0.000000000000000000001
facts supplies { (Microsoft, Baidu), (Baidu, Tencent) }
let total(m) = sum(m over org)
rule as doubled bought(org, year) = bought[year - 1] * 2 where year in 2025..2025 "it doubles"
set about = 10%
default held(team, month) = ~7 where month in 2024M12..2025M01 and team in (night)
retract bought(Baidu, 2023) from paper on 2024-06-01
)";

const std::vector<std::string> questions{"bought",
                                         "max(bought by source)",
                                         "bought as of 2024-02-01",
                                         "price",
                                         "held",
                                         "supplies",
                                         "total(bought)",
                                         "sum(bought by region, year)",
                                         "bought to kchip",
                                         "bought where kind = estimate",
                                         "count(supplies by user)"};

// Everything that an answer says, in one text.
std::string shown(const reckon::Database& db, const std::string& question) {
  const reckon::Answer answer = db.query(question);
  std::string text;
  for (const reckon::Row row : answer) {
    for (const std::string& dimension : answer.dimensions()) text += row[dimension] + ' ';
    for (std::size_t column = 0; column < answer.columns(); ++column)
      text += row.low(column).text() + ".." + row.high(column).text() + ' ' +
              (row.best(column) ? row.best(column)->text() : "-") + row.unit(column) + row.missing(column);
    text += '\n';
  }
  for (const std::string& note : answer.notes()) text += note + '\n';
  return text;
}

template <class F>
std::string error_of(const F& what) {
  try {
    what();
  } catch (const reckon::Error& error) { return error.what(); }
  return {};
}

void execute(const std::string& file, const std::string& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
  REQUIRE(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
}

}  // namespace

TEST_CASE("a database in a file answers as one in memory, when it is opened again") {
  const Folder folder;
  reckon::Database memory;
  memory.run(declarations);
  reckon::Database::open(folder.file("a.reckon")).run(declarations);
  const reckon::Database again = reckon::Database::open(folder.file("a.reckon"));
  for (const std::string& question : questions) {
    INFO(question);
    CHECK(shown(again, question) == shown(memory, question));
    CHECK_FALSE(shown(again, question).empty());
  }
}

TEST_CASE("what is stated after opening joins what was there") {
  const Folder folder;
  reckon::Database memory;
  memory.run(declarations);
  const std::string file = folder.file("a.reckon");
  reckon::Database::open(file).run(declarations);
  for (const char* more : {"use time", "fact held(day, 2024M10) = 3", "dimension org { Baidu 百度, Alibaba -> CN }",
                           "fact bought(百度, 2024) = 5 from paper",
                           "rule bought(org, year) = 1 where org = Alibaba and year in (2024)"}) {
    memory.run(more);
    reckon::Database::open(file).run(more);
  }
  const reckon::Database again = reckon::Database::open(file);
  for (const std::string& question : questions) {
    INFO(question);
    CHECK(shown(again, question) == shown(memory, question));
  }
}

TEST_CASE("a rule means what it meant when it was declared") {
  const Folder folder;
  const std::string file = folder.file("a.reckon");
  {
    auto db = reckon::Database::open(file);
    db.run("dimension org\nrelation s(a: org, b: org)\nrelation d(a: org, b: org)\nfact s(Meta, Intel)\nlet two = 2");
    db.run("rule d(x, y) if s(x, y)\nmeasure m(org) : 1 flow\nrule m(org) = 1 * two where org = Meta");
    db.run("let two = 3\nfact s(x, y)");  // members named as the rule's variables
  }
  const auto db = reckon::Database::open(file);
  CHECK(shown(db, "d") == "Meta Intel \nx y \n");
  CHECK(db.query("two")[0].low() == 3);
  CHECK(db.query("m(Meta)")[0].low() == 2);
}

TEST_CASE("what was used once is not read again") {
  const Folder folder;
  const std::string file = folder.file("a.reckon");
  int read = 0;
  const auto resolver = [&](const std::string&, const std::string&) {
    ++read;
    return std::optional<std::string>("dimension org { A, B }\nmeasure m(org) : chip flow\nlet double(x) = x * 2");
  };
  for (int day = 1; day <= 2; ++day) {
    auto db = reckon::Database::open(file, resolver);
    db.run("use compute\nuse \"vocabulary.rk\"\nfact m(A) = " + std::to_string(day) + " on 2025-01-0" +
           std::to_string(day));
  }
  CHECK(reckon::Database::open(file).query("double(m(A))")[0].low() == 4);
  CHECK(read >= 1);
}

TEST_CASE("a rule is kept with what its script parameters stood for") {
  const Folder folder;
  const std::string file = folder.file("a.reckon");
  {
    reckon::lang::Session session;
    session.open_database(file);
    session.set_parameter("factor", "-2.5");
    session.set_parameter("there", "the \"north\"");
    const auto run = [&](const std::string& text) {
      return session.run(std::make_shared<reckon::lang::SourceText>(reckon::lang::SourceText{"a.rk", text}),
                         [](const auto&) {});
    };
    CHECK(
        run("dimension place { \"the \"\"north\"\"\", south }\nmeasure m(place) : 1 flow\nmeasure n(place) : 1 flow\n"
            "fact m(south) = 4\nfact m(\"the \"\"north\"\"\") = 8\n"
            "rule n(place) = m * $factor where place = $there  # not $this\nlet scaled = m * $factor"));
  }
  const auto db = reckon::Database::open(file);
  CHECK(shown(db, "n") == "the \"north\" -20..-20 -20\n");
  CHECK(db.prepare("scaled where place = south").run({{"factor", "3"}})[0].low() == 12);
}

TEST_CASE("a failed statement leaves nothing in the file") {
  const Folder folder;
  const std::string file = folder.file("a.reckon");
  {
    auto db = reckon::Database::open(file);
    db.run("dimension org { A }\nmeasure m(org) : 1 flow");
    CHECK_THROWS_AS(db.run("facts m { (A) = 1, (B) = 2 }"), reckon::Error);
    CHECK_THROWS_AS(db.run("fact m(A) = 4\nrule m(org) = nonsense\nfact m(A) = 5 on 2025-01-01"), reckon::Error);
  }
  CHECK(reckon::Database::open(file).query("m(A)")[0].low() == 5);
}

TEST_CASE("one process writes at a time, and others read what it has committed") {
  const Folder folder;
  const std::string file = folder.file("a.reckon");
  auto writer = reckon::Database::open(file);
  writer.run("dimension org { A, B }\nmeasure m(org) : 1 flow\nfact m(A) = 1");
  auto reader = reckon::Database::open(file);
  const reckon::Query before = reader.prepare("sum(m)");
  CHECK_FALSE(reader.refresh());
  writer.run("fact m(B) = 2\nlet all = sum(m)");
  CHECK(reader.query("sum(m)")[0].low() == 1);
  CHECK(reader.refresh());
  CHECK_FALSE(reader.refresh());
  CHECK(reader.query("all")[0].low() == 3);
  CHECK(before.run()[0].low() == 1);
  // Both may write, one after the other: each goes on from what the other has committed.
  reader.run("dimension org { C }\nfact m(C) = 4");
  writer.run("dimension org { D }\nfact m(D) = 8");
  reader.run("check sum(m) = 15");
}

TEST_CASE("who writes while another does is told so") {
  const Folder folder;
  const std::string file = folder.file("a.reckon");
  auto db = reckon::Database::open(file);
  db.run("dimension org { A }\nmeasure m(org) : 1 flow");
  sqlite3* other = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &other) == SQLITE_OK);
  REQUIRE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);
  CHECK(error_of([&] { db.run("fact m(A) = 1"); }) == file + " is being written by another program");
  CHECK(db.query("m").size() == 0);
  sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  db.run("fact m(A) = 1");
  CHECK(reckon::Database::open(file).query("m(A)")[0].low() == 1);
}

TEST_CASE("a file that is no database of this reckon is refused, and left as it is") {
  const Folder folder;
  const std::string text = folder.file("a.txt"), foreign = folder.file("foreign.db"),
                    future = folder.file("future.reckon");
  std::ofstream(text)
      << "this is no database at all, but long enough to be read as the header of one, and then some more";
  execute(foreign, "CREATE TABLE t (a); INSERT INTO t VALUES (1)");
  reckon::Database::open(future).run("dimension org");
  execute(future, "PRAGMA user_version = 2");
  const auto open = [](const std::string& file) { return error_of([&] { reckon::Database::open(file); }); };
  CHECK(open(text) == text + " is not a database");
  CHECK(open(foreign) == foreign + " is an SQLite database of another program");
  CHECK(open(future) == future + " is of format 2, which a newer reckon has written; this one reads format 1");
  CHECK(open(folder.file("none/a.reckon")).find("cannot be opened") != std::string::npos);
  CHECK(open(folder.path.string()).find("cannot be opened") != std::string::npos);
  CHECK(fs::file_size(foreign) == 8192);
}

TEST_CASE("values that cannot be are found when the file is opened") {
  const Folder folder;
  for (const char* damage : {"UPDATE reckon_fact_0 SET key1 = 99 WHERE id = 1",
                             "UPDATE reckon_fact_0 SET source = 7 WHERE id = 2",
                             "UPDATE reckon_fact_0 SET high = 'abc' WHERE id = 2",
                             "UPDATE reckon_fact_0 SET high = -1 WHERE id = 2",
                             "UPDATE reckon_fact_0 SET id = 99 WHERE id = 1",
                             "UPDATE reckon_fact_0 SET key2 = 10000 WHERE id = 1",
                             "UPDATE reckon_fact_0 SET kind = 6 WHERE id = 1",
                             "UPDATE reckon_fact_0 SET scale = 99 WHERE id = 1",
                             "UPDATE reckon_fact_0 SET date = 99999999 WHERE id = 1",
                             "UPDATE reckon_fact_0 SET confidence = '2' WHERE id = 1",
                             "UPDATE reckon_fact_0 SET best = 99999999 WHERE id = 2",
                             "DELETE FROM reckon_fact_0 WHERE id = 1",
                             "UPDATE reckon_member SET name = 'US' WHERE dimension = 5",
                             "DELETE FROM reckon_source WHERE id = 1",
                             "UPDATE reckon_roll_up SET code = 77",
                             "UPDATE reckon_unit SET base = 'nonsense' WHERE id = 1",
                             "UPDATE reckon_definition SET text = 'rule'",
                             "UPDATE reckon_definition SET text = 'fact bought(Baidu, 2024) = 1'",
                             "DELETE FROM reckon_definition",
                             "UPDATE reckon_measure SET unit = 'furlong' WHERE id = 0",
                             "DROP TABLE reckon_axis",
                             "DROP TABLE reckon_fact_0",
                             "UPDATE reckon_axis SET dimension = 600",
                             "UPDATE reckon_level SET level = dimension WHERE direct = 1",
                             "UPDATE reckon_retraction SET fact = 1000",
                             "UPDATE reckon_measure SET policy = 9 WHERE id = 0",
                             "UPDATE reckon_measure SET preferred = '9 9' WHERE id = 0"}) {
    INFO(damage);
    const std::string file = folder.file("a.reckon");
    fs::remove(file);
    reckon::Database::open(file).run(declarations);
    execute(file, damage);
    CHECK(error_of([&] { reckon::Database::open(file); }).find("is damaged: ") != std::string::npos);
  }
}

TEST_CASE("the views can be read by SQLite alone") {
  const Folder folder;
  const std::string file = folder.file("a.reckon");
  reckon::Database::open(file).run(declarations);
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
  const auto read = [&](const char* sql) {
    std::string text;
    const auto row = [](void* into, int count, char** values, char**) {
      for (int i = 0; i < count; ++i)
        *static_cast<std::string*>(into) += std::string(values[i] ? values[i] : "-") + (i + 1 < count ? " " : "\n");
      return 0;
    };
    char* message = nullptr;
    sqlite3_exec(database, sql, row, &text, &message);
    return message ? std::string(message) : text;
  };
  CHECK(
      read("SELECT org, year, low, high, best, unit, unknown, source, kind, date, confidence, retracted FROM bought") ==
      "Microsoft 2024 485000 485000 - chip 0 omdia estimate 2024-12-18 - 0\n"
      "Tencent 2024 200000 240000 230000 chip 0 omdia - 2024-12-18 0.9 0\n"
      "Baidu 2024 - - - chip 1 omdia - 2024-12-18 - 0\n"
      "Baidu 2023 1/3 2/3 - chip 0 paper - 2024-01-31 - 1\n"
      "Tencent 2023 0 5 - chip 0 paper - - - 0\n");
  CHECK(read("SELECT * FROM price") ==
        "pilot 2024Q3 0.11875 0.13125 0.125  0 - rumour - - - 0\n"
        "ramp 2024Q3 -1.5 30 -  0 - - - - - 0\n"
        "volume 2024Q3 10000000000000000000000000 20000000000000000000000000 -  0 - - - - - 0\n");
  CHECK(read("SELECT team, month, low, unit FROM held") == "night 2024M11 0.000000000000000000001 H100e/chip\n");
  CHECK(read("SELECT provider, user FROM supplies") == "Microsoft Baidu\nBaidu Tencent\n");
  CHECK(read("PRAGMA integrity_check") == "ok\n");
  sqlite3_close(database);
}

TEST_CASE("the page of the file format names every table and column") {
  const Folder folder;
  const std::string file = folder.file("a.reckon");
  reckon::Database::open(file).run(declarations);
  std::ifstream page(std::string(RECKON_TEST_DIR) + "/../docs/file-format.md");
  const std::string text{std::istreambuf_iterator<char>(page), std::istreambuf_iterator<char>()};
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
  sqlite3_stmt* row = nullptr;
  sqlite3_prepare_v2(
      database,
      "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND "
      "t.name GLOB 'reckon_*'",
      -1, &row, nullptr);
  int columns = 0;
  for (; sqlite3_step(row) == SQLITE_ROW; ++columns) {
    std::string table = reinterpret_cast<const char*>(sqlite3_column_text(row, 0));
    std::string column = reinterpret_cast<const char*>(sqlite3_column_text(row, 1));
    INFO(table << ' ' << column);
    if (table.rfind("reckon_fact_", 0) == 0) table = "reckon_fact_N";
    if (column.rfind("key", 0) == 0) column = "key1";
    CHECK(text.find('`' + table + '`') != std::string::npos);
    CHECK(text.find('`' + column + '`') != std::string::npos);
  }
  CHECK(columns > 60);
  sqlite3_finalize(row);
  sqlite3_close(database);
}

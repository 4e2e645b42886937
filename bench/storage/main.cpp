// Databases in files beside plain SQLite, in one run: opening a file of many facts, durable commits, bytes a fact.
//   storage_bench [FACTS] [FOLDER] [JSON]: the folder decides which disk is measured; the report goes into JSON.
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/peers/report.hpp"
#include "reckon/reckon.hpp"

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr const char* declarations =
    "unit chip\nsource omdia on 2024-12-18\nsource paper\ndimension org\nmeasure bought(org, year) : chip flow in 0..";
constexpr const char* plain_table =
    "CREATE TABLE fact (id INTEGER PRIMARY KEY, org INTEGER, year INTEGER, low INTEGER, high INTEGER, source INTEGER, "
    "kind INTEGER, date INTEGER, note TEXT)";
constexpr const char* plain_insert = "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::exit(1);
}

// A fact by its number, the same on both sides.
struct Row {
  int org, year, low, high, source;
};
Row row_of(int i) { return {i / 100, 1900 + i % 100, i % 1000 * 10, i % 1000 * 10 + i % 7, i % 2 + 1}; }

class Plain {
 public:
  explicit Plain(const std::string& path) {
    require(sqlite3_open(path.c_str(), &database_) == SQLITE_OK, "SQLite cannot open its file");
    execute("PRAGMA journal_mode = WAL");
    execute("PRAGMA synchronous = FULL");
  }
  Plain(const Plain&) = delete;
  Plain& operator=(const Plain&) = delete;
  ~Plain() {
    sqlite3_finalize(insert_);
    sqlite3_close(database_);
  }

  void execute(const char* sql) {
    require(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) == SQLITE_OK, "SQLite fails");
  }
  void insert(int id, const Row& row) {
    if (!insert_) sqlite3_prepare_v2(database_, plain_insert, -1, &insert_, nullptr);
    int at = 0;
    for (const int value : {id, row.org, row.year, row.low, row.high, row.source, 2, 20000})
      sqlite3_bind_int(insert_, ++at, value);
    require(sqlite3_step(insert_) == SQLITE_DONE, "SQLite does not insert");
    sqlite3_reset(insert_);
  }
  // All rows into columns, as a program would that works on them in memory.
  std::size_t read() {
    sqlite3_stmt* rows = nullptr;
    sqlite3_prepare_v2(database_, "SELECT org, year, low, high, source, kind, date, note FROM fact ORDER BY id", -1,
                       &rows, nullptr);
    std::vector<std::vector<std::int64_t>> columns(7);
    while (sqlite3_step(rows) == SQLITE_ROW)
      for (int column = 0; column < 7; ++column)
        columns[static_cast<std::size_t>(column)].push_back(sqlite3_column_int64(rows, column));
    sqlite3_finalize(rows);
    return columns[0].size();
  }

 private:
  sqlite3* database_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
};

std::string csv(int facts) {
  std::string text = "org,year,low,high,source\n";
  for (int i = 0; i < facts; ++i) {
    const Row row = row_of(i);
    text += 'o' + std::to_string(row.org) + ',' + std::to_string(row.year) + ',' + std::to_string(row.low) + ',' +
            std::to_string(row.high) + ',' + (row.source == 1 ? "omdia" : "paper") + '\n';
  }
  return text;
}

void fill(const fs::path& folder, int facts) {
  const std::string text = csv(facts);
  auto db =
      reckon::Database::open((folder / "a.reckon").string(), [&](const std::string&, const std::string&) { return std::optional(text); });
  db.run(std::string(declarations) +
         "\nload \"a.csv\" as bought(org, year) value low..high from column source as estimate on 2024-10-04");
  Plain plain((folder / "plain.db").string());
  plain.execute(plain_table);
  plain.execute("BEGIN");
  for (int i = 0; i < facts; ++i) plain.insert(i + 1, row_of(i));
  plain.execute("COMMIT");
}

bench::Comparison opening(const fs::path& folder, int facts) {
  std::vector<double> reckon, plain;
  for (int round = 0; round < 7; ++round) {
    auto start = Clock::now();
    {
      const auto db = reckon::Database::open((folder / "a.reckon").string());
      reckon.push_back(milliseconds_since(start));
      if (round == 0) require(db.query("count(bought)")[0].low() == static_cast<long long>(facts), "facts are missing");
    }
    start = Clock::now();
    Plain rows((folder / "plain.db").string());
    require(rows.read() == static_cast<std::size_t>(facts), "rows are missing");
    plain.push_back(milliseconds_since(start));
  }
  return {"storage/open_" + std::to_string(facts), "sqlite " SQLITE_VERSION ", rows read into columns", median(reckon),
          median(plain)};
}

bench::Comparison committing(const fs::path& folder) {
  constexpr int rounds = 15, commits = 100;
  auto db = reckon::Database::open((folder / "commits.reckon").string());
  db.run(declarations);
  Plain plain((folder / "commits.db").string());
  plain.execute(plain_table);
  std::vector<double> reckon_times, plain_times;
  int number = 0;
  for (int round = 0; round < rounds; ++round) {
    auto start = Clock::now();
    for (int i = 0; i < commits; ++i) {
      const Row row = row_of(number + i);
      db.run("fact bought(o" + std::to_string(row.org) + ", " + std::to_string(row.year) +
             ") = " + std::to_string(row.low) + ".." + std::to_string(row.high) + " from " +
             (row.source == 1 ? "omdia" : "paper") + " as estimate on 2024-10-04");
    }
    reckon_times.push_back(milliseconds_since(start) / commits);
    start = Clock::now();
    for (int i = 0; i < commits; ++i) plain.insert(number + i + 1, row_of(number + i));
    plain_times.push_back(milliseconds_since(start) / commits);
    number += commits;
  }
  return {"storage/durable_commit", "sqlite " SQLITE_VERSION ", one insert a transaction", median(reckon_times),
          median(plain_times)};
}

}  // namespace

int main(int argc, char** argv) {
  const int facts = argc > 1 ? std::atoi(argv[1]) : 1'000'000;
  const fs::path folder = fs::path(argc > 2 ? argv[2] : ".") / ("storage-bench-" + std::to_string(::getpid()));
  fs::create_directory(folder);
  fill(folder, facts);
  std::vector<bench::Comparison> all{opening(folder, facts), committing(folder)};
  const auto bytes = [&](const char* name) { return static_cast<double>(fs::file_size(folder / name)) / facts; };
  const double own = bytes("a.reckon"), peer = bytes("plain.db");
  fs::remove_all(folder);
  for (const bench::Comparison& each : all)
    std::printf("%-24s reckon %9.3f ms, SQLite %9.3f ms, ratio %.2f (%s)\n", each.name.c_str(), each.reckon_ms,
                each.peer_ms, each.peer_ms / each.reckon_ms, each.peer.c_str());
  std::printf("bytes a fact on disk: reckon %.1f, a plain SQLite table of integers %.1f\n", own, peer);
  return argc <= 3 || bench::write_comparisons(argv[3], "storage/", all) ? 0 : 1;
}

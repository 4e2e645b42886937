// A short query over a small store: from text, and prepared with parameters bound each time; beside SQLite, in memory,
// with the same facts and derived cells as a table indexed on (measure, year, region).
// Texts differ by a comment, bindings by year and region (half of them years without cells), 1,000 of each, so that
// nothing kept by text or by binding could help. Answers of both are compared before anything is timed.
#include <benchmark/benchmark.h>
#include <sqlite3.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include "reckon/reckon.hpp"

namespace {

constexpr int variants = 1000;

std::optional<std::string> read_example(const std::string& path, const std::string&) {
  std::ifstream file(std::string(RECKON_EXAMPLES) + "/arms_race/" + path);
  if (!file) return std::nullopt;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

reckon::Database& database() {
  static reckon::Database db = [] {
    reckon::Database made(read_example);
    made.run("use \"facts.rk\"");
    return made;
  }();
  return db;
}

sqlite3* peer() {
  static sqlite3* const db = [] {
    sqlite3* made = nullptr;
    sqlite3_open(":memory:", &made);
    sqlite3_exec(made, "create table cell(measure text, org text, region text, year integer, low integer, high integer)",
                 nullptr, nullptr, nullptr);
    // The same cells, those of the default rule among them, read from reckon itself; and the purchases beside them.
    for (const std::string region : {"US", "CN"}) {
      const auto add = [&](const std::string& measure, const reckon::Row row) {
        const std::string insert = "insert into cell values('" + measure + "','" + row["org"] + "','" + region + "'," +
                                   row["year"] + ',' + row.low().text() + ',' + row.high().text() + ')';
        sqlite3_exec(made, insert.c_str(), nullptr, nullptr, nullptr);
      };
      for (const auto row : database().query("h100e where region = " + region)) add("h100e", row);
      for (const auto row : database().query("sum(purchases where region = " + region + " by org, year)")) add("purchases", row);
    }
    sqlite3_exec(made, "create index cells on cell(measure, year, region)", nullptr, nullptr, nullptr);
    return made;
  }();
  return db;
}

struct Pair {
  int year;
  const char* region;
};

std::array<Pair, variants> bindings() {
  std::array<Pair, variants> all{};
  for (int i = 0; i < variants; ++i) {
    const char* region = i % 4 < 2 ? "CN" : "US";
    all[static_cast<std::size_t>(i)] = {i % 2 == 0 ? 2024 + (i / 4) % 2 : 1000 + i, region};
  }
  return all;
}

void require_equal(const reckon::Answer& answer, long long low, long long high, bool any) {
  const reckon::Row row = answer[0];
  const bool same = any ? row.low() == low && row.high() == high : !row.missing().empty();
  if (same) return;
  std::cerr << "the answers differ: " << row.low() << ".." << row.high() << " and " << low << ".." << high << '\n';
  std::exit(1);
}

void reckon_text(benchmark::State& state) {
  std::vector<std::string> texts;
  for (int i = 0; i < variants; ++i) texts.push_back("sum(h100e where year=2024 and region=CN) # " + std::to_string(i));
  require_equal(database().query(texts.front()), 69000, 460000, true);
  std::size_t i = 0;
  for (auto _ : state) {
    const reckon::Answer answer = database().query(texts[i++ % variants]);
    benchmark::DoNotOptimize(answer.size());
  }
}
BENCHMARK(reckon_text);

void sqlite_text(benchmark::State& state) {
  std::vector<std::string> texts;
  for (int i = 0; i < variants; ++i)
    texts.push_back("select sum(low), sum(high) from cell where measure='h100e' and year=2024 and region='CN' -- " + std::to_string(i));
  sqlite3* const db = peer();
  std::size_t i = 0;
  for (auto _ : state) {
    sqlite3_stmt* statement = nullptr;
    const std::string& text = texts[i++ % variants];
    sqlite3_prepare_v2(db, text.c_str(), static_cast<int>(text.size()), &statement, nullptr);
    sqlite3_step(statement);
    benchmark::DoNotOptimize(sqlite3_column_int64(statement, 0) + sqlite3_column_int64(statement, 1));
    sqlite3_finalize(statement);
  }
}
BENCHMARK(sqlite_text);

sqlite3_stmt* sqlite_prepared_query() {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(peer(), "select sum(low), sum(high) from cell where measure='h100e' and year=?1 and region=?2", -1, &statement, nullptr);
  return statement;
}

void step(sqlite3_stmt* statement, const Pair& pair) {
  sqlite3_reset(statement);
  sqlite3_bind_int(statement, 1, pair.year);
  sqlite3_bind_text(statement, 2, pair.region, -1, SQLITE_STATIC);
  sqlite3_step(statement);
}

void reckon_prepared(benchmark::State& state) {
  const reckon::Query query = database().prepare("sum(h100e where year = $year and region = $region)");
  const auto pairs = bindings();
  sqlite3_stmt* const check = sqlite_prepared_query();
  for (const Pair& pair : pairs) {
    step(check, pair);
    require_equal(query.run({{"year", pair.year}, {"region", pair.region}}), sqlite3_column_int64(check, 0), sqlite3_column_int64(check, 1),
                  sqlite3_column_type(check, 0) != SQLITE_NULL);
  }
  sqlite3_finalize(check);
  std::size_t i = 0;
  for (auto _ : state) {
    const Pair& pair = pairs[i++ % variants];
    const reckon::Answer answer = query.run({{"year", pair.year}, {"region", pair.region}});
    benchmark::DoNotOptimize(answer.size());
  }
}
BENCHMARK(reckon_prepared);

void sqlite_prepared(benchmark::State& state) {
  sqlite3_stmt* const statement = sqlite_prepared_query();
  const auto pairs = bindings();
  std::size_t i = 0;
  for (auto _ : state) {
    step(statement, pairs[i++ % variants]);
    benchmark::DoNotOptimize(sqlite3_column_int64(statement, 0) + sqlite3_column_int64(statement, 1));
  }
  sqlite3_finalize(statement);
}
BENCHMARK(sqlite_prepared);

}  // namespace

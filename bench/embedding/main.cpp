// The interface that hosts use: facts in bulk beside DuckDB's appender and SQLite's inserts, queries a second from one and
// two threads, a prepared query with parameters beside SQLite's, and what library and program weigh and take to start.
// `embedding_bench [--duckdb LIBRARY] [--json FILE] [--program RECKON] [--library LIBRECKON]`
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "bench/peers/duckdb.hpp"
#include "bench/peers/process.hpp"
#include "bench/peers/report.hpp"
#include "reckon/reckon.hpp"

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t rows = 1'000'000;
constexpr int members = 1000, years = 50, repetitions = 5, asked = 20'000;

// The median of some runs, in milliseconds.
double median_ms(const std::function<void()>& what, int times = repetitions) {
  std::vector<double> taken;
  for (int i = 0; i < times; ++i) {
    const auto start = Clock::now();
    what();
    taken.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  std::sort(taken.begin(), taken.end());
  return taken[taken.size() / 2];
}

// A million sales of a thousand shops, each of one good in one year; no cell comes twice.
struct Sales {
  std::vector<std::uint32_t> shops, goods;
  std::vector<int> years_of;
  std::vector<long long> low, high;
  std::vector<std::int64_t> flat;  // row by row, for DuckDB

  Sales() {
    for (std::size_t i = 0; i < rows; ++i) {
      shops.push_back(static_cast<std::uint32_t>(i % members));
      goods.push_back(static_cast<std::uint32_t>(i / members / years));
      years_of.push_back(1990 + static_cast<int>(i / members % years));
      low.push_back(static_cast<long long>(i * 7919 % 100'000));
      high.push_back(low.back() + static_cast<long long>(i % 100));
      for (const long long value : {static_cast<long long>(shops.back()), static_cast<long long>(goods.back()),
                                    static_cast<long long>(years_of.back()), low.back(), high.back()})
        flat.push_back(value);
    }
  }
};

std::vector<std::string> names_of(int count) {
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) names.push_back(std::to_string(i));
  return names;
}

reckon::Database filled(const Sales& sales) {
  static const std::vector<std::string> names = names_of(members);
  static const std::vector<std::string_view> views(names.begin(), names.end());
  reckon::Database db;
  db.run("dimension shop\ndimension good\nmeasure sold(shop, good, year) : 1 flow in 0..");
  auto rows_of = db.appender("sold", {"shop", "good", "year"});
  rows_of.columns({reckon::KeyColumn(views, sales.shops), reckon::KeyColumn(views, sales.goods), sales.years_of},
                  {sales.low, sales.high});
  rows_of.commit();
  return db;
}

reckon::Database filled_by_row(const Sales& sales) {
  static const std::vector<std::string> names = names_of(members);
  reckon::Database db;
  db.run("dimension shop\ndimension good\nmeasure sold(shop, good, year) : 1 flow in 0..");
  auto rows_of = db.appender("sold", {"shop", "good", "year"});
  for (std::size_t i = 0; i < rows; ++i)
    rows_of.row({names[sales.shops[i]], names[sales.goods[i]], sales.years_of[i]}, reckon::Range(sales.low[i], sales.high[i]));
  rows_of.commit();
  return db;
}

sqlite3* filled_sqlite(const Sales& sales, std::size_t count) {
  sqlite3* db = nullptr;
  sqlite3_stmt* insert = nullptr;
  sqlite3_open(":memory:", &db);
  sqlite3_exec(db, "create table sold(shop integer, good integer, year integer, low integer, high integer); begin", nullptr, nullptr, nullptr);
  sqlite3_prepare_v2(db, "insert into sold values(?,?,?,?,?)", -1, &insert, nullptr);
  for (std::size_t i = 0; i < count; ++i) {
    for (int column = 0; column < 5; ++column) sqlite3_bind_int64(insert, column + 1, sales.flat[i * 5 + static_cast<std::size_t>(column)]);
    sqlite3_step(insert);
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  sqlite3_exec(db, "commit", nullptr, nullptr, nullptr);
  return db;
}

class Report {
 public:
  void add(const std::string& name, const std::string& peer, double own_ms, double peer_ms) {
    std::printf("%-28s %-16s reckon %10.3f ms, peer %10.3f ms, ratio %.2f\n", name.c_str(), peer.c_str(), own_ms, peer_ms, peer_ms / own_ms);
    all_.push_back({"embedding/" + name, peer, own_ms, peer_ms});
  }
  bool write(const std::string& path) const { return path.empty() || bench::write_comparisons(path, "embedding/", all_); }

 private:
  std::vector<bench::Comparison> all_;
};

void appending(Report& report, const Sales& sales, const std::string& duckdb) {
  const double columns = median_ms([&] { (void)filled(sales); }), by_row = median_ms([&] { (void)filled_by_row(sales); });
  std::printf("facts a second: %.2f million by columns, %.2f million by rows\n", rows / columns / 1000, rows / by_row / 1000);
  const double sqlite = median_ms([&] { sqlite3_close(filled_sqlite(sales, rows)); }, 3);
  const std::string sqlite_name = "sqlite " SQLITE_VERSION;
  report.add("append_columns", sqlite_name, columns, sqlite);
  report.add("append_rows", sqlite_name, by_row, sqlite);
  std::string why_not;
  const auto peer = duckdb.empty() ? nullptr : bench::DuckDb::open(duckdb, 2, why_not);
  if (!peer) return void(std::printf("no DuckDB: %s\n", duckdb.empty() ? "--duckdb is not given" : why_not.c_str()));
  const double appended = median_ms([&] {
    peer->run("create or replace table sold(shop bigint, good bigint, year bigint, low bigint, high bigint)");
    peer->append("sold", 5, sales.flat);
  });
  report.add("append_columns", "duckdb " + peer->version(), columns, appended);
  report.add("append_rows", "duckdb " + peer->version(), by_row, appended);
}

// A small store, as hosts ask it: some thousand facts, one shop and year at a time.
void asking(Report& report, const Sales& sales) {
  constexpr std::size_t few = 2000;
  reckon::Database db;
  db.run("dimension shop\ndimension good\nmeasure sold(shop, good, year) : 1 flow in 0..");
  auto rows_of = db.appender("sold", {"shop", "good", "year"});
  for (std::size_t i = 0; i < few; ++i)
    rows_of.row({std::to_string(sales.shops[i] % 20), std::to_string(i), sales.years_of[i]}, reckon::Range(sales.low[i], sales.high[i]));
  rows_of.commit();
  const reckon::Query query = db.prepare("sum(sold where shop = $shop and year = $year)");
  const auto ask = [&](int from) {
    for (int i = from; i < from + asked; ++i) {
      const std::string shop = std::to_string(i % 20);
      if (!query.run({{"shop", shop}, {"year", 1990 + i % 2}})[0].low().has_value()) std::abort();
    }
  };
  const double one = median_ms([&] { ask(0); });
  const double two = median_ms([&] {
    std::thread other([&] { ask(1); });
    ask(0);
    other.join();
  });
  std::printf("queries a second, prepared: %.0f from one thread, %.0f from two\n", asked / one * 1000, 2 * asked / two * 1000);

  sqlite3* peer = nullptr;
  sqlite3_open(":memory:", &peer);
  sqlite3_exec(peer, "create table sold(shop text, good text, year integer, low integer, high integer); create index by_shop on sold(shop, year); begin",
               nullptr, nullptr, nullptr);
  for (std::size_t i = 0; i < few; ++i)
    sqlite3_exec(peer, ("insert into sold values('" + std::to_string(sales.shops[i] % 20) + "','" + std::to_string(i) + "'," + std::to_string(sales.years_of[i]) +
                        ',' + std::to_string(sales.low[i]) + ',' + std::to_string(sales.high[i]) + ')').c_str(), nullptr, nullptr, nullptr);
  sqlite3_exec(peer, "commit", nullptr, nullptr, nullptr);
  sqlite3_stmt* select = nullptr;
  sqlite3_prepare_v2(peer, "select sum(low), sum(high) from sold where shop = ? and year = ?", -1, &select, nullptr);
  const double theirs = median_ms([&] {
    for (int i = 0; i < asked; ++i) {
      const std::string shop = std::to_string(i % 20);
      sqlite3_bind_text(select, 1, shop.c_str(), -1, SQLITE_TRANSIENT);
      sqlite3_bind_int(select, 2, 1990 + i % 2);
      if (sqlite3_step(select) != SQLITE_ROW) std::abort();
      (void)sqlite3_column_int64(select, 0);
      sqlite3_reset(select);
    }
  });
  sqlite3_finalize(select);
  sqlite3_close(peer);
  report.add("prepared_query", "sqlite " SQLITE_VERSION, one / asked, theirs / asked);
}

void weight(const std::string& what, const std::string& file) {
  std::error_code none;
  const auto bytes = std::filesystem::file_size(file, none);
  if (!none) std::printf("%s: %.2f MB\n", what.c_str(), static_cast<double>(bytes) / 1e6);
}

void starting(const std::string& program) {
  std::vector<double> taken;
  for (int i = 0; i < 21; ++i)
    if (const auto run = bench::run_process(program + " -c 1")) taken.push_back(run->seconds * 1000);
  if (taken.empty()) return;
  std::sort(taken.begin(), taken.end());
  std::printf("start of the program, with one query: %.1f ms\n", taken[taken.size() / 2]);
  std::printf("a database made in a process: %.3f ms\n", median_ms([] { (void)reckon::Database(); }, 101));
}

}  // namespace

int main(int argc, char** argv) {
  std::string duckdb, json, program, library;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string option = argv[i];
    (option == "--duckdb" ? duckdb : option == "--json" ? json : option == "--program" ? program : library) = argv[i + 1];
  }
  const Sales sales;
  Report report;
  appending(report, sales, duckdb);
  asking(report, sales);
  if (!library.empty()) weight("shared library", library);
  if (!program.empty()) {
    weight("program", program);
    starting(program);
  }
  return report.write(json) ? 0 : 1;
}

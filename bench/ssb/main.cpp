// The Star Schema Benchmark: reckon beside DuckDB and SQLite over the same flat file, every result row compared.
//   ssb_bench FOLDER [--scale PERCENT] [--json FILE] [--duckdb LIBRARY]
// Medians of 9 hot runs, from text to answer; one thread and two; rows as they came and by date. SQLite runs once.
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <numeric>
#include <thread>

#include "bench/peers/duckdb.hpp"
#include "bench/peers/reckon_session.hpp"
#include "bench/peers/report.hpp"
#include "bench/peers/timing.hpp"
#include "bench/ssb/generator.hpp"
#include "bench/ssb/queries.hpp"

namespace bench {
namespace {

using namespace reckon;
using Rows = std::vector<std::vector<std::string>>;

constexpr std::array<const char*, 9> text_columns{"c_city",   "c_nation", "c_region",   "s_city", "s_nation",
                                                  "s_region", "p_brand",  "p_category", "p_mfgr"};

double geometric_mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += std::log(value);
  return std::exp(sum / static_cast<double>(values.size()));
}

double load_reckon(ReckonSession& session, const std::string& path, unsigned threads) {
  session.set_threads(threads);
  session.run(ssb_vocabulary());
  return milliseconds([&] {
    session.run("load \"" + path +
                "\" as records lines(c_city, s_city, p_brand, day) { quantity : item, extendedprice : cent, discount : 1 rate, "
                "revenue : cent, supplycost : cent }");
  });
}

Rows rows_of(const engine::Answer& answer) {
  Rows rows;
  for (std::size_t row = 0; row < answer.rows(); ++row) {
    auto& cells = rows.emplace_back();
    for (std::size_t axis = 0; axis < answer.axes().size(); ++axis) cells.push_back(answer.key_text(row, axis));
    cells.push_back(answer.value(row).is_missing() ? "" : answer.value(row).range.text());
  }
  return rows;
}

// An ENUM for each column of names, its values declared beforehand as reckon's members are; the file is read once.
double load_duckdb(DuckDb& db, const std::string& path) {
  const auto run = [&](const std::string& sql) {
    if (!db.execute(sql)) fail("DuckDB: " + db.error());
  };
  std::string names, types;
  for (const SsbNames& column : ssb_names()) {
    std::string values;
    for (const std::string& name : column.names) values += (values.empty() ? "'" : ", '") + name + '\'';
    run("create type " + column.column + " as enum (" + values + ")");
    names += column.column + ", ";
    types += '\'' + column.column + "': '" + column.column + "', ";
  }
  for (const char* number : {"quantity", "extendedprice", "discount", "revenue", "supplycost"}) types += std::string("'") + number + "': 'INTEGER', ";
  return milliseconds([&] {
    run("create table lines as select " + names +
        "year(day)::integer as d_year, (year(day) * 100 + month(day))::integer as d_yearmonthnum, ((dayofyear(day) - 1) // 7 + "
        "1)::integer as d_weeknuminyear, quantity, extendedprice, discount, revenue, supplycost from read_csv('" +
        path + "', header = true, types = {" + types + "'day': 'DATE'})");
  });
}

class Sqlite {
 public:
  Sqlite() { sqlite3_open(":memory:", &db_); }
  ~Sqlite() { sqlite3_close(db_); }
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;

  // From reckon's own columns: SQLite's C API reads no CSV.
  double load(const engine::RecordTable& table, const engine::Catalog& catalog);
  double run(std::string sql, Rows& rows);

 private:
  void execute(const char* sql) {
    if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(std::string("SQLite: ") + sqlite3_errmsg(db_));
  }

  sqlite3* db_ = nullptr;
};

double Sqlite::load(const engine::RecordTable& table, const engine::Catalog& catalog) {
  return milliseconds([&] {
    execute(
        "create table lines(c_city, c_nation, c_region, s_city, s_nation, s_region, p_brand, p_category, p_mfgr, d_year, "
        "d_yearmonthnum, d_weeknuminyear, quantity, extendedprice, discount, revenue, supplycost); begin");
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(db_, "insert into lines values(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", -1, &insert, nullptr);
    const std::array<const char*, 9> levels = text_columns;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      int at = 1;
      for (std::size_t axis = 0; axis < 3; ++axis)
        for (std::size_t level = 0; level < 3; ++level) {
          const auto own = *catalog.find_dimension(levels[axis * 3]), coarser = *catalog.find_dimension(levels[axis * 3 + level]);
          const engine::Code code = catalog.roll_up(table.keys(axis).member(row), own, coarser);
          const std::string& name = catalog.dimension(coarser).member(code).name;
          sqlite3_bind_text(insert, at++, name.c_str(), static_cast<int>(name.size()), SQLITE_STATIC);
        }
      const engine::Day day = table.keys(3).member(row);
      const auto year = engine::roll_up(day, engine::Calendar::day, engine::Calendar::year);
      const auto month = engine::roll_up(day, engine::Calendar::day, engine::Calendar::month);
      sqlite3_bind_int(insert, at++, year);
      sqlite3_bind_int(insert, at++, year * 100 + month % 12 + 1);
      sqlite3_bind_int(insert, at++, (day - engine::first_day(year, engine::Calendar::year)) / 7 + 1);
      for (std::size_t column = 0; column < 5; ++column) sqlite3_bind_int64(insert, at++, table.values(column).mantissas[row]);
      sqlite3_step(insert);
      sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    execute("commit");
  });
}

double Sqlite::run(std::string sql, Rows& rows) {
  // Casts to ENUMs are DuckDB's.
  for (const std::string name : text_columns)
    for (std::size_t at = 0; (at = sql.find("::" + name, at)) != std::string::npos;) sql.erase(at, name.size() + 2);
  return milliseconds([&] {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) fail(std::string("SQLite: ") + sqlite3_errmsg(db_));
    while (sqlite3_step(statement) == SQLITE_ROW) {
      auto& cells = rows.emplace_back();
      for (int column = 0; column < sqlite3_column_count(statement); ++column) {
        const auto* text = sqlite3_column_text(statement, column);
        cells.emplace_back(text ? reinterpret_cast<const char*>(text) : "");
      }
    }
    sqlite3_finalize(statement);
  });
}

void require_equal(const char* query, const char* peer, Rows ours, Rows theirs) {
  std::sort(ours.begin(), ours.end());
  std::sort(theirs.begin(), theirs.end());
  if (ours == theirs) return;
  std::cerr << query << ": reckon and " << peer << " differ (" << ours.size() << " and " << theirs.size() << " rows)\n";
  for (std::size_t i = 0; i < std::min<std::size_t>({ours.size(), theirs.size(), 5}); ++i) {
    for (const auto& cell : ours[i]) std::cerr << cell << ' ';
    std::cerr << "| ";
    for (const auto& cell : theirs[i]) std::cerr << cell << ' ';
    std::cerr << '\n';
  }
  std::exit(1);
}

// Gigabytes that all threads together read from memory in a second, as the sum of a large array.
double read_bandwidth(unsigned threads) {
  const std::size_t words = std::size_t{1} << 25;
  engine::AlignedBytes bytes(words * 8);
  std::memset(bytes.data(), 1, bytes.size());  // pages that were never written are all the same one
  const auto* const data = reinterpret_cast<const std::uint64_t*>(bytes.data());
  std::vector<std::uint64_t> sums(threads * 16);
  const double best = median_of_hot_runs([&] {
    std::vector<std::thread> all;
    for (unsigned t = 0; t < threads; ++t)
      all.emplace_back([&, t] {
        const std::size_t part = words / threads;
        std::array<std::uint64_t, 8> sum{};
        for (std::size_t i = t * part; i + 8 <= (t + 1) * part; i += 8)
          for (std::size_t lane = 0; lane < 8; ++lane) sum[lane] += data[i + lane];
        sums[t * 16] = std::accumulate(sum.begin(), sum.end(), std::uint64_t{0});
      });
    for (auto& thread : all) thread.join();
  });
  return static_cast<double>(words * 8) / best / 1e6;
}

struct Options {
  std::string folder, json, duckdb;
  unsigned scale = 100;
};

class Benchmark {
 public:
  explicit Benchmark(Options options) : options_(std::move(options)) {}
  void run();

 private:
  void run_order(RowOrder);
  void run_shape(ReckonSession&, DuckDb*, const char* order, unsigned threads);
  void run_sqlite(const ReckonSession&);
  void note(const std::string& name, const std::string& peer, double ours, double theirs) {
    comparisons_.push_back({"ssb/" + name, peer, ours, theirs});
  }

  Options options_;
  std::string duckdb_name_;
  std::vector<Comparison> comparisons_;
};

void Benchmark::run_shape(ReckonSession& reckon, DuckDb* duckdb, const char* order, unsigned threads) {
  reckon.set_threads(threads);
  if (duckdb && !duckdb->execute("set threads to " + std::to_string(threads))) fail("DuckDB: " + duckdb->error());
  const double bandwidth = read_bandwidth(threads);
  char memory[40];
  std::snprintf(memory, sizeof memory, "memory read at %.1f GB/s", bandwidth);
  std::printf("\n%s, %u thread%s (%s)\n", order, threads, threads == 1 ? "" : "s", memory);
  std::printf("%-6s %10s %12s %12s %10s %8s\n", "", "reckon ms", "bytes a row", "read in ms", "DuckDB ms", "ratio");
  const auto rows = static_cast<double>(reckon.table().rows());
  std::vector<double> ours, theirs;
  for (const SsbQuery& query : ssb_queries) {
    const std::string shape = std::string(query.name) + '/' + std::to_string(threads) + "-thread/" + order;
    const auto bytes = static_cast<double>(reckon.bytes_read(query.reckon));
    const double least = bytes / bandwidth / 1e6;
    ours.push_back(median_of_hot_runs([&] { reckon.query(query.reckon); }));
    std::printf("%-6s %10.3f %12.2f %12.3f", query.name, ours.back(), bytes / rows, least);
    note(shape, memory, ours.back(), least);
    if (!duckdb) {
      std::printf("\n");
      continue;
    }
    theirs.push_back(median_of_hot_runs([&] {
      if (!duckdb->execute(query.sql)) fail("DuckDB: " + duckdb->error());
    }));
    require_equal(query.name, "DuckDB", rows_of(reckon.query(query.reckon)), *duckdb->run(std::string("select columns(*)::varchar from (") + query.sql + ")"));
    std::printf(" %10.3f %8.1f\n", theirs.back(), theirs.back() / ours.back());
    note(shape, duckdb_name_, ours.back(), theirs.back());
  }
  const double mean = geometric_mean(ours);
  if (!duckdb) return void(std::printf("%-6s %10.3f\n", "mean", mean));
  const double peer = geometric_mean(theirs);
  std::printf("%-6s %10.3f %25s %10.3f %8.1f  (geometric)\n", "mean", mean, "", peer, peer / mean);
  note("mean/" + std::to_string(threads) + "-thread/" + order, duckdb_name_, mean, peer);
}

void Benchmark::run_sqlite(const ReckonSession& reckon) {
  Sqlite sqlite;
  sqlite.load(reckon.table(), reckon.query("sum(revenue)").catalog());
  std::printf("\nSQLite %s, once\n", sqlite3_libversion());
  for (const SsbQuery& query : ssb_queries) {
    Rows rows;
    const double theirs = sqlite.run(query.sql, rows);
    const double ours = median_of_hot_runs([&] { reckon.query(query.reckon); });
    require_equal(query.name, "SQLite", rows_of(reckon.query(query.reckon)), rows);
    std::printf("%-6s %10.3f %10.1f %8.0f\n", query.name, ours, theirs, theirs / ours);
    note(std::string(query.name) + "/1-thread/unsorted", std::string("sqlite ") + sqlite3_libversion(), ours, theirs);
  }
}

void Benchmark::run_order(RowOrder order) {
  const char* const name = order == RowOrder::unsorted ? "unsorted" : "by-date";
  const std::string path = options_.folder + "/ssb-" + std::to_string(options_.scale) + '-' + name + ".csv";
  if (!std::filesystem::exists(path)) write_ssb(path, options_.scale, order);
  ReckonSession reckon;
  const double two = load_reckon(reckon, path, 2);
  const auto rows = static_cast<double>(reckon.table().rows());
  std::printf("\n%s: %.0f rows, %.1f bytes a row\n", name, rows, static_cast<double>(reckon.table().bytes()) / rows);
  std::printf("load: reckon %.2f million rows/s on 2 threads\n", rows / two / 1000);
  std::unique_ptr<DuckDb> duckdb;
  if (!options_.duckdb.empty()) {
    std::string why;
    duckdb = DuckDb::open(options_.duckdb, 2, why);
    if (!duckdb) std::printf("no DuckDB: %s\n", why.c_str());
  }
  if (duckdb) {
    duckdb_name_ = "duckdb " + duckdb->version();
    const double theirs = load_duckdb(*duckdb, path);
    std::printf("load: DuckDB %.2f million rows/s on 2 threads: ratio %.1f\n", rows / theirs / 1000, theirs / two);
    note(std::string("load/2-thread/") + name, duckdb_name_, two, theirs);
  }
  for (const unsigned threads : {1U, 2U}) run_shape(reckon, duckdb.get(), name, threads);
  if (order == RowOrder::unsorted) {
    reckon.set_threads(1);
    run_sqlite(reckon);
  }
}

void Benchmark::run() {
  std::filesystem::create_directories(options_.folder);
  run_order(RowOrder::unsorted);
  run_order(RowOrder::by_date);
  if (!options_.json.empty() && !write_comparisons(options_.json, "ssb/", comparisons_)) fail("cannot write " + options_.json);
}

}  // namespace
}  // namespace bench

int main(int count, char** arguments) {
  bench::Options options;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (argument == "--scale" && i + 1 < count) options.scale = static_cast<unsigned>(std::stoul(arguments[++i]));
    else if (argument == "--json" && i + 1 < count) options.json = arguments[++i];
    else if (argument == "--duckdb" && i + 1 < count) options.duckdb = arguments[++i];
    else options.folder = argument;
  }
  if (options.folder.empty() || options.scale == 0) {
    std::cerr << "usage: ssb_bench FOLDER [--scale PERCENT] [--json FILE] [--duckdb LIBRARY]\n";
    return 2;
  }
  bench::Benchmark(options).run();
}

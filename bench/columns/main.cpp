// Loading CSV and summing exact decimals, beside DuckDB:
//   columns_bench FOLDER [--json FILE] [--duckdb LIBRARY] [--large GIGABYTES]
// Five million rows of org, year, region, measure and a value with six decimals are loaded from one file by both; ten
// million decimals with two and with six places are summed, by DuckDB as DOUBLE, DECIMAL(18,2) and DECIMAL(38,6). Or a file
// of so many gigabytes is loaded, and the memory that this took at most is set beside that of the columns.
#include <sys/resource.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>

#include "bench/peers/duckdb.hpp"
#include "bench/peers/reckon_session.hpp"
#include "bench/peers/report.hpp"
#include "bench/peers/timing.hpp"

namespace bench {
namespace {

constexpr int loaded_rows = 5'000'000, summed_rows = 10'000'000;

struct Options {
  std::string folder, json, duckdb;
  unsigned gigabytes = 0;
};

std::string padded(unsigned value, int digits) {
  std::string text = std::to_string(value);
  return std::string(static_cast<std::size_t>(digits) - text.size(), '0') + text;
}

void write_rows(const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  std::mt19937 random(11);
  file << "org,year,region,measure,value\n";
  for (int i = 0; i < loaded_rows; ++i)
    file << "org" << random() % 500 << ',' << 1990 + random() % 35 << ",region" << random() % 20 << ",measure" << random() % 50 << ','
         << random() % 1'000'000 << '.' << padded(static_cast<unsigned>(random() % 1'000'000), 6) << '\n';
}

void append_rows(const std::string& path, const std::string& from) {
  std::ifstream rows(from, std::ios::binary);
  std::string header;
  std::getline(rows, header);
  std::ofstream file(path, std::ios::binary | std::ios::app);
  if (file.tellp() == 0) file << header << '\n';
  file << rows.rdbuf();
}

void write_decimals(const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  std::mt19937 random(12);
  file << "shop,cents,fine\n";
  for (int i = 0; i < summed_rows; ++i)
    file << 's' << random() % 50 << ',' << random() % 100'000 << '.' << padded(static_cast<unsigned>(random() % 100), 2) << ','
         << random() % 1000 << '.' << padded(static_cast<unsigned>(random() % 1'000'000), 6) << '\n';
}

class Benchmark {
 public:
  explicit Benchmark(Options options) : options_(std::move(options)) {
    std::filesystem::create_directories(options_.folder);
    if (!options_.duckdb.empty()) {
      std::string why;
      duckdb_ = DuckDb::open(options_.duckdb, 2, why);
      if (!duckdb_) std::printf("no DuckDB: %s\n", why.c_str());
    }
  }
  void run() {
    if (options_.gigabytes > 0) return load_large();
    load();
    sum();
    if (!options_.json.empty() && !write_comparisons(options_.json, "columns/", comparisons_)) fail("cannot write " + options_.json);
  }

 private:
  void load();
  void load_large();
  void sum();
  void execute(const std::string& sql) {
    if (!duckdb_->execute(sql)) fail("DuckDB: " + duckdb_->error());
  }
  void set_threads(unsigned threads) { execute("set threads to " + std::to_string(threads)); }
  std::string single(const std::string& sql) {
    const auto rows = duckdb_->run(sql);
    return rows && rows->size() == 1 ? rows->front().front() : "";
  }
  void note(const std::string& name, double ours, double theirs) {
    std::printf("%-34s %10.2f ms, DuckDB %10.2f ms: ratio %.1f\n", name.c_str(), ours, theirs, theirs / ours);
    comparisons_.push_back({"columns/" + name, "duckdb " + duckdb_->version(), ours, theirs});
  }
  std::string file(const char* name, void (*write)(const std::string&)) const {
    const std::string path = options_.folder + '/' + name;
    if (!std::filesystem::exists(path)) write(path);
    return path;
  }

  Options options_;
  std::unique_ptr<DuckDb> duckdb_;
  std::vector<Comparison> comparisons_;
};

void Benchmark::load() {
  const std::string path = file("rows.csv", write_rows);
  if (duckdb_)
    for (const auto& [name, count] : {std::pair("org", 500), std::pair("region", 20), std::pair("measure", 50)}) {
      std::string values;
      for (int i = 0; i < count; ++i) values += (i == 0 ? "'" : ", '") + (name + std::to_string(i)) + '\'';
      execute(std::string("create type ") + name + " as enum (" + values + ")");
    }
  for (const unsigned threads : {1U, 2U}) {
    ReckonSession reckon;
    reckon.set_threads(threads);
    reckon.run("unit item\ndimension org\ndimension region\ndimension measure");
    const double ours = milliseconds([&] { reckon.run("load \"" + path + "\" as records rows(org, year, region, measure) { amount = value : item }"); });
    const double bytes = static_cast<double>(reckon.table().bytes()) / loaded_rows;
    const std::string name = "load/" + std::to_string(threads) + "-thread";
    std::printf("%s: reckon %.2f million rows/s, %.1f bytes a row\n", name.c_str(), loaded_rows / ours / 1000, bytes);
    if (!duckdb_) continue;
    set_threads(threads);
    const double theirs = milliseconds([&] {
      execute("create or replace table facts as select * from read_csv('" + path +
              "', header = true, types = {'org': 'org', 'year': 'INTEGER', 'region': 'region', 'measure': 'measure', 'value': "
              "'DECIMAL(18,6)'})");
    });
    if (single("select sum(value)::varchar from facts where year = 2000") != reckon.query("sum(amount where year = 2000)").value(0).range.text())
      std::printf("(the sums differ in their last zeros or in value)\n");
    note(name, ours, theirs);
  }
}

void Benchmark::load_large() {
  const std::string rows = file("rows.csv", write_rows), path = options_.folder + "/large.csv";
  std::filesystem::remove(path);
  while (!std::filesystem::exists(path) || std::filesystem::file_size(path) < options_.gigabytes * std::uintmax_t{1'000'000'000}) append_rows(path, rows);
  ReckonSession reckon;
  reckon.run("unit item\ndimension org\ndimension region\ndimension measure");
  const double took = milliseconds([&] { reckon.run("load \"" + path + "\" as records rows(org, year, region, measure) { amount = value : item }"); });
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%.1f GB of CSV, %zu rows in %.1f s; columns %.0f MB, at most %.0f MB in memory\n", static_cast<double>(std::filesystem::file_size(path)) / 1e9,
              reckon.table().rows(), took / 1000, static_cast<double>(reckon.table().bytes()) / 1e6, static_cast<double>(usage.ru_maxrss) * 1024 / 1e6);
  std::filesystem::remove(path);
}

void Benchmark::sum() {
  const std::string path = file("decimals.csv", write_decimals);
  ReckonSession reckon;
  reckon.run("unit EUR\ndimension shop\nload \"" + path + "\" as records sales(shop) { cents : EUR, fine : EUR }");
  reckon.set_threads(1);
  if (!duckdb_) {
    std::printf("sum of 10 million: %.2f ms\n", median_of_hot_runs([&] { reckon.query("sum(cents)"); }));
    return;
  }
  set_threads(1);
  execute("create or replace table sales as select cents::double as d, cents::decimal(18,2) as d2, fine::decimal(38,6) as d6 from read_csv('" + path +
          "', header = true, types = {'cents': 'DECIMAL(18,2)', 'fine': 'DECIMAL(38,6)'})");
  for (const auto& [name, ours, theirs] : {std::tuple("sum/double", "sum(cents)", "d"), std::tuple("sum/decimal-18-2", "sum(cents)", "d2"),
                                           std::tuple("sum/decimal-38-6", "sum(fine)", "d6")}) {
    const double mine = median_of_hot_runs([&] { reckon.query(ours); });
    note(name, mine, median_of_hot_runs([&] { execute(std::string("select sum(") + theirs + ") from sales"); }));
  }
}

}  // namespace
}  // namespace bench

int main(int count, char** arguments) {
  bench::Options options;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (argument == "--json" && i + 1 < count) options.json = arguments[++i];
    else if (argument == "--duckdb" && i + 1 < count) options.duckdb = arguments[++i];
    else if (argument == "--large" && i + 1 < count) options.gigabytes = static_cast<unsigned>(std::stoul(arguments[++i]));
    else options.folder = argument;
  }
  if (options.folder.empty()) {
    std::cerr << "usage: columns_bench FOLDER [--json FILE] [--duckdb LIBRARY] [--large GIGABYTES]\n";
    return 2;
  }
  bench::Benchmark(options).run();
}

// How the cost of a query grows with rows, and what a fact takes in memory:
//   growth_bench FOLDER [--most ROWS] [--json FILE]
// A filtered sum, a grouped sum, a share and a growth over 1,000 facts, then ten times as many, up to ROWS (10,000,000);
// the same over records. Printed are milliseconds, and the slope of the logarithms by least squares: 1 is linear.
#include <malloc.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "bench/peers/report.hpp"
#include "bench/peers/timing.hpp"
#include "reckon/reckon.hpp"

namespace bench {
namespace {

constexpr std::size_t years = 20, first_year = 2000;
constexpr double long_run = 3000;  // milliseconds, after which a query is not asked of ten times as many rows

struct Query {
  const char *name, *of_facts, *of_records;
};
constexpr Query queries[] = {
    {"filtered sum", "sum(m where year = 2007)", "sum(v where year = 2007)"},
    {"grouped sum", "sum(m by year)", "sum(v by year)"},
    {"share", "share(sum(m by org), org)", "share(sum(v by org), org)"},
    {"growth", "growth(sum(m by year))", "growth(sum(v by year))"},
};

std::size_t resident_bytes() {
  malloc_trim(0);
  std::ifstream file("/proc/self/statm");
  std::size_t size = 0, resident = 0;
  file >> size >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

std::size_t orgs_of(std::size_t rows) { return (rows + years - 1) / years; }

// A fact for each organisation and year.
void append_facts(reckon::Database& db, std::size_t rows, const reckon::Provenance& provenance) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < orgs_of(rows); ++i) names.push_back('o' + std::to_string(i));
  auto appender = db.appender("m", {"org", "year"}, provenance);
  std::mt19937 random(3);
  for (std::size_t i = 0; i < rows; ++i)
    appender.row({std::string_view(names[i / years]), static_cast<int>(first_year + i % years)},
                 reckon::Range(reckon::Number(static_cast<long long>(random() % 1'000'000 + 1))));
  appender.commit();
}

void write_records(const std::string& path, std::size_t rows) {
  std::ofstream file(path, std::ios::binary);
  std::mt19937 random(3);
  file << "org,year,v\n";
  for (std::size_t i = 0; i < rows; ++i)
    file << 'o' << i / years << ',' << first_year + i % years << ',' << random() % 1'000'000 + 1 << '\n';
}

double slope(const std::vector<std::pair<double, double>>& points) {
  double x = 0, y = 0, xx = 0, xy = 0;
  for (const auto& [rows, ms] : points) {
    x += std::log(rows), y += std::log(ms);
    xx += std::log(rows) * std::log(rows), xy += std::log(rows) * std::log(ms);
  }
  const auto n = static_cast<double>(points.size());
  return (n * xy - x * y) / (n * xx - x * x);
}

class Benchmark {
 public:
  Benchmark(std::string folder, std::size_t most) : folder_(std::move(folder)), most_(most) {}
  void run();
  bool write(const std::string& path) const { return path.empty() || write_comparisons(path, "growth/", comparisons_); }

 private:
  struct Series {
    std::vector<std::pair<double, double>> points;  // rows, milliseconds
    bool is_over = false;
  };
  void ask(reckon::Database&, std::size_t rows, bool of_records, std::vector<Series>&);
  void print(const char* what, bool of_records, const std::vector<Series>&);
  void measure_memory();

  std::string folder_;
  std::size_t most_;
  std::vector<Comparison> comparisons_;
};

void Benchmark::ask(reckon::Database& db, std::size_t rows, bool of_records, std::vector<Series>& all) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].is_over) continue;
    const char* const text = of_records ? queries[i].of_records : queries[i].of_facts;
    const double cold = milliseconds([&] { (void)db.query(text); });
    const double ms = cold > long_run ? cold : median_of_hot_runs([&] { (void)db.query(text); });
    all[i].points.emplace_back(static_cast<double>(rows), ms);
    all[i].is_over = cold > long_run;
  }
}

// Beside a cost in proportion to rows: what the least number of rows took, times as many.
void Benchmark::print(const char* what, bool of_records, const std::vector<Series>& all) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& points = all[i].points;
    std::printf("%-8s %-13s", what, queries[i].name);
    for (const auto& [rows, ms] : points) std::printf(" %10.3f", ms);
    std::printf("  exponent %.2f\n", slope(points));
    const double linear = points.front().second * points.back().first / points.front().first;
    comparisons_.push_back({std::string("growth/") + (of_records ? "records/" : "facts/") + queries[i].name, "in proportion to rows",
                            points.back().second, linear});
  }
}

void Benchmark::measure_memory() {
  constexpr std::size_t rows = 1'000'000;
  double without = 0;
  for (const bool stated : {false, true}) {
    const std::size_t before = resident_bytes();
    reckon::Database db;
    db.run("dimension org\nmeasure m(org, year) : 1 flow\nsource survey");
    append_facts(db, rows, stated ? reckon::Provenance{"survey", "estimate", "2024-05-01", ""} : reckon::Provenance{});
    const double bytes = static_cast<double>(resident_bytes() - before) / rows;
    std::printf("memory: %.0f bytes a fact %s\n", bytes, stated ? "with source, kind and date" : "without provenance");
    if (stated) comparisons_.push_back({"growth/memory/bytes-a-fact-with-provenance", "without provenance", bytes, without});
    without = bytes;
  }
}

void Benchmark::run() {
  std::filesystem::create_directories(folder_);
  measure_memory();
  std::vector<Series> facts(std::size(queries)), records(std::size(queries));
  std::printf("milliseconds for");
  for (std::size_t rows = 1000; rows <= most_; rows *= 10) {
    std::printf(" %zu", rows);
    std::fflush(stdout);
    {
      reckon::Database db;
      reckon::Limits limits;
      limits.rows = std::max(limits.rows, 2 * most_);
      limits.bytes = std::size_t{64} << 30;
      db.set_limits(limits);
      db.run("dimension org\nmeasure m(org, year) : 1 flow");
      append_facts(db, rows, {});
      ask(db, rows, false, facts);
    }
    const std::string path = folder_ + "/growth.csv";
    write_records(path, rows);
    reckon::Database db([&](const std::string&, const std::string&) { return std::optional(reckon::File::at(path)); });
    db.run("dimension org\nload \"growth.csv\" as records r(org, year) { v : 1 flow }");
    std::filesystem::remove(path);
    ask(db, rows, true, records);
  }
  std::printf(" rows\n");
  print("facts", false, facts);
  print("records", true, records);
}

}  // namespace
}  // namespace bench

int main(int count, char** arguments) {
  std::string folder, json;
  std::size_t most = 10'000'000;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (argument == "--json" && i + 1 < count) json = arguments[++i];
    else if (argument == "--most" && i + 1 < count) most = std::stoull(arguments[++i]);
    else folder = argument;
  }
  if (folder.empty() || most < 10'000) {
    std::cerr << "usage: growth_bench FOLDER [--most ROWS] [--json FILE]\n";
    return 2;
  }
  bench::Benchmark benchmark(folder, most);
  benchmark.run();
  if (!benchmark.write(json)) return std::cerr << "cannot write " << json << '\n', 1;
}

// Recursion: derives each workload, checks every count and sum, and times SQLite on the same facts in the same run.
// `rules_bench [WORKLOAD …] [--alone]`. Prints a table; exit status 1 where a count is wrong.
#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <cstring>

#include "bench/rules/workloads.hpp"
#include "engine/exec/world.hpp"
#include "lang/session.hpp"

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

struct Timing {
  bool right = true;
  double rules = 0, whole = 0;   // the rounds alone; with the cells made of them
  std::uint64_t rows = 0, bytes = 0;
};

std::string script(const bench::Workload& work) {
  std::string text = "dimension node {";
  for (int i = 0; i < work.nodes; ++i) text += (i ? ", \"" : " \"") + std::to_string(i) + '"';
  text += " }\n" + work.rules;
  for (const bench::Edges& edges : work.facts) {
    text += "facts " + edges.relation + " {\n";
    for (std::size_t i = 0; i < edges.rows.size(); ++i) {
      text += "(\"" + std::to_string(edges.rows[i].first) + "\", \"" + std::to_string(edges.rows[i].second) + "\")";
      if (!edges.weights.empty()) text += " = " + std::to_string(edges.weights[i]);
      text += '\n';
    }
    text += "}\n";
  }
  return text;
}

bool is_right(const bench::Expected& expected, const reckon::engine::CellTable& cells) {
  reckon::engine::Number sum, greatest;
  for (std::size_t cell = 0; expected.sum >= 0 && cell < cells.size(); ++cell) {
    sum = sum + cells.values[cell].low;
    greatest = max(greatest, cells.values[cell].high);
  }
  const bool values = expected.sum < 0 || (sum == reckon::engine::Number(expected.sum) && greatest == reckon::engine::Number(expected.greatest));
  if (cells.size() == expected.rows && values) return true;
  std::printf("  %s: %zu rows, sum %s, greatest %s\n", expected.head.c_str(), cells.size(), sum.text().c_str(), greatest.text().c_str());
  return false;
}

Timing derive(const bench::Workload& work) {
  reckon::lang::Session session;
  Timing timing;
  auto source = std::make_shared<reckon::lang::SourceText>(reckon::lang::SourceText{work.name, script(work)});
  session.run(source, [&](const reckon::lang::Outcome& outcome) {
    for (const auto& found : outcome.diagnostics) std::printf("%s", reckon::lang::render(found).c_str()), timing.right = false;
  });
  const auto program = session.environment().store.snapshot();
  const auto universe = std::make_shared<reckon::engine::Universe>(*program);
  const auto start = Clock::now();
  for (const bench::Expected& expected : work.expected) universe->cells(*program->catalog->find_measure(expected.head));
  timing.whole = seconds_since(start);
  for (const auto& derivation : universe->derivations()) {
    timing.bytes += derivation.bytes;
    for (const auto& round : derivation.rounds) timing.rules += static_cast<double>(round.nanoseconds) * 1e-9;
  }
  for (const bench::Expected& expected : work.expected) {
    const auto cells = universe->cells(*program->catalog->find_measure(expected.head));
    timing.rows += cells->cells.size();
    timing.right = is_right(expected, cells->cells) && timing.right;
  }
  return timing;
}

// Seconds of the statement alone, or less than 0 where it cannot say it or takes more than a minute.
double with_sqlite(const bench::Workload& work) {
  if (work.sqlite.empty()) return -1;
  sqlite3* db = nullptr;
  sqlite3_open(":memory:", &db);
  std::string text = "begin;";
  for (const bench::Edges& edges : work.facts) {
    text += "create table " + edges.relation + "(a integer, b integer, primary key (a, b)) without rowid;";
    for (const auto& [a, b] : edges.rows) text += "insert into " + edges.relation + " values(" + std::to_string(a) + ',' + std::to_string(b) + ");";
    text += "create index " + edges.relation + "_b on " + edges.relation + "(b, a);";
  }
  sqlite3_exec(db, (text + "commit;").c_str(), nullptr, nullptr, nullptr);
  const auto start = Clock::now();
  auto until = start + std::chrono::seconds(60);
  sqlite3_progress_handler(db, 100'000, [](void* limit) { return Clock::now() > *static_cast<Clock::time_point*>(limit) ? 1 : 0; }, &until);
  bool done = true;
  for (const std::string& statement : work.sqlite) done = sqlite3_exec(db, statement.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK && done;
  const double took = seconds_since(start);
  sqlite3_close(db);
  return done ? took : -1;
}

}  // namespace

int main(int argc, char** argv) {
  bool alone = false, right = true, named = false;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--alone") == 0) alone = true;
    else named = true;
  }
  std::printf("%-14s %10s %9s %9s %7s %9s %7s\n", "workload", "rows", "rules s", "cells s", "B/row", "SQLite s", "times");
  for (const bench::Workload& work : bench::workloads()) {
    bool wanted = !named;
    for (int i = 1; i < argc; ++i) wanted = wanted || work.name == argv[i];
    if (!wanted) continue;
    const Timing timing = derive(work);
    right = right && timing.right;
    std::printf("%-14s %10llu %9.3f %9.3f %7.2f", work.name.c_str(), static_cast<unsigned long long>(timing.rows), timing.rules, timing.whole,
                static_cast<double>(timing.bytes) / static_cast<double>(timing.rows));
    const double peer = alone ? -1 : with_sqlite(work);
    if (peer >= 0) std::printf(" %9.2f %6.1fx", peer, peer / timing.whole);
    std::printf("%s\n", timing.right ? "" : "  WRONG");
    std::fflush(stdout);
  }
  return right ? 0 : 1;
}

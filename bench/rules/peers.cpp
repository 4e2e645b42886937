// SQLite and DuckDB in this process, SWI-Prolog and gringo as processes.
#include "bench/rules/peers.hpp"

#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>

#include "bench/peers/duckdb.hpp"
#include "bench/peers/process.hpp"

namespace bench {
namespace {

constexpr double limit = 60;                       // seconds of the processor
constexpr std::chrono::seconds duckdb_limit{180};  // of the clock: it offers no other

// One row of counts, as SQL gives them: rows for each relation; rows, sum and greatest of a measure.
std::vector<Counts> counts_of(const Workload& work, const std::vector<std::string>& row) {
  std::vector<Counts> counts;
  std::size_t at = 0;
  for (const Head& head : work.heads) {
    Counts& count = counts.emplace_back();
    if (at < row.size()) count.rows = std::strtoull(row[at++].c_str(), nullptr, 10);
    if (head.expected.sum < 0 || at + 1 >= row.size()) continue;
    count.sum = std::strtoll(row[at++].c_str(), nullptr, 10);
    count.greatest = std::strtoll(row[at++].c_str(), nullptr, 10);
  }
  return counts;
}

std::optional<PeerRun> with_sqlite(const Workload& work) {
  sqlite3* db = nullptr;
  sqlite3_open(":memory:", &db);
  sqlite3_hard_heap_limit64(sqlite3_int64{8} << 30);
  std::string text = "begin;";
  for (const Edges& edges : work.facts) {
    text += "create table " + edges.relation + "(a integer, b integer, primary key (a, b)) without rowid;";
    for (const auto& [a, b] : edges.rows)
      text += "insert into " + edges.relation + " values(" + std::to_string(a) + ',' + std::to_string(b) + ");";
    text += "create index " + edges.relation + "_b on " + edges.relation + "(b, a);";
  }
  sqlite3_exec(db, (text + "commit; analyze;").c_str(), nullptr, nullptr, nullptr);
  const double start = processor_seconds();
  double until = start + limit;
  const auto is_late = [](void* at) { return processor_seconds() > *static_cast<double*>(at) ? 1 : 0; };
  sqlite3_progress_handler(db, 100'000, is_late, &until);
  std::vector<std::string> row;
  const auto keep = [](void* to, int columns, char** values, char**) {
    for (int i = 0; i < columns; ++i)
      static_cast<std::vector<std::string>*>(to)->emplace_back(values[i] ? values[i] : "");
    return 0;
  };
  bool done = true;
  for (const std::string& statement : work.sqlite) {
    row.clear();
    done = done && sqlite3_exec(db, statement.c_str(), keep, &row, nullptr) == SQLITE_OK;
  }
  const PeerRun run{processor_seconds() - start, counts_of(work, row)};
  sqlite3_close(db);
  if (!done) return std::nullopt;
  return run;
}

std::optional<PeerRun> with_duckdb(const std::string& library, const Workload& work) {
  std::string why_not;
  const auto db = DuckDb::open(library, 1, why_not);
  if (!db) return std::nullopt;
  db->run("set memory_limit = '8GB'");
  for (const Edges& edges : work.facts) {
    const bool weighted = !edges.weights.empty();
    db->run("create table " + edges.relation +
            (weighted ? "(a integer, b integer, c integer)" : "(a integer, b integer)"));
    std::vector<std::int64_t> values;
    for (std::size_t i = 0; i < edges.rows.size(); ++i) {
      values.insert(values.end(), {edges.rows[i].first, edges.rows[i].second});
      if (weighted) values.push_back(edges.weights[i]);
    }
    if (!db->append(edges.relation, weighted ? 3 : 2, values)) return std::nullopt;
  }
  const double start = processor_seconds();
  std::optional<DuckDb::Rows> rows;
  for (const std::string& statement : work.duckdb) {
    rows = db->run(statement, duckdb_limit);
    if (!rows) {
      std::fprintf(stderr, "duckdb, %s: %s\n", work.name.c_str(), db->error().c_str());
      return std::nullopt;
    }
  }
  return PeerRun{processor_seconds() - start, counts_of(work, rows->front())};
}

// Names that Prolog has predicates of its own for get another.
std::string prolog_name(const Workload& work, const std::string& relation) {
  return work.name == "points_to" && relation != "pts" ? relation + '_' : relation;
}

std::filesystem::path written(const std::string& name, const std::string& text) {
  const auto path = std::filesystem::temp_directory_path() / ("reckon_bench_" + name);
  std::ofstream(path) << text;
  return path;
}

std::string facts_text(const Workload& work, bool prolog) {
  std::ostringstream text;
  for (const Edges& edges : work.facts)
    for (std::size_t i = 0; i < edges.rows.size(); ++i) {
      text << (prolog ? prolog_name(work, edges.relation) : edges.relation) << '(' << edges.rows[i].first << ','
           << edges.rows[i].second;
      if (!edges.weights.empty()) text << ',' << edges.weights[i];
      text << ").\n";
    }
  return text.str();
}

// The table is completed by asking for all of it; the program itself says how long that took.
std::optional<PeerRun> with_swipl(const Workload& work) {
  std::string program = ":- set_prolog_flag(table_space, 8589934592).\n" + work.prolog + facts_text(work, true) +
                        ":- initialization(main, main).\nmain :- statistics(cputime, T0),\n";
  std::string print;
  for (const Head& head : work.heads) {
    const std::string n = head.name;
    const bool unary = work.name == "sssp";
    if (head.expected.sum < 0) {
      program += "  aggregate_all(count, " + n + "(_, _), C" + n + "),\n";
      print += "  format(\"~w \", [C" + n + "]),\n";
    } else {
      program += std::string("  aggregate_all(r(count, sum(D), max(D)), ") + n + (unary ? "(_, D)" : "(_, _, D)") +
                 ", r(C, S, M)),\n";
      print += "  format(\"~w ~w ~w \", [C, S, M]),\n";
    }
  }
  program += "  statistics(cputime, T1), T is T1 - T0,\n" + print + "  format(\"~w~n\", [T]).\n";
  const auto path = written("program.pl", ":- use_module(library(aggregate)).\n" + program);
  const auto ran = run_process("swipl --stack-limit=4g " + path.string());
  std::filesystem::remove(path);
  if (!ran) return std::nullopt;
  std::istringstream words(ran->output);
  std::vector<std::string> row{std::istream_iterator<std::string>(words), {}};
  if (row.size() < 2) return std::nullopt;
  const double seconds = std::strtod(row.back().c_str(), nullptr);
  row.pop_back();
  return PeerRun{seconds, counts_of(work, row)};
}

// Its atoms are counted as they are printed.
std::optional<PeerRun> with_gringo(const Workload& work) {
  std::string shown;
  for (const Head& head : work.heads) shown += "#show " + head.name + "/2.\n";
  const auto path = written("program.lp", work.gringo + facts_text(work, false) + shown);
  const auto out = std::filesystem::temp_directory_path() / "reckon_bench_grounded";
  const auto ran = run_process("gringo --text " + path.string() + " > " + out.string());
  std::filesystem::remove(path);
  std::optional<PeerRun> run;
  if (ran) {
    run = PeerRun{ran->seconds, std::vector<Counts>(work.heads.size())};
    std::ifstream lines(out);
    for (std::string line; std::getline(lines, line);)
      for (std::size_t i = 0; i < work.heads.size(); ++i)
        if (line.starts_with(work.heads[i].name + '(')) ++run->counts[i].rows;
  }
  std::filesystem::remove(out);
  return run;
}

std::string version_of(const std::string& command) {
  const auto ran = run_process(command, 10);
  std::istringstream words(ran ? ran->output : "");
  for (std::string word; words >> word;)
    if (word.find('.') != std::string::npos && word.front() >= '0' && word.front() <= '9') return word;
  return "?";
}

}  // namespace

std::vector<Peer> find_peers(const std::string& duckdb_library, std::vector<std::string>& left_out) {
  std::vector<Peer> peers;
  peers.push_back({"sqlite", sqlite3_libversion(), "the statement", [](const Workload& w) { return !w.sqlite.empty(); },
                   with_sqlite});
  std::string why_not = "scripts/fetch-duckdb brought none";
  const auto db = duckdb_library.empty() ? nullptr : DuckDb::open(duckdb_library, 1, why_not);
  if (db)
    peers.push_back({"duckdb", db->version(), "the statement, 1 thread",
                     [](const Workload& w) { return !w.duckdb.empty(); },
                     [duckdb_library](const Workload& w) { return with_duckdb(duckdb_library, w); }});
  else
    left_out.push_back("duckdb: " + why_not);
  if (is_installed("swipl"))
    peers.push_back({"swipl", version_of("swipl --version"), "completing the tables",
                     [](const Workload& w) { return !w.prolog.empty(); }, with_swipl});
  else
    left_out.push_back("swipl: not installed (swi-prolog-nox)");
  if (is_installed("gringo"))
    peers.push_back({"gringo", version_of("gringo --version"), "the process",
                     [](const Workload& w) { return !w.gringo.empty(); }, with_gringo});
  else
    left_out.push_back("gringo: not installed (gringo)");
  return peers;
}

}  // namespace bench

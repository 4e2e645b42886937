// Recursion: derives each workload, checks every count and sum, and times the peers on the same facts in the same run.
// `rules_bench [WORKLOAD …] [--alone] [--peer NAME …] [--duckdb LIBRARY] [--json FILE]`. Exit status 1 where a count is
// wrong.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <optional>

#include "bench/peers/process.hpp"
#include "bench/peers/report.hpp"
#include "bench/rules/peers.hpp"
#include "engine/exec/rules/derived_rows.hpp"
#include "engine/exec/world.hpp"
#include "lang/session.hpp"

namespace {

constexpr int runs = 3, largest_divisor = 32;

struct Timing {
  bool good = true;
  double whole = 0;  // seconds until every head's rows or cells can be read
  std::uint64_t rows = 0, bytes = 0;
  std::vector<bench::Counts> counts;
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

bench::Counts count(const reckon::engine::CellTable& cells) {
  bench::Counts counts{cells.size()};
  reckon::engine::Number sum, greatest;
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    sum = sum + cells.values[cell].low;
    greatest = max(greatest, cells.values[cell].high);
  }
  counts.sum = std::strtoll(sum.text().c_str(), nullptr, 10);
  counts.greatest = std::strtoll(greatest.text().c_str(), nullptr, 10);
  return counts;
}

// A universe of its own each time, so that nothing is there before.
Timing derive_once(const bench::Workload& work, const reckon::engine::Program& program) {
  using namespace reckon::engine;
  Timing timing;
  const auto universe = std::make_shared<Universe>(program, FactTable::end_of_time, std::vector<AssumedCell>{});
  // Peers have their tables loaded and indexed.
  for (const bench::Edges& edges : work.facts) universe->cells(*program.catalog->find_measure(edges.relation));
  const double start = bench::processor_seconds();
  for (const bench::Head& head : work.heads) {
    const auto id = *program.catalog->find_measure(head.name);
    if (head.expected.sum < 0)
      universe->rows(id);
    else
      universe->cells(id);
  }
  timing.whole = bench::processor_seconds() - start;
  for (const auto& derivation : universe->derivations()) timing.bytes += derivation.bytes;
  for (const bench::Head& head : work.heads) {
    const auto id = *program.catalog->find_measure(head.name);
    if (head.expected.sum < 0)
      timing.counts.push_back({universe->rows(id)->rows.rows()});
    else
      timing.counts.push_back(count(universe->cells(id)->cells));
    timing.rows += timing.counts.back().rows;
  }
  return timing;
}

// The median of some runs.
Timing derive(const bench::Workload& work) {
  reckon::lang::Session session;
  bool good = true;
  const auto source = std::make_shared<reckon::lang::SourceText>(reckon::lang::SourceText{work.name, script(work)});
  session.run(source, [&](const reckon::lang::Outcome& outcome) {
    for (const auto& found : outcome.diagnostics) std::printf("%s", reckon::lang::render(found).c_str()), good = false;
  });
  const auto program = session.environment().store.snapshot();
  std::vector<Timing> timings;
  for (int i = 0; i < runs; ++i) timings.push_back(derive_once(work, *program));
  std::sort(timings.begin(), timings.end(), [](const Timing& a, const Timing& b) { return a.whole < b.whole; });
  timings[runs / 2].good = good;
  return timings[runs / 2];
}

bool is_right(const std::vector<bench::Counts>& found, const std::vector<bench::Counts>& wanted,
              const std::string& who) {
  if (found == wanted) return true;
  for (std::size_t i = 0; i < wanted.size() && i < found.size(); ++i)
    std::printf("  %s: %llu rows, sum %lld, greatest %lld, not %llu, %lld, %lld\n", who.c_str(),
                static_cast<unsigned long long>(found[i].rows), static_cast<long long>(found[i].sum),
                static_cast<long long>(found[i].greatest), static_cast<unsigned long long>(wanted[i].rows),
                static_cast<long long>(wanted[i].sum), static_cast<long long>(wanted[i].greatest));
  return false;
}

struct Options {
  std::vector<std::string> names, peers;  // empty for all
  bool alone = false;
  std::string duckdb, json;
};

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--alone")
      options.alone = true;
    else if (word == "--peer" && i + 1 < argc)
      options.peers.push_back(argv[++i]);
    else if (word == "--duckdb" && i + 1 < argc)
      options.duckdb = argv[++i];
    else if (word == "--json" && i + 1 < argc)
      options.json = argv[++i];
    else
      options.names.push_back(word);
  }
  return options;
}

bool is_named(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// A peer beside reckon, at the largest size that the peer finishes.
std::optional<bench::Comparison> compare(const bench::Peer& peer, std::size_t number, const Timing& full, bool& right) {
  for (int divisor = 1; divisor <= largest_divisor; divisor *= 2) {
    const bench::Workload work = bench::workloads(divisor)[number];
    const auto ran = peer.run(work);
    if (!ran) continue;
    const Timing own = divisor == 1 ? full : derive(work);
    right = is_right(ran->counts, own.counts, peer.name) && right;
    const std::string size = divisor == 1 ? "" : "/1:" + std::to_string(divisor);
    std::printf("  %s %.3f s%s, %.1fx\n", peer.name.c_str(), ran->seconds,
                divisor == 1 ? "" : (" at 1/" + std::to_string(divisor) + " of the size").c_str(),
                ran->seconds / own.whole);
    return bench::Comparison{"rules/" + work.name + size, peer.name + ' ' + peer.version, own.whole * 1e3,
                             ran->seconds * 1e3};
  }
  return std::nullopt;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = read_options(argc, argv);
  std::vector<std::string> left_out;
  auto peers = options.alone ? std::vector<bench::Peer>() : bench::find_peers(options.duckdb, left_out);
  if (!options.peers.empty())
    std::erase_if(peers, [&](const bench::Peer& peer) { return !is_named(options.peers, peer.name); });
  for (const bench::Peer& peer : peers)
    std::printf("%s %s: %s\n", peer.name.c_str(), peer.version.c_str(), peer.measures.c_str());
  for (const std::string& reason : left_out) std::printf("left out: %s\n", reason.c_str());
  std::printf("%-14s %10s %9s %7s\n", "workload", "rows", "seconds", "B/row");
  bool right = true;
  std::vector<bench::Comparison> comparisons;
  const auto all = bench::workloads();
  for (std::size_t number = 0; number < all.size(); ++number) {
    const bench::Workload& work = all[number];
    if (!options.names.empty() && !is_named(options.names, work.name)) continue;
    const Timing timing = derive(work);
    std::printf("%-14s %10llu %9.4f %7.2f\n", work.name.c_str(), static_cast<unsigned long long>(timing.rows),
                timing.whole, static_cast<double>(timing.bytes) / static_cast<double>(timing.rows));
    std::vector<bench::Counts> expected;
    for (const bench::Head& head : work.heads) expected.push_back(head.expected);
    right = is_right(timing.counts, expected, "reckon") && timing.good && right;
    for (const bench::Peer& peer : peers) {
      if (!peer.can_say(work)) continue;
      if (const auto comparison = compare(peer, number, timing, right)) comparisons.push_back(*comparison);
      std::fflush(stdout);
    }
  }
  if (!options.json.empty() && !comparisons.empty() && !bench::write_comparisons(options.json, "rules/", comparisons))
    right = false;
  return right ? 0 : 1;
}

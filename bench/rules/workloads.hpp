// Ten workloads of recursion, generated from seeds: the facts, the rules, and how many rows come out.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace bench {

struct Edges {
  std::string relation;
  std::vector<std::pair<int, int>> rows;
  std::vector<int> weights;  // of a measure; empty for relations
};

// A head's rows, or a measure's cells with the sum and the greatest of their values.
struct Counts {
  std::uint64_t rows = 0;
  std::int64_t sum = -1, greatest = -1;  // -1 for relations
  friend bool operator==(const Counts&, const Counts&) = default;
};
struct Head {
  std::string name;
  Counts expected;  // at full size
};

struct Workload {
  std::string name;
  int nodes = 0;
  std::vector<Edges> facts;
  std::string rules;  // declarations and rules
  std::vector<Head> heads;
  // The same for the peers; empty where a peer cannot say it. Of SQL the last statement gives all counts in one row.
  std::vector<std::string> sqlite = {}, duckdb = {};
  std::string prolog = {}, gringo = {};  // rules alone
};

// All workloads, their nodes and facts divided by `divisor`; counts are expected at 1 alone.
std::vector<Workload> workloads(int divisor = 1);

}  // namespace bench

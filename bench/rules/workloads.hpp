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

struct Expected {
  std::string head;
  std::uint64_t rows = 0;
  std::int64_t sum = -1;       // of a measure's values; -1 for relations
  std::int64_t greatest = -1;
};

struct Workload {
  std::string name;
  int nodes = 0;
  std::vector<Edges> facts;
  std::string rules;                 // declarations and rules
  std::vector<Expected> expected;    // the last head needs all others
  std::vector<std::string> sqlite;   // statements, each giving the count of one head; empty where it cannot say them
};

std::vector<Workload> workloads();

}  // namespace bench

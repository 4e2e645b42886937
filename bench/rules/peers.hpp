// The peers of the recursion benchmark: each runs a workload as it says such things best, and counts its rows.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bench/rules/workloads.hpp"

namespace bench {

struct PeerRun {
  double seconds = 0;          // of the statement, of completing the table, of the whole process: see `measures`
  std::vector<Counts> counts;  // by head; sum and greatest where the peer gives them
};

struct Peer {
  std::string name;      // `sqlite`
  std::string version;   // `3.40.1`
  std::string measures;  // what its seconds are
  std::function<bool(const Workload&)> can_say;
  // Nothing where it did not finish within 60 s and 8 GiB.
  std::function<std::optional<PeerRun>(const Workload&)> run;
};

// Those that are installed; the others are named in `left_out`, with why.
std::vector<Peer> find_peers(const std::string& duckdb_library, std::vector<std::string>& left_out);

}  // namespace bench

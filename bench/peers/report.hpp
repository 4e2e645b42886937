// The file bench.json: a list of what was measured beside which peer, in one run.
#pragma once

#include <string>
#include <vector>

namespace bench {

struct Comparison {
  std::string name;  // `rules/tc_random`
  std::string peer;  // `duckdb 1.5.6`
  double reckon_ms = 0, peer_ms = 0;
};

// Puts these into the file in place of all entries whose name starts with the prefix; what other benchmarks wrote
// stays. The ratio is the peer's time over reckon's. False where the file cannot be written.
bool write_comparisons(const std::string& path, const std::string& prefix, const std::vector<Comparison>&);

}  // namespace bench

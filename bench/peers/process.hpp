// A peer that is a program of its own, run within limits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace bench {

struct ProcessRun {
  std::string output;  // standard output
  double seconds = 0;  // from start to end
};

bool is_installed(const std::string& program);

// Runs a command of the shell with at most so many seconds and bytes of address space; nothing where it failed or
// passed a limit.
std::optional<ProcessRun> run_process(const std::string& command, int seconds = 60, std::uint64_t bytes = std::uint64_t{8} << 30);

}  // namespace bench

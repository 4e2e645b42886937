// A peer that is a program of its own, run within limits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace bench {

struct ProcessRun {
  std::string output;  // standard output
  double seconds = 0;  // of the processor
};

bool is_installed(const std::string& program);

// Seconds of the processor that this process has used, all threads together. On a shared machine they say more than
// seconds of the clock.
double processor_seconds();

// Runs a command of the shell with at most so many seconds of the processor and bytes of address space; nothing where
// it failed or passed a limit.
std::optional<ProcessRun> run_process(const std::string& command, int seconds = 60,
                                      std::uint64_t bytes = std::uint64_t{8} << 30);

}  // namespace bench

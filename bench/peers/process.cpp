// The limits are those of `timeout` and `ulimit`.
#include "bench/peers/process.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace bench {

bool is_installed(const std::string& program) {
  return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

std::optional<ProcessRun> run_process(const std::string& command, int seconds, std::uint64_t bytes) {
  ProcessRun run;
  const std::string limited = "ulimit -v " + std::to_string(bytes / 1024) + "; exec timeout " + std::to_string(seconds) + ' ' + command + " 2>/dev/null";
  const auto start = std::chrono::steady_clock::now();
  FILE* pipe = popen(limited.c_str(), "r");
  if (!pipe) return std::nullopt;
  std::array<char, 4096> text;
  for (std::size_t read = 0; (read = std::fread(text.data(), 1, text.size(), pipe)) > 0;) run.output.append(text.data(), read);
  const int status = pclose(pipe);
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (status != 0) return std::nullopt;
  return run;
}

}  // namespace bench

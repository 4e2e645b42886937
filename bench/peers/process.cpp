// The limits are those of `ulimit`.
#include "bench/peers/process.hpp"

#include <sys/resource.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace bench {
namespace {

double seconds_of(int who) {
  rusage used{};
  getrusage(who, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace

bool is_installed(const std::string& program) {
  return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

double processor_seconds() { return seconds_of(RUSAGE_SELF); }

std::optional<ProcessRun> run_process(const std::string& command, int seconds, std::uint64_t bytes) {
  ProcessRun run;
  const std::string limited = "ulimit -v " + std::to_string(bytes / 1024) + "; ulimit -t " + std::to_string(seconds) +
                              "; exec " + command + " 2>/dev/null";
  const double before = seconds_of(RUSAGE_CHILDREN);
  FILE* pipe = popen(limited.c_str(), "r");
  if (!pipe) return std::nullopt;
  std::array<char, 4096> text;
  for (std::size_t read = 0; (read = std::fread(text.data(), 1, text.size(), pipe)) > 0;)
    run.output.append(text.data(), read);
  const int status = pclose(pipe);
  run.seconds = seconds_of(RUSAGE_CHILDREN) - before;
  if (status != 0) return std::nullopt;
  return run;
}

}  // namespace bench

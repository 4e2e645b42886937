// A short run from start to end: `reckon -c 1+1` beside `sqlite3 :memory: 'select 1'`, with `true` as what starting a
// program costs at all. In turns; of each the median of the processor time that the system counts for the process.
// Usage: startup_bench RECKON [JSON]
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "bench/peers/report.hpp"

extern char** environ;

namespace {

constexpr int rounds = 200;

// Milliseconds, or less than 0 where the program could not be run or failed.
double run(const std::vector<const char*>& command) {
  std::vector<char*> arguments;
  for (const char* word : command) arguments.push_back(const_cast<char*>(word));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t silent;
  posix_spawn_file_actions_init(&silent);
  posix_spawn_file_actions_addopen(&silent, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int started = posix_spawnp(&child, command.front(), &silent, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&silent);
  int status = 0;
  rusage used{};
  if (started != 0 || wait4(child, &status, 0, &used) < 0 || status != 0) return -1;
  const auto milliseconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) * 1e-3;
  };
  return milliseconds(used.ru_utime) + milliseconds(used.ru_stime);
}

double median(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  return times.empty() ? -1 : times[times.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: startup_bench RECKON [JSON]\n");
    return 2;
  }
  std::vector<double> floor, own, peer;
  for (int round = 0; round < rounds; ++round) {
    floor.push_back(run({"true"}));
    own.push_back(run({argv[1], "-c", "1+1"}));
    peer.push_back(run({"sqlite3", ":memory:", "select 1"}));
  }
  const double least = median(floor), one = median(own), theirs = median(peer);
  if (one < 0) {
    std::fprintf(stderr, "%s does not run\n", argv[1]);
    return 1;
  }
  std::printf("start to end: reckon -c 1+1 %.2f ms, true %.2f ms", one, least);
  if (theirs < 0) {
    std::printf(" (no sqlite3 here)\n");
    return 0;
  }
  std::printf(", sqlite3 %.2f ms: reckon's time over sqlite3's %.2f\n", theirs, one / theirs);
  const bool written =
      argc < 3 || bench::write_comparisons(argv[2], "startup/", {{"startup/one_query", "sqlite3", one, theirs}});
  return written ? 0 : 1;
}

// Wall-clock times for benchmarks.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>

namespace bench {

template <class F>
double milliseconds(const F& what) {
  const auto start = std::chrono::steady_clock::now();
  what();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

// The median of nine runs after one that warms caches.
template <class F>
double median_of_hot_runs(const F& what) {
  what();
  std::array<double, 9> times{};
  for (double& time : times) time = milliseconds(what);
  std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
  return times[times.size() / 2];
}

}  // namespace bench

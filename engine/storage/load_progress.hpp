// How far the load of a file has come: written by those who load, read by whoever shows it.
#pragma once

#include <atomic>
#include <cstdint>

namespace reckon::engine {

struct LoadProgress {
  std::atomic<std::uint64_t> total{0};  // bytes of the file; 0 while nothing is loaded, or nobody knows
  std::atomic<std::uint64_t> bytes{0}, rows{0};

  void begin(std::uint64_t bytes_of_file) {
    bytes = rows = 0;
    total = bytes_of_file;
  }
  void end() { total = 0; }
};

}  // namespace reckon::engine

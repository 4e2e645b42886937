// What an evaluation has taken so far, beside what it may take; and how a host stops one.
// Invariant: counting is deterministic: the same work on the same store takes the same steps and bytes on any machine.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>

#include "engine/exec/program.hpp"

namespace reckon::engine {

// A host's wish to stop, asked every some thousand steps. May be asked from one thread while others raise it.
struct Interrupt {
  const std::atomic<bool>* cancelled = nullptr;
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  std::function<bool()> keep_going;

  // Throws Error cancelled or past-deadline.
  void check() const;
};

// Not shared between threads. The interrupt, if not null, must outlive it.
class Meter {
 public:
  explicit Meter(const Limits& limits, const Interrupt* interrupt = nullptr);
  // Counts anew from here on.
  void restart(const Limits& limits, const Interrupt* interrupt);

  // Counts work. Throws Error too-many-steps past the limit, cancelled and past-deadline where the host says so.
  void charge(std::uint64_t work) {
    if ((steps_ += work) >= look_at_) look();
  }
  // Counts memory taken by intermediate results and derived cells. Throws Error too-many-bytes past the limit.
  void hold(std::uint64_t bytes) {
    if ((bytes_ += bytes) > limits_.bytes) too_many_bytes();
  }
  void release(std::uint64_t bytes) { bytes_ -= bytes; }
  // Throws as `hold` would, without counting.
  void check_room(std::uint64_t bytes) const {
    if (bytes_ + bytes > limits_.bytes) too_many_bytes();
  }
  std::uint64_t bytes() const { return bytes_; }
  std::uint64_t steps() const { return steps_; }

 private:
  void look();
  [[noreturn]] void too_many_bytes() const;

  Limits limits_;
  const Interrupt* interrupt_;
  std::uint64_t steps_ = 0, bytes_ = 0;
  std::uint64_t look_at_ = 0;  // the count of steps at which limits and wishes are looked at again
};

}  // namespace reckon::engine

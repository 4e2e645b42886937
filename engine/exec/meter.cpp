// Limits, looked at now and then.
#include "engine/exec/meter.hpp"

#include <algorithm>

#include "engine/model/error.hpp"
#include "engine/model/host_problems.hpp"
#include "engine/model/problems.hpp"
#include "engine/model/readable.hpp"

namespace reckon::engine {
namespace {

constexpr std::uint64_t steps_between_looks = 4096;

std::string count(std::uint64_t number) { return readable(Number::from_int128(static_cast<Int128>(number))); }

}  // namespace

void Interrupt::check() const {
  if (cancelled && cancelled->load(std::memory_order_relaxed)) throw Error(problem::cancelled, "the run was cancelled");
  if (deadline != std::chrono::steady_clock::time_point::max() && deadline <= std::chrono::steady_clock::now())
    throw Error(problem::past_deadline, "the run took longer than its deadline allows",
                "narrow it with `where`, aggregate earlier, or allow more time");
  if (keep_going && !keep_going()) throw Error(problem::cancelled, "the run was cancelled");
}

// The first look is at once, so that what is stopped before it begins does not begin.
Meter::Meter(const Limits& limits, const Interrupt* interrupt) : limits_(limits), interrupt_(interrupt) {}

void Meter::restart(const Limits& limits, const Interrupt* interrupt) {
  limits_ = limits;
  interrupt_ = interrupt;
  steps_ = bytes_ = look_at_ = 0;
}

void Meter::look() {
  if (steps_ > limits_.steps)
    throw Error(problem::too_many_steps, "this takes more than " + count(limits_.steps) + " steps",
                "narrow it with `where`, aggregate earlier, or round long numbers");
  if (interrupt_) interrupt_->check();
  look_at_ = std::min(steps_ + steps_between_looks, limits_.steps + 1);
}

void Meter::too_many_bytes() const {
  throw Error(problem::too_many_bytes, "this takes more than " + count(limits_.bytes) + " bytes of memory",
              "narrow it with `where`, or aggregate before combining");
}

}  // namespace reckon::engine

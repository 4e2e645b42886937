// Threads are started for each piece of work.
#include "engine/facts/records/side_by_side.hpp"

#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace reckon::engine {

void side_by_side(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::exception_ptr failure;
  std::mutex mutex;
  const auto guarded = [&](std::size_t number) {
    try {
      work(number);
    } catch (...) {
      const std::lock_guard lock(mutex);
      failure = std::current_exception();
    }
  };
  std::vector<std::thread> others;
  others.reserve(count);
  for (std::size_t i = 1; i < count; ++i) {
    try {
      others.emplace_back(guarded, i);
    } catch (const std::system_error&) { break; }
  }
  guarded(0);
  for (std::thread& thread : others) thread.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace reckon::engine

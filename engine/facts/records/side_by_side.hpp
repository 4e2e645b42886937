// The same work on several threads.
#pragma once

#include <cstddef>
#include <functional>

namespace reckon::engine {

// Calls work(0) to work(count - 1) side by side, work(0) on this thread, and returns when all have; then throws what
// one of them threw. Where the system has no more threads, some numbers are left out: those who work must share what
// there is to do, and not split it beforehand.
void side_by_side(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace reckon::engine

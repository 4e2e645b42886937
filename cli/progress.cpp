// The thread that shows the time.
#include "cli/progress.hpp"

#include <unistd.h>

#include <cstdio>
#include <utility>

#include "api/width.hpp"
#include "cli/screen.hpp"

namespace reckon::cli {
namespace {

constexpr auto pace = std::chrono::seconds(1);
constexpr std::size_t beside = 24;  // cells for the time

}  // namespace

Progress::Progress(std::string what) : what_(std::move(what)) {
  if (isatty(STDERR_FILENO) != 0 && on_terminal()) thread_ = std::thread([this] { show(); });
}

Progress::~Progress() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    has_ended_ = true;
  }
  ended_.notify_one();
  thread_.join();
  clear();
}

void Progress::clear() {
  const std::lock_guard lock(mutex_);
  if (is_shown_) std::fputs("\r\033[K", stderr);
  is_shown_ = false;
}

void Progress::show() {
  std::unique_lock lock(mutex_);
  while (!ended_.wait_for(lock, pace, [this] { return has_ended_; })) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begin_);
    const std::size_t columns = screen_size().columns;
    const std::string name = cut_to_width(printable(what_), columns > beside ? columns - beside : 0);
    const char* dim = wants_color() ? "\033[2m" : "";
    std::fprintf(stderr, "\r\033[K%s%s … %lld s%s", dim, name.c_str(), static_cast<long long>(seconds.count()),
                 *dim ? "\033[0m" : "");
    is_shown_ = true;
  }
}

}  // namespace reckon::cli

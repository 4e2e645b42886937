// The thread that shows the time.
#include "cli/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "api/width.hpp"
#include "cli/screen.hpp"
#include "engine/model/readable.hpp"

namespace reckon::cli {
namespace {

constexpr auto pace = std::chrono::milliseconds(100);
constexpr auto patience = std::chrono::seconds(1);  // before the time is shown
constexpr std::uint64_t large_file = std::uint64_t{16} << 20;
constexpr std::size_t beside = 24;  // cells for the time
constexpr std::size_t bar_cells = 20;

// "[████······] 42 % of 3.1 GB, 51 million rows"
std::string loaded(std::uint64_t bytes, std::uint64_t total, std::uint64_t rows) {
  const std::uint64_t percent = std::min<std::uint64_t>(100, bytes * 100 / total);
  std::string text = "[";
  for (std::size_t cell = 0; cell < bar_cells; ++cell) text += cell < percent * bar_cells / 100 ? "█" : "·";
  const std::uint64_t tenths = total / 100'000'000;
  text += "] " + std::to_string(percent) + " % of ";
  text += tenths < 10 ? std::to_string(total / 1'000'000) + " MB"
                      : std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " GB";
  return text + ", " + engine::readable(engine::Number(static_cast<std::int64_t>(rows))) + " rows";
}

}  // namespace

Progress::Progress(std::string what, lang::Session& session) : session_(session), what_(std::move(what)) {
  if (isatty(STDERR_FILENO) == 0 || !on_terminal()) return;
  session_.set_progress(&load_);
  thread_ = std::thread([this] { show(); });
}

Progress::~Progress() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    has_ended_ = true;
  }
  ended_.notify_one();
  thread_.join();
  session_.set_progress(nullptr);
  clear();
}

void Progress::clear() {
  const std::lock_guard lock(mutex_);
  if (is_shown_) std::fputs("\r\033[K", stderr);
  is_shown_ = false;
}

std::string Progress::text() const {
  if (const std::uint64_t total = load_.total; total >= large_file) return loaded(load_.bytes, total, load_.rows);
  const auto took = std::chrono::steady_clock::now() - begin_;
  if (took < patience) return {};
  return "… " + std::to_string(std::chrono::duration_cast<std::chrono::seconds>(took).count()) + " s";
}

void Progress::show() {
  std::unique_lock lock(mutex_);
  std::string shown;
  while (!ended_.wait_for(lock, pace, [this] { return has_ended_; })) {
    const std::string now = text();
    if (now.empty() || (is_shown_ && now == shown)) continue;
    const std::size_t columns = screen_size().columns, taken = std::max(beside, display_width(now) + 1);
    const std::string name = cut_to_width(printable(what_), columns > taken ? columns - taken : 0);
    const char* dim = wants_color() ? "\033[2m" : "";
    std::fprintf(stderr, "\r\033[K%s%s %s%s", dim, name.c_str(), cut_to_width(now, columns - 1).c_str(),
                 *dim ? "\033[0m" : "");
    is_shown_ = true;
    shown = now;
  }
}

}  // namespace reckon::cli

// Asking the terminal and the environment.
#include "cli/screen.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

namespace reckon::cli {

ScreenSize screen_size() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
  return {size.ws_row, size.ws_col};
}

bool on_terminal() { return isatty(STDOUT_FILENO) != 0; }

bool wants_color() {
  const char* no_color = std::getenv("NO_COLOR");
  return on_terminal() && (no_color == nullptr || *no_color == '\0');
}

std::string history_file() {
  if (const char* own = std::getenv("RECKON_HISTORY")) return own;
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  if ((state == nullptr || *state == '\0') && (home == nullptr || *home == '\0')) return {};
  const auto base = state != nullptr && *state != '\0' ? std::filesystem::path(state)
                                                       : std::filesystem::path(home) / ".local" / "state";
  std::error_code failure;
  std::filesystem::create_directories(base / "reckon", failure);
  return failure ? std::string() : (base / "reckon" / "history").string();
}

}  // namespace reckon::cli

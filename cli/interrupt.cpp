// The handler of SIGINT.
#include "cli/interrupt.hpp"

#include <signal.h>

namespace reckon::cli {

std::atomic<bool>& interrupted() {
  static std::atomic<bool> flag{false};
  static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may set only such");
  return flag;
}

void catch_interrupts() {
  interrupted() = false;  // made before the handler can run
  struct sigaction action {};
  action.sa_handler = [](int) {
    if (!interrupted().exchange(true)) return;
    signal(SIGINT, SIG_DFL);  // pressed again before anybody noticed: the program ends
    raise(SIGINT);
  };
  sigemptyset(&action.sa_mask);
  action.sa_flags = 0;  // a read that waits is not taken up again
  sigaction(SIGINT, &action, nullptr);
}

}  // namespace reckon::cli

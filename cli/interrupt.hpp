// Ctrl-C as a flag instead of the end of the program.
#pragma once

#include <atomic>

namespace reckon::cli {

// Set by the signal once catch_interrupts() was called; whoever acts on it clears it.
std::atomic<bool>& interrupted();

// From now on SIGINT only sets the flag, and calls that wait for input end early. Where the flag is set still, it ends
// the program, so that nobody is caught.
void catch_interrupts();

}  // namespace reckon::cli

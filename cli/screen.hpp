// The terminal that a person looks at, and where the program keeps what it remembers.
#pragma once

#include <cstddef>
#include <string>

namespace reckon::cli {

struct ScreenSize {
  std::size_t rows = 24, columns = 80;
};
// Of standard output; 80 by 24 where it does not say.
ScreenSize screen_size();

// Standard output is a terminal.
bool on_terminal();

// It is, and the environment has no NO_COLOR.
bool wants_color();

// The file of lines typed before, its folder made if need be; empty where there is no place for it.
// $RECKON_HISTORY names another; empty, none.
std::string history_file();

}  // namespace reckon::cli

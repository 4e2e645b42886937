// What the program does besides running scripts: `reckon NAME …`.
#pragma once

#include <string_view>

namespace reckon::cli {

struct Subcommand {
  std::string_view name;
  int (*run)(int argc, char** argv);  // argv[0] is the name; the result is the exit status
};

// Null where the word is none: then it is a script.
const Subcommand* find_subcommand(std::string_view word);

}  // namespace reckon::cli

// Runs a program as a child, with a time limit, and gathers what it prints.
#pragma once

#include <string>
#include <vector>

namespace reckon::runner {

struct Command {
  std::vector<std::string> words;  // the program and its arguments
  std::string folder;              // where it runs
  std::string input;               // what it reads on standard input
  bool errors_only = false;        // gather standard error alone; else both, in the order they were written
};

struct Outcome {
  int status = 0;  // what it exited with; 128 + signal where one ended it
  bool timed_out = false;
  std::string output;
};

// Throws std::runtime_error where the system refuses a pipe or a process.
Outcome run(const Command&);

}  // namespace reckon::runner

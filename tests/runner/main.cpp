// The runner of golden tests. With RECKON_RECORD=1 in the environment it writes what is expected instead of comparing.
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "tests/runner/page.hpp"
#include "tests/runner/problems.hpp"
#include "tests/runner/script.hpp"

int main(int argc, char** argv) {
  using namespace reckon::runner;
  const std::vector<std::string> words(argv + 1, argv + argc);
  const std::string what = words.empty() ? "" : words[0];
  try {
    if (what == "script" && words.size() == 4) return check_script(words[1], words[2], words[3], false) ? 0 : 1;
    if (what == "error" && words.size() == 4) return check_script(words[1], words[2], words[3], true) ? 0 : 1;
    if (what == "page" && words.size() == 4) return check_page(words[1], words[2], words[3]) ? 0 : 1;
    if (what == "problems" && words.size() > 2) {
      return check_problems({words.begin() + 1, words.end() - 1}, words.back()) ? 0 : 1;
    }
  } catch (const std::exception& error) {
    std::printf("%s\n", error.what());
    return 1;
  }
  std::fprintf(stderr,
               "usage: runner script PROGRAM SCRIPT EXPECTED   both streams, exit status 0\n"
               "       runner error PROGRAM SCRIPT EXPECTED    standard error, exit status 1\n"
               "       runner page PROGRAM PAGE ROOT\n"
               "       runner problems HEADER... FOLDER\n");
  return 2;
}

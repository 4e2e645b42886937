// A golden test of one script.
#include "tests/runner/script.hpp"

#include <cstdio>
#include <string_view>

#include "tests/runner/process.hpp"
#include "tests/runner/text.hpp"

namespace reckon::runner {
namespace {

// What follows `# key:` among the comment lines that open the script; empty where it is not there.
std::string directive(const std::string& script, std::string_view key) {
  const std::string opening = "# " + std::string(key) + ":";
  for (const auto& line : lines_of(script)) {
    if (line.empty() || line[0] != '#') break;
    if (line.rfind(opening, 0) == 0) return line.substr(opening.size());
  }
  return {};
}

}  // namespace

bool check_script(const std::string& program, const std::filesystem::path& script,
                  const std::filesystem::path& expected, bool errors_only) {
  const std::string text = read_file(script);
  Command command;
  command.words = {program};
  for (auto& option : words_of(directive(text, "args"))) command.words.push_back(std::move(option));
  command.words.push_back(script.filename().string());
  command.folder = std::filesystem::absolute(script).parent_path().string();
  command.errors_only = errors_only;

  const std::string exit_line = directive(text, "exit");
  const int wanted = exit_line.empty() ? (errors_only ? 1 : 0) : std::stoi(exit_line);
  const Outcome outcome = run(command);
  bool good = true;
  if (outcome.timed_out) {
    std::printf("stopped: it ran or printed past the limit\n");
    good = false;
  } else if (outcome.status != wanted) {
    std::printf("exit status %d, expected %d\n", outcome.status, wanted);
    good = false;
  }
  if (recording() && good) {
    write_file(expected, outcome.output);
    return true;
  }
  if (!std::filesystem::exists(expected)) {
    std::printf("%s is missing: record it with RECKON_RECORD=1 and read it; the program printed\n%s", expected.c_str(),
                outcome.output.c_str());
    return false;
  }
  return same(script.filename().string(), read_file(expected), outcome.output) && good;
}

}  // namespace reckon::runner

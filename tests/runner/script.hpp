// A golden test of one script: what the program prints for it is what its neighbour file holds.
#pragma once

#include <filesystem>
#include <string>

namespace reckon::runner {

// Runs `PROGRAM OPTIONS SCRIPT` in the script's folder and compares with `expected`; true where they agree.
// The comment lines that open the script may hold `# args: OPTIONS` and `# exit: STATUS`.
// errors_only: standard error alone is compared, and the exit status is 1 unless the script says otherwise;
// else both streams are, and it is 0.
bool check_script(const std::string& program, const std::filesystem::path& script,
                  const std::filesystem::path& expected, bool errors_only);

}  // namespace reckon::runner

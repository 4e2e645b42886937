// Scripts by name or by the folder that they lie in.
#pragma once

#include <string>
#include <vector>

namespace reckon::cli {

// Files as they are named, and all `.rk` files under folders, in order of their paths. Throws std::runtime_error where
// a path does not exist.
std::vector<std::string> script_files(const std::vector<std::string>& paths);

}  // namespace reckon::cli

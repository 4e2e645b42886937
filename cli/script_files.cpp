// Looking through folders.
#include "cli/script_files.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

namespace reckon::cli {

std::vector<std::string> script_files(const std::vector<std::string>& paths) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    if (path != "-" && !fs::exists(path)) throw std::runtime_error("there is no file or folder " + path);
    if (path == "-" || !fs::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(path, fs::directory_options::skip_permission_denied))
      if (entry.is_regular_file() && entry.path().extension() == ".rk")
        found.push_back(entry.path().lexically_normal().string());
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

}  // namespace reckon::cli

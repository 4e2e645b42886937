// Every problem has an entry.
#include "tests/runner/problems.hpp"

#include <cstdio>
#include <string>
#include <string_view>

#include "tests/runner/text.hpp"

namespace reckon::runner {

bool check_problems(const std::vector<std::filesystem::path>& headers, const std::filesystem::path& folder) {
  std::size_t count = 0;
  bool good = true;
  for (const auto& header : headers) {
    for (const auto& line : lines_of(read_file(header))) {
      const auto open = line.find('"');
      if (open == std::string::npos || line.find("std::string_view") > open) continue;
      const std::string id = line.substr(open + 1, line.find('"', open + 1) - open - 1);
      ++count;
      for (const std::string_view ending : {".rk", ".txt"}) {
        const auto entry = folder / (id + std::string(ending));
        if (std::filesystem::exists(entry)) continue;
        std::printf("%s of %s has no %s\n", id.c_str(), header.filename().c_str(), entry.c_str());
        good = false;
      }
    }
  }
  std::printf("%zu problems\n", count);
  return good && count > 0;
}

}  // namespace reckon::runner

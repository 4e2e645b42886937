// Files by the C library, bounded in size.
#include "cli/files.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace reckon::cli {
namespace {

constexpr std::size_t most_bytes = std::size_t{4} << 30;  // a device without end must not take all memory

// False where reading failed, with errno set, or EFBIG past the limit.
bool read_all(std::FILE* file, std::string& text) {
  std::array<char, 1 << 16> buffer;
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file)) {
    if (text.size() + count > most_bytes) {
      errno = EFBIG;
      return false;
    }
    text.append(buffer.data(), count);
  }
  return std::ferror(file) == 0;
}

}  // namespace

// One file has one name, however it is reached, so that a file used twice is known again: relative to where the program
// runs, or absolute where it was named so.
lang::FileText find_file(const std::string& path, const std::string& from) {
  const auto named = std::filesystem::path(from).parent_path() / path;
  std::error_code failure;
  const auto found = named.is_absolute() ? std::filesystem::weakly_canonical(named, failure)
                                         : std::filesystem::proximate(named, failure);
  return {(failure ? named.lexically_normal() : found).string(), {}, {}};
}

lang::FileText read_file(const std::string& path, const std::string& from) {
  lang::FileText result = find_file(path, from);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(result.name.c_str(), "rb"), &std::fclose);
  if (!file || !read_all(file.get(), result.text)) result.error = std::strerror(errno);
  return result;
}

std::vector<std::string> files_beginning(const std::string& begun) {
  const auto slash = begun.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : begun.substr(0, slash + 1);
  const std::string name = begun.substr(folder.size());
  std::vector<std::string> found;
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator(folder.empty() ? "." : folder, failure)) {
    const std::string file = entry.path().filename().string();
    if (file.compare(0, name.size(), name) != 0 || (name.empty() && file.front() == '.')) continue;
    std::error_code unknown;
    found.push_back(folder + file + (entry.is_directory(unknown) ? "/" : ""));
  }
  std::sort(found.begin(), found.end());
  return found;
}

lang::FileText read_standard_input() {
  lang::FileText result{standard_input_name, {}, {}};
  if (!read_all(stdin, result.text)) result.error = std::strerror(errno);
  return result;
}

}  // namespace reckon::cli

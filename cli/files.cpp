// Files by the C library, bounded in size.
#include "cli/files.hpp"

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
  const auto found = named.is_absolute() ? std::filesystem::weakly_canonical(named, failure) : std::filesystem::proximate(named, failure);
  return {(failure ? named.lexically_normal() : found).string(), {}, {}};
}

lang::FileText read_file(const std::string& path, const std::string& from) {
  lang::FileText result = find_file(path, from);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(result.name.c_str(), "rb"), &std::fclose);
  if (!file || !read_all(file.get(), result.text)) result.error = std::strerror(errno);
  return result;
}

lang::FileText read_standard_input() {
  lang::FileText result{standard_input_name, {}, {}};
  if (!read_all(stdin, result.text)) result.error = std::strerror(errno);
  return result;
}

}  // namespace reckon::cli

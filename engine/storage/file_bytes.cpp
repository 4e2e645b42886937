// Positioned reads.
#include "engine/storage/file_bytes.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"

namespace reckon::engine {
namespace {

[[noreturn]] void fail(const std::string& path) {
  throw Error(problem::unreadable_table, "cannot read \"" + path + "\": " + std::strerror(errno),
              "files are named relative to the text that loads them");
}

}  // namespace

std::unique_ptr<FileBytes> FileBytes::of_file(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return nullptr;
  struct stat status {};
  if (fstat(file, &status) == 0 && S_ISREG(status.st_mode))
    return std::unique_ptr<FileBytes>(new FileBytes(file, path, static_cast<std::uint64_t>(status.st_size)));
  close(file);
  return nullptr;
}

FileBytes::~FileBytes() {
  if (file_ >= 0) close(file_);
}

std::size_t FileBytes::read(std::uint64_t offset, std::span<char> to) const {
  if (file_ < 0) {
    const std::string_view part = text_.substr(std::min<std::uint64_t>(offset, text_.size()), to.size());
    std::copy(part.begin(), part.end(), to.begin());
    return part.size();
  }
  std::size_t done = 0;
  while (done < to.size()) {
    const ssize_t count = pread(file_, to.data() + done, to.size() - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(path_);
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

}  // namespace reckon::engine

// The bytes of a file, read piece by piece so that its size does not matter; or of a text that is in memory already.
// Invariant: what is read is what the file held then; a file that shrinks meanwhile gives fewer bytes, never a crash.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace reckon::engine {

class FileBytes {
 public:
  // A file that can be read at any place; null for pipes, devices and what cannot be opened.
  static std::unique_ptr<FileBytes> of_file(const std::string& path);
  // The text must outlive it.
  explicit FileBytes(std::string_view text) : text_(text), size_(text.size()) {}
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;
  ~FileBytes();

  std::uint64_t size() const { return size_; }
  // Fills `to` from `offset` on; how many bytes there were. Throws Error.
  std::size_t read(std::uint64_t offset, std::span<char> to) const;

 private:
  FileBytes(int file, std::string path, std::uint64_t size) : file_(file), path_(std::move(path)), size_(size) {}

  int file_ = -1;
  std::string path_;
  std::string_view text_;
  std::uint64_t size_ = 0;
};

}  // namespace reckon::engine

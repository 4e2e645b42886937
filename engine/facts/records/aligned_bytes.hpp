// Memory for one column: aligned for vector instructions, on large pages where the system has them.
// Invariant: `padding` bytes behind the end may be read (not used), so that kernels need no special last step.
#pragma once

#include <cstddef>
#include <memory>

namespace reckon::engine {

class AlignedBytes {
 public:
  static constexpr std::size_t padding = 512;

  AlignedBytes() = default;
  // Zeroed. Throws std::bad_alloc.
  explicit AlignedBytes(std::size_t size);

  std::byte* data() { return bytes_.get(); }
  const std::byte* data() const { return bytes_.get(); }
  std::size_t size() const { return size_; }

 private:
  struct Free {
    Free() : mapped(0) {}
    explicit Free(std::size_t pages) : mapped(pages) {}
    void operator()(std::byte*) const;
    std::size_t mapped;  // bytes of pages; 0 where they come from the C library
  };
  std::unique_ptr<std::byte, Free> bytes_;
  std::size_t size_ = 0;
};

}  // namespace reckon::engine

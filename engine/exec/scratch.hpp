// Memory for what an operation needs only while it runs: taken from one block by counting up, given back all at once.
// Invariant: the block stays, so that who takes no more than the last time allocates nothing. Not shared by threads.
#pragma once

#include <cstddef>
#include <memory>
#include <memory_resource>
#include <vector>

namespace reckon::engine {

class Scratch final : public std::pmr::memory_resource {
 public:
  // All that was taken must be unused by now.
  void release();

 private:
  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size = 0;
  };
  void* do_allocate(std::size_t bytes, std::size_t alignment) override;
  void do_deallocate(void* at, std::size_t bytes, std::size_t) override;
  bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override { return this == &other; }
  void* add_block(std::size_t bytes);

  std::vector<Block> blocks_;  // the last is the largest, and the one in use
  std::size_t used_ = 0;
};

// Columns and lists of an operation, in its scratch memory where they are given it.
template <class T>
using ScratchVector = std::pmr::vector<T>;

}  // namespace reckon::engine

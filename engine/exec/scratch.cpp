// Counting up in the last block; a new one is twice as large.
#include "engine/exec/scratch.hpp"

#include <algorithm>

namespace reckon::engine {
namespace {

constexpr std::size_t first_block = 2048;
constexpr std::size_t most_kept = std::size_t{1} << 20;

}  // namespace

void* Scratch::do_allocate(std::size_t bytes, std::size_t alignment) {
  const std::size_t at = (used_ + alignment - 1) & ~(alignment - 1);
  if (blocks_.empty() || at + bytes > blocks_.back().size) return add_block(bytes);
  used_ = at + bytes;
  return blocks_.back().bytes.get() + at;
}

void* Scratch::add_block(std::size_t bytes) {
  const std::size_t size = std::max({bytes, first_block, blocks_.empty() ? 0 : 2 * blocks_.back().size});
  blocks_.push_back({std::unique_ptr<std::byte[]>(new std::byte[size]), size});
  used_ = bytes;
  return blocks_.back().bytes.get();
}

// Only what was taken last can be given back by itself.
void Scratch::do_deallocate(void* at, std::size_t bytes, std::size_t) {
  const auto* last = blocks_.back().bytes.get() + used_ - bytes;
  if (used_ >= bytes && at == last) used_ -= bytes;
}

void Scratch::release() {
  used_ = 0;
  if (blocks_.size() > 1) blocks_.erase(blocks_.begin(), blocks_.end() - 1);
  if (!blocks_.empty() && blocks_.back().size > most_kept) blocks_.clear();
}

}  // namespace reckon::engine

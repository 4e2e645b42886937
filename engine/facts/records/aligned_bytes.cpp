// Allocation by the C library; large blocks begin at a large page and ask for more of them.
#include "engine/facts/records/aligned_bytes.hpp"

#include <cstdlib>
#include <cstring>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace reckon::engine {
namespace {

constexpr std::size_t cache_line = 64, large_page = std::size_t{2} << 20;

std::size_t rounded_up(std::size_t size, std::size_t to) { return (size + to - 1) / to * to; }

}  // namespace

AlignedBytes::AlignedBytes(std::size_t size) : size_(size) {
  const std::size_t alignment = size >= 2 * large_page ? large_page : cache_line;
  const std::size_t whole = rounded_up(size + padding, alignment);
  bytes_.reset(static_cast<std::byte*>(std::aligned_alloc(alignment, whole)));
  if (!bytes_) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
  if (alignment == large_page) madvise(bytes_.get(), whole, MADV_HUGEPAGE);  // a wish: without it the pages are small
#endif
  std::memset(bytes_.get(), 0, whole);
}

void AlignedBytes::Free::operator()(std::byte* bytes) const { std::free(bytes); }

}  // namespace reckon::engine

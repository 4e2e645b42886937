// Small blocks come from the C library. Large ones are pages of their own, which begin at a large page where they are
// long enough, and go back to the system as soon as they are not needed.
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

#ifdef __linux__

constexpr std::size_t own_pages = std::size_t{128} << 10, page = 4096;

std::byte* map_pages(std::size_t size) {
  const std::size_t spare = size >= 2 * large_page ? large_page : 0;
  void* const found = mmap(nullptr, size + spare, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (found == MAP_FAILED) throw std::bad_alloc();
  auto* begin = static_cast<std::byte*>(found);
  if (spare == 0) return begin;
  const std::size_t before =
      rounded_up(reinterpret_cast<std::uintptr_t>(begin), large_page) - reinterpret_cast<std::uintptr_t>(begin);
  if (before > 0) munmap(begin, before);
  if (spare > before) munmap(begin + before + size, spare - before);
  begin += before;
#ifdef MADV_HUGEPAGE
  madvise(begin, size, MADV_HUGEPAGE);  // a wish: without it the pages are small
#endif
  return begin;
}

#endif

}  // namespace

AlignedBytes::AlignedBytes(std::size_t size) : size_(size) {
#ifdef __linux__
  if (size >= own_pages) {
    const std::size_t mapped = rounded_up(size + padding, page);
    bytes_ = {map_pages(mapped), Free{mapped}};
    return;
  }
#endif
  const std::size_t whole = rounded_up(size + padding, cache_line);
  bytes_ = {static_cast<std::byte*>(std::aligned_alloc(cache_line, whole)), Free{0}};
  if (!bytes_) throw std::bad_alloc();
  std::memset(bytes_.get(), 0, whole);
}

void AlignedBytes::Free::operator()(std::byte* bytes) const {
#ifdef __linux__
  if (mapped > 0) {
    munmap(bytes, mapped);
    return;
  }
#endif
  std::free(bytes);
}

}  // namespace reckon::engine

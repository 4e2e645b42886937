// Memory of one parsed text: objects are placed one after another and freed together.
// Invariant: only trivially destructible objects live here.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace reckon::lang {

// A run of objects in an arena. Trivial to copy; lives as long as the arena.
template <class T>
struct List {
  T* items = nullptr;
  std::size_t count = 0;

  T* begin() const { return items; }
  T* end() const { return items + count; }
  T& operator[](std::size_t i) const { return items[i]; }
  std::size_t size() const { return count; }
  bool empty() const { return count == 0; }
  T& front() const { return items[0]; }
  T& back() const { return items[count - 1]; }
};

class Arena {
 public:
  template <class T>
  T* make() {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (take(sizeof(T), alignof(T))) T{};
  }
  // Room for count objects, each in its default state.
  template <class T>
  List<T> room(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (count == 0) return {};
    T* to = static_cast<T*>(take(sizeof(T) * count, alignof(T)));
    for (std::size_t i = 0; i < count; ++i) new (to + i) T{};
    return {to, count};
  }
  template <class T>
  List<T> list(const T* from, std::size_t count) {
    const List<T> made = room<T>(count);
    for (std::size_t i = 0; i < count; ++i) made[i] = from[i];
    return made;
  }
  std::string_view text(std::string_view from) {
    if (from.empty()) return {};
    char* to = static_cast<char*>(take(from.size(), 1));
    std::memcpy(to, from.data(), from.size());
    return {to, from.size()};
  }

  // Nothing that was made here is used any more; the last block serves again.
  void clear() {
    used_ = 0;
    if (blocks_.size() > 1) blocks_.erase(blocks_.begin(), blocks_.end() - 1);
  }

 private:
  void* take(std::size_t size, std::size_t align) {
    std::size_t at = (used_ + align - 1) & ~(align - 1);
    if (blocks_.empty() || at + size > capacity_) {
      capacity_ = size > block_size ? size : block_size;
      blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(capacity_));
      at = 0;
    }
    used_ = at + size;
    return blocks_.back().get() + at;
  }

  static constexpr std::size_t block_size = 4096;
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::size_t capacity_ = 0;
  std::size_t used_ = 0;
};

}  // namespace reckon::lang

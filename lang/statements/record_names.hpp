// The names of one column as one reader numbers them, in the order of their first use. A table with open addresses that
// holds names of up to 16 bytes in itself, so that a known name costs one look.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace reckon::lang {

class RecordNames {
 public:
  static constexpr std::uint32_t unknown = ~std::uint32_t{0};
  static constexpr std::size_t readable_behind = 16;

  RecordNames() : entries_(512) {}

  // The number of a name, or `unknown`. `readable_behind` bytes behind the text may be read.
  std::uint32_t find(std::string_view text) const {
    const Mark mark = mark_of(text);
    for (std::size_t at = place(mark);; at = (at + 1) & (entries_.size() - 1)) {
      const Entry& entry = entries_[at];
      if (entry.mark == mark && (text.size() <= 16 || names_[entry.number] == text)) return entry.number;
      if (entry.number == unknown) return unknown;
    }
  }
  // Numbers a name that is unknown; the same may be read behind it.
  std::uint32_t add(std::string_view text);
  const std::string& operator[](std::size_t number) const { return names_[number]; }
  std::size_t size() const { return names_.size(); }

 private:
  // All there is to a text of 16 bytes; of longer ones the beginning and a digest of the rest.
  struct Mark {
    std::uint64_t first = 0, second = 0, size = ~std::uint64_t{0};
    friend bool operator==(const Mark& a, const Mark& b) {
      return ((a.first ^ b.first) | (a.second ^ b.second) | (a.size ^ b.size)) == 0;
    }
  };
  struct Entry {
    Mark mark;
    std::uint32_t number = unknown;
  };

  static Mark mark_of(std::string_view text) {
    static constexpr std::array<std::uint64_t, 9> kept{
        0, 0xff, 0xffff, 0xffffff, 0xffffffff, 0xffffffffff, 0xffffffffffff, 0xffffffffffffff, ~std::uint64_t{0}};
    Mark mark{0, 0, text.size()};
    std::memcpy(&mark.first, text.data(), 8);
    std::memcpy(&mark.second, text.data() + 8, 8);
    if (text.size() > 16) {
      mark.second = digest(text);
      return mark;
    }
    mark.first &= kept[std::min<std::size_t>(text.size(), 8)];
    mark.second &= kept[std::max<std::size_t>(text.size(), 8) - 8];
    return mark;
  }
  static std::uint64_t digest(std::string_view text);
  std::size_t place(const Mark& mark) const {
    std::uint64_t hash = (mark.first * 0x9e3779b97f4a7c15U) ^ ((mark.second + mark.size) * 0xc2b2ae3d27d4eb4fU);
    hash = (hash ^ hash >> 32) * 0xd6e8feb86659fd93U;
    return static_cast<std::size_t>(hash >> 32) & (entries_.size() - 1);
  }

  std::vector<Entry> entries_;  // a power of two, at most a quarter of it taken
  std::deque<std::string> names_;
};

}  // namespace reckon::lang

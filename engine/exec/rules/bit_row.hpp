// A set of codes as words of 64: a window of words where they lie close, a sorted list of words where they do not.
// Invariant: listed words are never 0, and their indexes ascend.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/code.hpp"

namespace reckon::engine {

class BitRow {
 public:
  static std::int32_t index_of(Code code) { return code >> 6; }
  static std::uint64_t bit_of(Code code) { return std::uint64_t{1} << (code & 63); }

  // Of ascending codes, in no more memory than they need.
  static BitRow of(std::span<const Code> ascending);

  bool empty() const { return words_.empty(); }
  // How many words there are to look at.
  std::size_t words() const { return words_.size(); }
  std::uint64_t word(std::int32_t index) const {
    if (!at_.empty()) return listed(index);
    const auto offset = static_cast<std::uint32_t>(index) - static_cast<std::uint32_t>(first_);
    return offset < words_.size() ? words_[offset] : 0;
  }
  bool contains(Code code) const { return (word(index_of(code)) & bit_of(code)) != 0; }
  // Adds the bits of a word; the result is those that are new.
  std::uint64_t insert(std::int32_t index, std::uint64_t bits) {
    const auto offset = static_cast<std::uint32_t>(index) - static_cast<std::uint32_t>(first_);
    if (!at_.empty() || offset >= words_.size()) return insert_beyond(index, bits);
    const std::uint64_t fresh = bits & ~words_[offset];
    words_[offset] |= bits;
    return fresh;
  }
  bool insert(Code code) { return insert(index_of(code), bit_of(code)) != 0; }

  // f(index, word) for each word with a bit, ascending. The row must not change meanwhile.
  template <class F>
  void each_word(F&& f) const {
    for (std::size_t i = 0; i < words_.size(); ++i)
      if (words_[i] != 0) f(at_.empty() ? first_ + static_cast<std::int32_t>(i) : at_[i], words_[i]);
  }
  template <class F>
  void each(F&& f) const {
    each_word([&](std::int32_t index, std::uint64_t word) { each_bit(index, word, f); });
  }
  template <class F>
  static void each_bit(std::int32_t index, std::uint64_t word, F&& f) {
    for (; word != 0; word &= word - 1) f(static_cast<Code>(index * 64 + std::countr_zero(word)));
  }
  // Keeps the memory.
  void clear() {
    words_.clear();
    at_.clear();
  }
  std::size_t bytes() const { return words_.capacity() * 8 + at_.capacity() * 4; }

 private:
  std::uint64_t listed(std::int32_t index) const;
  std::uint64_t insert_beyond(std::int32_t index, std::uint64_t bits);
  void insert_listed(std::int32_t index, std::uint64_t bits);
  void make_window();
  void make_list();

  std::int32_t first_ = 0;  // of a window: the index of its first word
  std::vector<std::uint64_t> words_;
  std::vector<std::int32_t> at_;  // of a list: the index of each word
};

}  // namespace reckon::engine

// Where the characters stand that may end a cell or a row, or open and close one: a bit for each byte of a text.
// Invariant: bits behind the end of the text are 0.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

namespace reckon::engine {

// Steps through commas, quotes, line feeds and carriage returns. `readable_behind` bytes behind the text may be read.
class CsvMarks {
 public:
  static constexpr std::size_t readable_behind = 64;

  explicit CsvMarks(std::string_view text) : text_(text) { seek(0); }

  // The place of the next mark at or behind the one sought, then of the one behind that; the end of the text.
  std::size_t next() {
    while (bits_ == 0) {
      if (base_ + 64 >= text_.size()) return text_.size();
      base_ += 64;
      if (++word_ == words) fill();
      bits_ = marks_[word_];
      unusual_ |= unusual_words_[word_];
    }
    const auto at = base_ + static_cast<std::size_t>(std::countr_zero(bits_));
    bits_ &= bits_ - 1;
    return at;
  }
  void seek(std::size_t at);

  // Whether a byte that is no plain ASCII character, or is 0, may have been passed since the call before.
  bool passed_unusual() {
    const bool passed = unusual_;
    unusual_ = unusual_words_[word_];
    return passed;
  }

 private:
  static constexpr std::size_t words = 64;

  void fill();  // from base_ on

  std::string_view text_;
  std::size_t base_ = 0;  // of word_
  std::size_t word_ = 0;
  std::uint64_t bits_ = 0;  // of word_, those not stepped over
  bool unusual_ = false;
  std::array<std::uint64_t, words> marks_{};
  std::array<bool, words> unusual_words_{};
};

}  // namespace reckon::engine

// 64 bytes at a time.
#include "engine/storage/csv_marks.hpp"

#include <algorithm>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace reckon::engine {
namespace {

struct Word {
  std::uint64_t marks = 0;
  bool unusual = false;
};

#ifdef __SSE2__

Word look(const char* text) {
  const __m128i comma = _mm_set1_epi8(','), quote = _mm_set1_epi8('"'), feed = _mm_set1_epi8('\n'),
                carriage = _mm_set1_epi8('\r');
  Word word;
  __m128i unusual = _mm_setzero_si128();
  for (unsigned i = 0; i < 4; ++i) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + i * 16));
    const __m128i marks = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, comma), _mm_cmpeq_epi8(bytes, quote)),
                                       _mm_or_si128(_mm_cmpeq_epi8(bytes, feed), _mm_cmpeq_epi8(bytes, carriage)));
    word.marks |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(marks))} << (i * 16);
    // Of signed bytes those that are not ASCII, and 0, lie below 1.
    unusual = _mm_or_si128(unusual, _mm_cmplt_epi8(bytes, _mm_set1_epi8(1)));
  }
  word.unusual = _mm_movemask_epi8(unusual) != 0;
  return word;
}

#else

Word look(const char* text) {
  Word word;
  for (unsigned i = 0; i < 64; ++i) {
    const char c = text[i];
    word.marks |= std::uint64_t{c == ',' || c == '"' || c == '\n' || c == '\r'} << i;
    word.unusual |= static_cast<signed char>(c) < 1;
  }
  return word;
}

#endif

}  // namespace

void CsvMarks::fill() {
  word_ = 0;
  const std::size_t count = std::min(words, (text_.size() - base_ + 63) / 64);
  for (std::size_t i = 0; i < count; ++i) {
    const Word word = look(text_.data() + base_ + i * 64);
    marks_[i] = word.marks;
    unusual_words_[i] = word.unusual;
  }
  if (const std::size_t rest = text_.size() - base_; count > 0 && rest < count * 64)
    marks_[count - 1] &= (std::uint64_t{1} << (rest % 64)) - 1;
}

void CsvMarks::seek(std::size_t at) {
  base_ = at / 64 * 64;
  if (base_ >= text_.size()) {
    bits_ = 0;
    return;
  }
  fill();
  bits_ = marks_[0] & (~std::uint64_t{0} << (at % 64));
  unusual_ = unusual_words_[0];
}

}  // namespace reckon::engine

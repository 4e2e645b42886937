// One template for all instruction sets: a comparison of 64 values gives a word of bits.
#include "engine/exec/records/selection.hpp"

#include <algorithm>
#include <bit>

#if defined(__x86_64__) && defined(__GNUC__)
#define RECKON_X86 1
#include <immintrin.h>
#else
#define RECKON_X86 0
#endif

namespace reckon::engine {
namespace {

using Intervals = std::span<const DistanceInterval>;

template <class T>
std::uint64_t word_within(const T* data, T from, T span) {
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 64; ++i) bits |= std::uint64_t{static_cast<T>(data[i] - from) <= span} << i;
  return bits;
}

template <class T>
std::size_t keep_plain(const T* data, std::size_t words, Intervals intervals, std::uint64_t* mask) {
  std::size_t looked = 0;
  for (std::size_t w = 0; w < words; ++w) {
    if (mask[w] == 0) continue;
    ++looked;
    std::uint64_t bits = 0;
    for (const auto& [from, to] : intervals)
      bits |= word_within(data + w * 64, static_cast<T>(from), static_cast<T>(to - from));
    mask[w] &= bits;
  }
  return looked;
}

#if RECKON_X86

// The loop over words is the same for every set; only what compares 64 values differs, and it must be of the set that
// the loop is compiled for to be inlined.
#define RECKON_KEEP(name, type, set)                                                                      \
  __attribute__((target(set))) std::size_t name(const type* data, std::size_t words, Intervals intervals, \
                                                std::uint64_t* mask) {                                    \
    std::size_t looked = 0;                                                                               \
    for (std::size_t w = 0; w < words; ++w) {                                                             \
      if (mask[w] == 0) continue;                                                                         \
      ++looked;                                                                                           \
      std::uint64_t bits = 0;                                                                             \
      for (const auto& [from, to] : intervals)                                                            \
        bits |= name##_word(data + w * 64, static_cast<type>(from), static_cast<type>(to - from));        \
      mask[w] &= bits;                                                                                    \
    }                                                                                                     \
    return looked;                                                                                        \
  }

#define AVX2 "avx2"
#define AVX512 "avx512f,avx512bw"

__attribute__((target(AVX2))) inline __m256i load_256(const void* data) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(data));
}
__attribute__((target(AVX512))) inline __m512i load_512(const void* data) { return _mm512_loadu_si512(data); }

__attribute__((target(AVX2))) inline std::uint64_t avx2_8_word(const std::uint8_t* data, std::uint8_t from,
                                                               std::uint8_t span) {
  const __m256i low = _mm256_set1_epi8(static_cast<char>(from)), most = _mm256_set1_epi8(static_cast<char>(span));
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 2; ++i) {
    const __m256i x = _mm256_sub_epi8(load_256(data + 32 * i), low);
    const auto found = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(x, most), x)));
    bits |= std::uint64_t{found} << (32 * i);
  }
  return bits;
}
RECKON_KEEP(avx2_8, std::uint8_t, AVX2)

__attribute__((target(AVX2))) inline std::uint64_t avx2_16_word(const std::uint16_t* data, std::uint16_t from,
                                                                std::uint16_t span) {
  const __m256i low = _mm256_set1_epi16(static_cast<short>(from)), most = _mm256_set1_epi16(static_cast<short>(span));
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 2; ++i) {
    const __m256i x = _mm256_sub_epi16(load_256(data + 32 * i), low),
                  y = _mm256_sub_epi16(load_256(data + 32 * i + 16), low);
    const __m256i a = _mm256_cmpeq_epi16(_mm256_min_epu16(x, most), x),
                  b = _mm256_cmpeq_epi16(_mm256_min_epu16(y, most), y);
    // Packing takes the halves of both in turn; the permutation puts them in order.
    const __m256i packed = _mm256_permute4x64_epi64(_mm256_packs_epi16(a, b), 0xd8);
    bits |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(packed))} << (32 * i);
  }
  return bits;
}
RECKON_KEEP(avx2_16, std::uint16_t, AVX2)

__attribute__((target(AVX2))) inline std::uint64_t avx2_32_word(const std::uint32_t* data, std::uint32_t from,
                                                                std::uint32_t span) {
  const __m256i low = _mm256_set1_epi32(static_cast<int>(from)), most = _mm256_set1_epi32(static_cast<int>(span));
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 8; ++i) {
    const __m256i x = _mm256_sub_epi32(load_256(data + 8 * i), low);
    const __m256i found = _mm256_cmpeq_epi32(_mm256_min_epu32(x, most), x);
    bits |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(found)))} << (8 * i);
  }
  return bits;
}
RECKON_KEEP(avx2_32, std::uint32_t, AVX2)

__attribute__((target(AVX512))) inline std::uint64_t avx512_8_word(const std::uint8_t* data, std::uint8_t from,
                                                                   std::uint8_t span) {
  const __m512i x = _mm512_sub_epi8(load_512(data), _mm512_set1_epi8(static_cast<char>(from)));
  return _mm512_cmple_epu8_mask(x, _mm512_set1_epi8(static_cast<char>(span)));
}
RECKON_KEEP(avx512_8, std::uint8_t, AVX512)

__attribute__((target(AVX512))) inline std::uint64_t avx512_16_word(const std::uint16_t* data, std::uint16_t from,
                                                                    std::uint16_t span) {
  const __m512i low = _mm512_set1_epi16(static_cast<short>(from)), most = _mm512_set1_epi16(static_cast<short>(span));
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 2; ++i)
    bits |= std::uint64_t{_mm512_cmple_epu16_mask(_mm512_sub_epi16(load_512(data + 32 * i), low), most)} << (32 * i);
  return bits;
}
RECKON_KEEP(avx512_16, std::uint16_t, AVX512)

__attribute__((target(AVX512))) inline std::uint64_t avx512_32_word(const std::uint32_t* data, std::uint32_t from,
                                                                    std::uint32_t span) {
  const __m512i low = _mm512_set1_epi32(static_cast<int>(from)), most = _mm512_set1_epi32(static_cast<int>(span));
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 4; ++i)
    bits |= std::uint64_t{_mm512_cmple_epu32_mask(_mm512_sub_epi32(load_512(data + 16 * i), low), most)} << (16 * i);
  return bits;
}
RECKON_KEEP(avx512_32, std::uint32_t, AVX512)

#undef RECKON_KEEP
#undef AVX2
#undef AVX512

#endif

// One kernel for each width that is worth one.
struct Kernels {
  std::size_t (*of_8)(const std::uint8_t*, std::size_t, Intervals, std::uint64_t*) = keep_plain<std::uint8_t>;
  std::size_t (*of_16)(const std::uint16_t*, std::size_t, Intervals, std::uint64_t*) = keep_plain<std::uint16_t>;
  std::size_t (*of_32)(const std::uint32_t*, std::size_t, Intervals, std::uint64_t*) = keep_plain<std::uint32_t>;
};

Kernels kernels_of([[maybe_unused]] KernelSet set) {
#if RECKON_X86
  if (set == KernelSet::avx512) return {avx512_8, avx512_16, avx512_32};
  if (set == KernelSet::avx2) return {avx2_8, avx2_16, avx2_32};
#endif
  return {};
}

constexpr std::array all_sets{KernelSet::plain, KernelSet::avx2, KernelSet::avx512};

std::size_t count_sets() {
#if RECKON_X86
  if (__builtin_cpu_supports("avx512bw")) return 3;
  if (__builtin_cpu_supports("avx2")) return 2;
#endif
  return 1;
}

Kernels kernels = kernels_of(kernel_sets().back());

}  // namespace

std::span<const KernelSet> kernel_sets() { return std::span(all_sets).first(count_sets()); }

void use_kernels(KernelSet set) { kernels = kernels_of(set); }

std::size_t select_all(BlockMask& mask, std::size_t rows) {
  const std::size_t words = (rows + 63) / 64;
  std::fill_n(mask.begin(), words, ~std::uint64_t{0});
  if (rows % 64 != 0) mask[words - 1] = (std::uint64_t{1} << (rows % 64)) - 1;
  return words;
}

std::size_t keep_within(const NarrowColumn& column, std::size_t first_row, std::size_t words, Intervals intervals,
                        BlockMask& mask) {
  return column.visit([&](const auto* data) {
    using T = std::remove_const_t<std::remove_pointer_t<decltype(data)>>;
    if constexpr (std::is_same_v<T, std::uint8_t>)
      return kernels.of_8(data + first_row, words, intervals, mask.data());
    else if constexpr (std::is_same_v<T, std::uint16_t>)
      return kernels.of_16(data + first_row, words, intervals, mask.data());
    else if constexpr (std::is_same_v<T, std::uint32_t>)
      return kernels.of_32(data + first_row, words, intervals, mask.data());
    else
      return keep_plain(data + first_row, words, intervals, mask.data());
  });
}

std::size_t keep_listed(const NarrowColumn& column, std::size_t first_row, std::size_t words,
                        const std::uint8_t* passes, BlockMask& mask) {
  return column.visit([&](const auto* data) {
    std::size_t looked = 0;
    for (std::size_t w = 0; w < words; ++w) {
      if (mask[w] == 0) continue;
      ++looked;
      const auto* const from = data + first_row + w * 64;
      std::uint64_t kept = 0;
      for (std::uint64_t left = mask[w]; left != 0; left &= left - 1) {
        const auto i = static_cast<unsigned>(std::countr_zero(left));
        kept |= std::uint64_t{passes[from[i]]} << i;
      }
      mask[w] = kept;
    }
    return looked;
  });
}

std::size_t list_rows(const BlockMask& mask, std::size_t words, std::uint16_t* rows) {
  std::size_t count = 0;
  for (std::size_t w = 0; w < words; ++w) {
    for (std::uint64_t left = mask[w]; left != 0; left &= left - 1)
      rows[count++] = static_cast<std::uint16_t>(w * 64 + static_cast<unsigned>(std::countr_zero(left)));
  }
  return count;
}

}  // namespace reckon::engine

// Which rows of a block pass a condition, as bits: bit i of word w is row 64 w + i.
// Kernels for the vector instructions that the machine has are chosen when the program runs.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "engine/facts/records/narrow_column.hpp"

namespace reckon::engine {

inline constexpr std::size_t block_words = NarrowColumn::block_rows / 64;
using BlockMask = std::array<std::uint64_t, block_words>;

// Distances of a column (narrow_column.hpp), both ends included.
struct DistanceInterval {
  std::uint64_t from = 0, to = 0;
};

// The instructions that kernels use.
enum class KernelSet : std::uint8_t { plain, avx2, avx512 };
// The sets that this machine has, the best of them last.
std::span<const KernelSet> kernel_sets();
// Uses a set that the machine has instead of its best: for tests, while no query runs.
void use_kernels(KernelSet);

// The first `rows` rows of a block; how many words have any.
std::size_t select_all(BlockMask&, std::size_t rows);

// Keeps the rows of a block, which begins at `first_row`, whose values lie in one of the intervals. Words without rows
// are not looked at. How many words were.
std::size_t keep_within(const NarrowColumn&, std::size_t first_row, std::size_t words,
                        std::span<const DistanceInterval>, BlockMask&);

// Keeps the rows for whose distance `passes` has a byte that is not 0.
std::size_t keep_listed(const NarrowColumn&, std::size_t first_row, std::size_t words, const std::uint8_t* passes,
                        BlockMask&);

// The places of the rows within the block, ascending; how many.
std::size_t list_rows(const BlockMask&, std::size_t words, std::uint16_t* rows);

}  // namespace reckon::engine

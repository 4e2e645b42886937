// A column of whole numbers, each stored as its distance from the column's least in 8, 16, 32 or 64 bits (frame of
// reference), with the bounds of every block of rows. Immutable once made; readable from any thread.
// Invariant: distances fit the width; each block's bounds are attained in it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/facts/records/aligned_bytes.hpp"

namespace reckon::engine {

class NarrowColumn {
 public:
  static constexpr std::size_t block_rows = 4096;
  struct Bounds {
    std::uint64_t low = 0, high = 0;  // distances
  };

  NarrowColumn() = default;
  explicit NarrowColumn(std::span<const std::int64_t> values);
  // `rows` values from low to high, to be set one by one, in order.
  NarrowColumn(std::size_t rows, std::int64_t low, std::int64_t high);

  // f(data) with the distances as they are stored.
  template <class F>
  decltype(auto) visit(F&& f) const {
    switch (width_) {
      case 1: return f(reinterpret_cast<const std::uint8_t*>(bytes_.data()));
      case 2: return f(reinterpret_cast<const std::uint16_t*>(bytes_.data()));
      case 4: return f(reinterpret_cast<const std::uint32_t*>(bytes_.data()));
      default: return f(reinterpret_cast<const std::uint64_t*>(bytes_.data()));
    }
  }

  // Sets the next values; each must lie within the bounds given at the start.
  template <class Get>
  void append(std::size_t count, const Get& get) {
    const std::size_t begin = filled_;
    visit([&](auto* data) {
      using Stored = std::remove_pointer_t<decltype(data)>;
      auto* to = const_cast<std::remove_const_t<Stored>*>(data);
      for (std::size_t i = 0; i < count; ++i)
        to[begin + i] = static_cast<std::remove_const_t<Stored>>(static_cast<std::uint64_t>(get(i)) -
                                                                 static_cast<std::uint64_t>(low_));
    });
    filled_ += count;
  }
  // Finds the bounds of those blocks whose values are set by now; once all are, a query may ask for them.
  void bound_blocks();

  std::size_t size() const { return rows_; }
  unsigned width() const { return width_; }  // bytes of a value: 1, 2, 4 or 8
  std::int64_t low() const { return low_; }
  std::int64_t high() const { return high_; }
  std::int64_t operator[](std::size_t row) const {
    return visit(
        [&](const auto* data) { return static_cast<std::int64_t>(static_cast<std::uint64_t>(low_) + data[row]); });
  }
  const Bounds& block(std::size_t number) const { return blocks_[number]; }
  std::size_t bytes() const { return bytes_.size() + blocks_.capacity() * sizeof(Bounds); }

 private:
  std::size_t rows_ = 0, filled_ = 0;
  unsigned width_ = 1;
  std::int64_t low_ = 0, high_ = 0;
  AlignedBytes bytes_;
  std::vector<Bounds> blocks_;
};

}  // namespace reckon::engine

// Widths and block bounds.
#include "engine/facts/records/narrow_column.hpp"

#include <algorithm>
#include <cassert>

namespace reckon::engine {
namespace {

unsigned width_of(std::uint64_t distance) {
  if (distance <= 0xff) return 1;
  if (distance <= 0xffff) return 2;
  return distance <= 0xffffffff ? 4 : 8;
}

std::pair<std::int64_t, std::int64_t> bounds_of(std::span<const std::int64_t> values) {
  if (values.empty()) return {0, 0};
  std::int64_t low = values.front(), high = values.front();
  for (const std::int64_t value : values) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  return {low, high};
}

}  // namespace

NarrowColumn::NarrowColumn(std::size_t rows, std::int64_t low, std::int64_t high)
    : rows_(rows),
      width_(width_of(static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low))),
      low_(low),
      high_(high),
      bytes_(rows * width_) {}

NarrowColumn::NarrowColumn(std::span<const std::int64_t> values) : NarrowColumn(values, bounds_of(values)) {}

NarrowColumn::NarrowColumn(std::span<const std::int64_t> values, std::pair<std::int64_t, std::int64_t> bounds)
    : NarrowColumn(values.size(), bounds.first, bounds.second) {
  append(values.size(), [&](std::size_t i) { return values[i]; });
  seal();
}

void NarrowColumn::seal() {
  assert(filled_ == rows_);
  blocks_.clear();
  blocks_.reserve((rows_ + block_rows - 1) / block_rows);
  visit([&](const auto* data) {
    for (std::size_t begin = 0; begin < rows_; begin += block_rows) {
      const auto* const end = data + std::min(rows_, begin + block_rows);
      auto low = data[begin], high = data[begin];
      for (const auto* at = data + begin; at != end; ++at) {
        low = std::min(low, *at);
        high = std::max(high, *at);
      }
      blocks_.push_back({low, high});
    }
  });
}

}  // namespace reckon::engine

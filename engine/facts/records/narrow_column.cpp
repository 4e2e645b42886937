// Widths and block bounds.
#include "engine/facts/records/narrow_column.hpp"

#include <algorithm>

namespace reckon::engine {
namespace {

unsigned width_of(std::uint64_t distance) {
  if (distance <= 0xff) return 1;
  if (distance <= 0xffff) return 2;
  return distance <= 0xffffffff ? 4 : 8;
}

}  // namespace

NarrowColumn::NarrowColumn(std::size_t rows, std::int64_t low, std::int64_t high)
    : rows_(rows),
      width_(width_of(static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low))),
      low_(low),
      high_(high),
      bytes_(rows * width_) {}

NarrowColumn::NarrowColumn(std::span<const std::int64_t> values) {
  if (values.empty()) return;
  std::int64_t low = values.front(), high = values.front();
  for (const std::int64_t value : values) low = std::min(low, value), high = std::max(high, value);
  *this = NarrowColumn(values.size(), low, high);
  append(values.size(), [&](std::size_t i) { return values[i]; });
  bound_blocks();
}

void NarrowColumn::bound_blocks() {
  visit([&](const auto* data) {
    for (std::size_t begin = blocks_.size() * block_rows; begin < filled_; begin += block_rows) {
      if (begin + block_rows > filled_ && filled_ < rows_) return;
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

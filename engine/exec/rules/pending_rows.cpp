// Marking, finding and taking nodes.
#include "engine/exec/rules/pending_rows.hpp"

#include <algorithm>
#include <utility>

namespace reckon::engine {

BitRow& PendingRows::of(Trie::Node node, std::span<const Code> prefix) {
  if (node >= nodes()) {
    marks_.resize(node / 64 + 1);
    row_of_.resize(nodes());
    prefixes_.resize(nodes() * columns_);
  }
  std::uint64_t& mark = marks_[node / 64];
  const std::uint64_t bit = std::uint64_t{1} << (node % 64);
  if ((mark & bit) == 0) {
    mark |= bit;
    ++waiting_;
    if (free_.empty()) {
      free_.push_back(static_cast<std::uint32_t>(rows_.size()));
      rows_.emplace_back();
    }
    row_of_[node] = free_.back();
    free_.pop_back();
    std::copy(prefix.begin(), prefix.end(), prefixes_.begin() + static_cast<std::ptrdiff_t>(node * columns_));
  }
  return rows_[row_of_[node]];
}

// Moves to the next marked node of the sweep.
bool PendingRows::find() {
  if (waiting_ == 0) return false;
  if (up_) {
    for (std::size_t at = next_ / 64; at < marks_.size(); ++at, next_ = at * 64)
      if (const std::uint64_t ahead = marks_[at] >> (next_ % 64) << (next_ % 64)) {
        next_ = at * 64 + static_cast<std::size_t>(std::countr_zero(ahead));
        return true;
      }
    return false;
  }
  while (next_ > 0) {
    const std::size_t at = (next_ - 1) / 64, beyond = at * 64 + 64 - next_;
    if (const std::uint64_t ahead = marks_[at] << beyond >> beyond) {
      next_ = at * 64 + 63 - static_cast<std::size_t>(std::countl_zero(ahead));
      return true;
    }
    next_ = at * 64;
  }
  return false;
}

std::optional<Trie::Node> PendingRows::take() {
  if (!find()) return std::nullopt;
  const std::size_t node = next_;
  next_ += up_ ? 1 : 0;
  marks_[node / 64] &= ~(std::uint64_t{1} << (node % 64));
  --waiting_;
  taken_.clear();
  std::swap(taken_, rows_[row_of_[node]]);
  free_.push_back(row_of_[node]);
  const auto first = prefixes_.begin() + static_cast<std::ptrdiff_t>(node * columns_);
  prefix_.assign(first, first + static_cast<std::ptrdiff_t>(columns_));
  return static_cast<Trie::Node>(node);
}

}  // namespace reckon::engine

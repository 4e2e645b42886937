// Growing a row of bits, and choosing between its two forms.
#include "engine/exec/rules/bit_row.hpp"

#include <algorithm>
#include <utility>

namespace reckon::engine {
namespace {

// A window may be this much larger than the words it holds.
constexpr std::int64_t slack = 4, smallest_window = 16;

}  // namespace

BitRow BitRow::of(std::span<const Code> ascending) {
  BitRow row;
  if (ascending.empty()) return row;
  const std::int64_t first = index_of(ascending.front()), span = std::int64_t{index_of(ascending.back())} - first + 1;
  std::int64_t words = 0, before = first - 1;
  for (const Code code : ascending) words += std::exchange(before, index_of(code)) != index_of(code) ? 1 : 0;
  const bool window = span * 2 <= slack * words;
  row.first_ = static_cast<std::int32_t>(first);
  row.words_.resize(static_cast<std::size_t>(window ? span : words), 0);
  if (!window) row.at_.reserve(row.words_.size());
  for (const Code code : ascending) {
    if (!window && (row.at_.empty() || row.at_.back() != index_of(code))) row.at_.push_back(index_of(code));
    const std::int64_t place = window ? index_of(code) - first : static_cast<std::int64_t>(row.at_.size()) - 1;
    row.words_[static_cast<std::size_t>(place)] |= bit_of(code);
  }
  return row;
}

std::uint64_t BitRow::listed(std::int32_t index) const {
  const auto found = std::lower_bound(at_.begin(), at_.end(), index);
  return found != at_.end() && *found == index ? words_[static_cast<std::size_t>(found - at_.begin())] : 0;
}

// Where the word is not in a window already.
std::uint64_t BitRow::insert_beyond(std::int32_t index, std::uint64_t bits) {
  if (bits == 0) return 0;
  const std::uint64_t fresh = bits & ~word(index);
  if (fresh == 0) return 0;
  if (words_.empty()) {
    first_ = index;
    words_.push_back(bits);
    return fresh;
  }
  if (at_.empty()) {
    const auto size = static_cast<std::int64_t>(words_.size());
    const std::int64_t low = std::min<std::int64_t>(first_, index);
    const std::int64_t high = std::max<std::int64_t>(first_ + size, std::int64_t{index} + 1);
    if (high - low <= std::max(smallest_window, slack * size)) {
      if (low < first_) words_.insert(words_.begin(), static_cast<std::size_t>(first_ - low), 0);
      first_ = static_cast<std::int32_t>(low);
      if (words_.size() < static_cast<std::size_t>(high - low)) words_.resize(static_cast<std::size_t>(high - low), 0);
      words_[static_cast<std::size_t>(index - low)] |= bits;
      return fresh;
    }
    make_list();
  }
  insert_listed(index, bits);
  return fresh;
}

void BitRow::insert_listed(std::int32_t index, std::uint64_t bits) {
  const auto place = std::lower_bound(at_.begin(), at_.end(), index);
  const auto offset = place - at_.begin();
  if (place != at_.end() && *place == index) {
    words_[static_cast<std::size_t>(offset)] |= bits;
    return;
  }
  at_.insert(place, index);
  words_.insert(words_.begin() + offset, bits);
  const std::int64_t span = std::int64_t{at_.back()} - at_.front() + 1;
  if (span * 2 <= slack * static_cast<std::int64_t>(words_.size())) make_window();
}

void BitRow::make_window() {
  std::vector<std::uint64_t> window(static_cast<std::size_t>(at_.back() - at_.front() + 1), 0);
  for (std::size_t i = 0; i < at_.size(); ++i) window[static_cast<std::size_t>(at_[i] - at_.front())] = words_[i];
  first_ = at_.front();
  words_ = std::move(window);
  at_ = {};
}

void BitRow::make_list() {
  std::vector<std::uint64_t> kept;
  std::vector<std::int32_t> at;
  each_word([&](std::int32_t index, std::uint64_t word) {
    at.push_back(index);
    kept.push_back(word);
  });
  words_ = std::move(kept);
  at_ = std::move(at);
}

}  // namespace reckon::engine

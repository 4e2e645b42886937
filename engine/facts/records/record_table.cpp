// From chunks to columns: codes dealt in hierarchy order, decimals at one scale.
#include "engine/facts/records/record_table.hpp"

#include <algorithm>
#include <atomic>
#include <limits>
#include <unordered_map>

#include "engine/facts/records/side_by_side.hpp"

namespace reckon::engine {

void sort_by_hierarchy(std::vector<Code>& members, const Dimension& dimension) {
  if (dimension.is_calendar() || dimension.levels().empty()) return;
  std::stable_sort(members.begin(), members.end(), [&](Code a, Code b) {
    for (auto level = dimension.levels().rbegin(); level != dimension.levels().rend(); ++level) {
      const Code x = level->codes[static_cast<std::size_t>(a)], y = level->codes[static_cast<std::size_t>(b)];
      if (x != y) return x < y;
    }
    return false;
  });
}

std::size_t RecordTable::bytes() const {
  std::size_t total = 0;
  for (const RecordKeys& keys : keys_) total += keys.codes.bytes() + keys.members.capacity() * sizeof(Code);
  for (const RecordValues& values : values_) total += values.mantissas.bytes() + values.present.capacity() * 8;
  return total;
}

void RecordBuilder::add(Part part) {
  if (part.rows == 0) return;
  rows_ += part.rows;
  parts_.push_back(part);
}

// All members that occur, those of a parent side by side.
std::vector<Code> RecordBuilder::members_in_order(std::size_t axis) const {
  std::vector<Code> members;
  std::vector<const Members*> readers;
  for (const Part& part : parts_) {
    if (std::find(readers.begin(), readers.end(), part.members) != readers.end()) continue;
    readers.push_back(part.members);
    const auto& named = (*part.members)[axis];
    members.insert(members.end(), named.begin(), named.end());
  }
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
  sort_by_hierarchy(members, catalog_.dimension(dimensions_[axis]));
  return members;
}

void RecordBuilder::build_keys(RecordKeys& keys, std::size_t axis) const {
  keys.members = members_in_order(axis);
  std::unordered_map<Code, std::uint32_t> places;
  for (std::size_t i = 0; i < keys.members.size(); ++i) places.emplace(keys.members[i], static_cast<std::uint32_t>(i));
  std::unordered_map<const Members*, std::vector<std::uint32_t>> place_of;  // by reader and its number
  for (const Part& part : parts_) {
    auto& mapped = place_of[part.members];
    if (mapped.empty())
      for (const Code code : (*part.members)[axis]) mapped.push_back(places.find(code)->second);
  }
  const std::int64_t last = keys.members.empty() ? 0 : static_cast<std::int64_t>(keys.members.size()) - 1;
  keys.codes = NarrowColumn(rows_, 0, last);
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const Part& part = parts_[i];
    const NarrowColumn& from = part.chunk->codes(axis);
    const std::uint32_t* const mapped = place_of[part.members].data() + from.low();
    from.visit([&](const auto* data) {
      keys.codes.append(part.rows, [&, at = data + part.begin](std::size_t row) { return mapped[at[row]]; });
    });
    keys.codes.bound_blocks();
    if (is_last_of_chunk_[i]) part.chunk->forget_codes(axis);
  }
}

bool RecordBuilder::build_values(RecordValues& values, std::size_t column) const {
  std::int64_t low = std::numeric_limits<std::int64_t>::max(), high = std::numeric_limits<std::int64_t>::min();
  bool any_missing = false;
  for (const Part& part : parts_) values.scale = std::max(values.scale, part.chunk->values(column).scale);
  for (const Part& part : parts_) {
    const RecordChunk::Values& from = part.chunk->values(column);
    std::int64_t least = from.mantissas.low(), most = from.mantissas.high();
    if (from.is_too_fine || !shift_decimal(least, values.scale - from.scale) ||
        !shift_decimal(most, values.scale - from.scale))
      return false;
    low = std::min(low, least);
    high = std::max(high, most);
    any_missing = any_missing || !from.missing.empty();
  }
  if (parts_.empty()) low = high = 0;
  if (any_missing) values.present.assign((rows_ + 63) / 64, ~std::uint64_t{0});
  values.mantissas = NarrowColumn(rows_, low, high);
  std::size_t begin = 0;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const Part& part = parts_[i];
    const RecordChunk::Values& from = part.chunk->values(column);
    std::int64_t factor = 1;
    shift_decimal(factor, values.scale - from.scale);
    from.mantissas.visit([&](const auto* data) {
      const auto base = static_cast<std::uint64_t>(from.mantissas.low());
      values.mantissas.append(part.rows, [&, base, factor, at = data + part.begin](std::size_t row) {
        return static_cast<std::int64_t>(base + at[row]) * factor;
      });
    });
    values.mantissas.bound_blocks();
    const auto first = std::lower_bound(from.missing.begin(), from.missing.end(), part.begin);
    for (auto row = first; row != from.missing.end() && *row < part.begin + part.rows; ++row) {
      const std::size_t at = begin + *row - part.begin;
      values.present[at / 64] &= ~(std::uint64_t{1} << (at % 64));
    }
    begin += part.rows;
    if (is_last_of_chunk_[i]) part.chunk->forget_values(column);
  }
  return true;
}

std::shared_ptr<const RecordTable> RecordBuilder::build(RecordProvenance provenance, std::size_t threads,
                                                        std::size_t& too_fine) {
  std::vector<RecordKeys> keys(dimensions_.size());
  std::vector<RecordValues> values(value_columns_);
  is_last_of_chunk_.assign(parts_.size(), false);
  std::unordered_map<const RecordChunk*, std::size_t> last;
  for (std::size_t i = 0; i < parts_.size(); ++i) last[parts_[i].chunk] = i;
  for (const auto& [chunk, part] : last) is_last_of_chunk_[part] = true;
  // Values first: they are the widest.
  std::vector<std::uint8_t> fits(value_columns_, 1);
  const std::size_t columns = value_columns_ + dimensions_.size();
  std::atomic<std::size_t> next{0};
  side_by_side(std::min(threads, columns), [&](std::size_t) {
    for (std::size_t column = next++; column < columns; column = next++) {
      if (column < value_columns_)
        fits[column] = build_values(values[column], column) ? 1 : 0;
      else
        build_keys(keys[column - value_columns_], column - value_columns_);
    }
  });
  const auto bad = std::find(fits.begin(), fits.end(), 0);
  too_fine = static_cast<std::size_t>(bad - fits.begin());
  if (bad != fits.end()) return nullptr;
  parts_.clear();
  return std::make_shared<RecordTable>(rows_, std::move(keys), std::move(values), std::move(provenance));
}

}  // namespace reckon::engine

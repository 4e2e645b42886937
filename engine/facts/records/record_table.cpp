// From chunks to columns: codes dealt in hierarchy order, decimals at one scale.
#include "engine/facts/records/record_table.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

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

void RecordBuilder::add(RecordChunk chunk, Members members) {
  if (chunk.rows() == 0) return;
  rows_ += chunk.rows();
  parts_.push_back({std::move(chunk), std::move(members)});
}

RecordKeys RecordBuilder::build_keys(const Dimension& dimension, std::size_t axis) {
  // Which numbers of each reader occur; readers are few, chunks many.
  std::unordered_map<const void*, std::vector<bool>> used;
  for (const Part& part : parts_) {
    const NarrowColumn& codes = part.chunk.codes(axis);
    auto& seen = used[part.members.get()];
    seen.resize((*part.members)[axis].size());
    codes.visit([&](const auto* data) {
      for (std::size_t row = 0; row < codes.size(); ++row)
        seen[static_cast<std::size_t>(codes.low()) + data[row]] = true;
    });
  }
  RecordKeys keys;
  for (const auto& [reader, seen] : used) {
    const auto& members = (*static_cast<const std::vector<std::vector<Code>>*>(reader))[axis];
    for (std::size_t number = 0; number < seen.size(); ++number)
      if (seen[number]) keys.members.push_back(members[number]);
  }
  std::sort(keys.members.begin(), keys.members.end());
  keys.members.erase(std::unique(keys.members.begin(), keys.members.end()), keys.members.end());
  sort_by_hierarchy(keys.members, dimension);
  std::unordered_map<Code, std::int64_t> places;
  for (std::size_t i = 0; i < keys.members.size(); ++i) places.emplace(keys.members[i], static_cast<std::int64_t>(i));
  std::unordered_map<const void*, std::vector<std::int64_t>> place_of;
  for (const Part& part : parts_) {
    auto& mapped = place_of[part.members.get()];
    if (!mapped.empty()) continue;
    for (const Code code : (*part.members)[axis]) {
      const auto found = places.find(code);
      mapped.push_back(found == places.end() ? 0 : found->second);
    }
  }
  const std::int64_t last = keys.members.empty() ? 0 : static_cast<std::int64_t>(keys.members.size()) - 1;
  keys.codes = NarrowColumn(rows_, 0, last);
  for (Part& part : parts_) {
    const NarrowColumn& from = part.chunk.codes(axis);
    const auto& mapped = place_of[part.members.get()];
    from.visit([&](const auto* data) {
      const auto low = static_cast<std::size_t>(from.low());
      keys.codes.append(from.size(), [&](std::size_t row) { return mapped[low + data[row]]; });
    });
    part.chunk.forget_codes(axis);
  }
  keys.codes.seal();
  return keys;
}

bool RecordBuilder::build_values(RecordValues& values, std::size_t column) {
  for (const Part& part : parts_) values.scale = std::max(values.scale, part.chunk.values(column).scale);
  std::int64_t low = std::numeric_limits<std::int64_t>::max(), high = std::numeric_limits<std::int64_t>::min();
  bool any_missing = false;
  for (const Part& part : parts_) {
    const auto& from = part.chunk.values(column);
    std::int64_t least = from.packed.low(), most = from.packed.high();
    if (!shift_decimal(least, values.scale - from.scale) || !shift_decimal(most, values.scale - from.scale))
      return false;
    low = std::min(low, least);
    high = std::max(high, most);
    any_missing = any_missing || !from.missing.empty();
  }
  if (parts_.empty()) low = high = 0;
  if (any_missing) values.present.assign((rows_ + 63) / 64, ~std::uint64_t{0});
  values.mantissas = NarrowColumn(rows_, low, high);
  std::size_t begin = 0;
  for (Part& part : parts_) {
    const auto& from = part.chunk.values(column);
    std::int64_t factor = 1;
    shift_decimal(factor, values.scale - from.scale);
    from.packed.visit([&](const auto* data) {
      const std::int64_t base = from.packed.low();
      values.mantissas.append(from.packed.size(), [&](std::size_t row) {
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(base) + data[row]) * factor;
      });
    });
    for (const auto row : from.missing)
      values.present[(begin + row) / 64] &= ~(std::uint64_t{1} << ((begin + row) % 64));
    begin += part.chunk.rows();
    part.chunk.forget_values(column);
  }
  values.mantissas.seal();
  return true;
}

std::shared_ptr<const RecordTable> RecordBuilder::build(const Catalog& catalog, std::span<const DimensionId> dimensions,
                                                        RecordProvenance provenance, std::size_t& too_fine) {
  std::vector<RecordKeys> keys;
  for (std::size_t axis = 0; axis < dimensions.size(); ++axis)
    keys.push_back(build_keys(catalog.dimension(dimensions[axis]), axis));
  std::vector<RecordValues> values(columns_);
  for (std::size_t column = 0; column < columns_; ++column) {
    too_fine = column;
    if (!build_values(values[column], column)) return nullptr;
  }
  parts_.clear();
  return std::make_shared<RecordTable>(rows_, std::move(keys), std::move(values), std::move(provenance));
}

}  // namespace reckon::engine

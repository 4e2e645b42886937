// Hashing of rows by their codes.
#include "engine/exec/row_index.hpp"

namespace reckon::engine {
namespace {

// Finaliser of splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators), folded over the codes.
std::uint64_t mix(std::uint64_t hash, Code code) {
  hash ^= static_cast<std::uint32_t>(code);
  hash *= 0xbf58476d1ce4e5b9ULL;
  return hash ^ (hash >> 31);
}

template <class Get>
std::uint64_t hash_key(std::size_t width, const Get& get) {
  std::uint64_t hash = 0x9e3779b97f4a7c15ULL;
  for (std::size_t i = 0; i < width; ++i) hash = mix(hash, get(i));
  return hash;
}

std::size_t table_size(std::size_t rows) {
  std::size_t size = 8;
  while (size < rows * 2) size *= 2;
  return size;
}

bool same_key(const RowIndex::Columns& columns, std::size_t a, std::size_t b) {
  for (const Code* column : columns)
    if (column[a] != column[b]) return false;
  return true;
}

// The slot of a row's key: the one that holds an equal key, or the empty one where it belongs.
std::size_t slot_of(const RowIndex::Columns& columns, const ScratchVector<std::uint32_t>& slots, std::size_t row) {
  const std::size_t mask = slots.size() - 1;
  std::size_t slot = hash_key(columns.size(), [&](std::size_t i) { return columns[i][row]; }) & mask;
  while (slots[slot] != RowIndex::none && !same_key(columns, slots[slot], row)) slot = (slot + 1) & mask;
  return slot;
}

}  // namespace

RowIndex::RowIndex(Columns columns, std::size_t rows)
    : columns_(std::move(columns)),
      slots_(table_size(rows), none, columns_.get_allocator().resource()),
      next_(rows, none, columns_.get_allocator().resource()) {
  mask_ = slots_.size() - 1;
  // Backwards, so that chains run in the order of rows.
  for (std::size_t row = rows; row-- > 0;) {
    const std::size_t slot = slot_of(columns_, slots_, row);
    next_[row] = slots_[slot];
    slots_[slot] = static_cast<std::uint32_t>(row);
  }
}

template <class Get>
std::uint32_t RowIndex::lookup(const Get& get) const {
  for (std::size_t slot = hash_key(columns_.size(), get) & mask_;; slot = (slot + 1) & mask_) {
    const std::uint32_t row = slots_[slot];
    if (row == none) return none;
    bool same = true;
    for (std::size_t i = 0; same && i < columns_.size(); ++i) same = columns_[i][row] == get(i);
    if (same) return row;
  }
}

std::uint32_t RowIndex::find(const Columns& columns, std::size_t row) const {
  return lookup([&](std::size_t i) { return columns[i][row]; });
}

std::uint32_t RowIndex::find(const std::vector<Code>& key) const {
  return lookup([&](std::size_t i) { return key[i]; });
}

Groups group_rows(const RowIndex::Columns& columns, std::size_t rows) {
  std::pmr::memory_resource* const memory = columns.get_allocator().resource();
  Groups groups{ScratchVector<std::uint32_t>(rows, memory), ScratchVector<std::uint32_t>(memory)};
  ScratchVector<std::uint32_t> slots(table_size(rows), RowIndex::none, memory);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t slot = slot_of(columns, slots, row);
    if (slots[slot] == RowIndex::none) {
      slots[slot] = static_cast<std::uint32_t>(row);
      groups.of_row[row] = static_cast<std::uint32_t>(groups.first_row.size());
      groups.first_row.push_back(static_cast<std::uint32_t>(row));
    } else {
      groups.of_row[row] = groups.of_row[slots[slot]];
    }
  }
  return groups;
}

}  // namespace reckon::engine

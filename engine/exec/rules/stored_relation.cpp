// Keeping the orders of a relation in step, and finding cells.
#include "engine/exec/rules/stored_relation.hpp"

#include <algorithm>
#include <numeric>

namespace reckon::engine {
namespace {

// f(key) for each cell's coordinate.
template <class F>
void each_key(const CellTable& cells, std::size_t axes, F&& f) {
  std::vector<Code> key(stored_width(axes), 0);
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    for (std::size_t axis = 0; axis < axes; ++axis) key[axis] = cells.keys[axis][cell];
    f(cell, std::span<const Code>(key));
  }
}

}  // namespace

StoredRelation::StoredRelation(std::size_t axes) {
  ColumnOrder own(stored_width(axes));
  std::iota(own.begin(), own.end(), std::uint8_t{0});
  const std::size_t width = own.size();
  orders_.push_back({std::move(own), Trie(width)});
}

StoredRelation::StoredRelation(std::shared_ptr<const DerivedRows> rows) : StoredRelation(rows->rows.width()) {
  shared_ = std::move(rows);
}

StoredRelation::StoredRelation(const CellTable& cells, std::size_t axes) : StoredRelation(axes) {
  // Cells come in the order of their coordinates: those of one row lie together.
  if (axes == 0) {
    if (cells.size() > 0) edit_rows().insert(std::vector<Code>{0});
    return;
  }
  const std::span<const Code> codes(cells.keys.back());
  std::vector<Code> prefix(axes - 1);
  const auto ends_row = [&](std::size_t cell) {
    if (cell == codes.size()) return true;
    for (std::size_t axis = 0; axis < prefix.size(); ++axis)
      if (cells.keys[axis][cell] != cells.keys[axis][cell - 1]) return true;
    return false;
  };
  for (std::size_t first = 0, last = 0; first < codes.size(); first = last) {
    do ++last;
    while (!ends_row(last));
    for (std::size_t axis = 0; axis < prefix.size(); ++axis) prefix[axis] = cells.keys[axis][first];
    edit_rows().put(prefix, codes.subspan(first, last - first));
  }
}

void StoredRelation::add(Ordered& to, const Trie& rows) {
  std::vector<Code> turned(to.order.size());
  rows.each_row([&](std::span<const Code> row) {
    for (std::size_t i = 0; i < turned.size(); ++i) turned[i] = row[to.order[i]];
    to.rows.insert(turned);
  });
}

const Trie& StoredRelation::by(const ColumnOrder& order) {
  if (order == orders_.front().order) return rows();
  const std::lock_guard lock(mutex_);
  for (const Ordered& known : orders_)
    if (known.order == order) return known.rows;
  orders_.push_back({order, Trie(order.size())});
  add(orders_.back(), rows());
  return orders_.back().rows;
}

void StoredRelation::merge(const Trie& more) {
  bool own = true;
  for (Ordered& ordered : orders_) {
    if (own)
      ordered.rows.merge(more);
    else
      add(ordered, more);
    own = false;
  }
}

std::size_t StoredRelation::bytes() const {
  std::size_t total = 0;
  for (const Ordered& ordered : orders_) total += ordered.rows.bytes();
  return total;
}

CellValues::CellValues(const CellTable& table, std::size_t axes) : CellValues(axes) {
  each_key(table, axes, [&](std::size_t cell, std::span<const Code> key) {
    const std::uint32_t made = make(key).first;
    ranges_[made] = table.values[cell];
    dates_[made] = table.date(cell);
  });
}

std::uint32_t CellValues::find(std::span<const Code> key) const {
  const Code none_at_all = 0;
  if (key.empty()) key = std::span(&none_at_all, 1);
  const Trie::Node leaf = rows_.leaf(key.first(key.size() - 1));
  if (leaf == Trie::none) return none;
  const auto found = cells_.find(place(leaf, key.back()));
  return found == cells_.end() ? none : found->second;
}

std::pair<std::uint32_t, bool> CellValues::make(std::span<const Code> key) {
  const Code none_at_all = 0;
  if (key.empty()) key = std::span(&none_at_all, 1);
  const Trie::Node leaf = rows_.make_leaf(key.first(key.size() - 1));
  const auto [at, fresh] = cells_.try_emplace(place(leaf, key.back()), static_cast<std::uint32_t>(ranges_.size()));
  if (!fresh) return {at->second, false};
  rows_.insert(leaf, BitRow::index_of(key.back()), BitRow::bit_of(key.back()));
  ranges_.emplace_back();
  dates_.push_back(no_code);
  return {at->second, true};
}

}  // namespace reckon::engine

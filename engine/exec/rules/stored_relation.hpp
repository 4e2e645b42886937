// The rows of a relation (or of a measure's cells) by the column orders that joins ask for, and no others.
// Invariant: every order holds the same rows. A relation without columns has one, whose only code is 0.
// Several threads may ask for orders while nobody changes the rows.
#pragma once

#include <tsl/robin_map.h>

#include <list>
#include <mutex>
#include <vector>

#include "engine/exec/rules/derived_rows.hpp"
#include "engine/facts/cell_table.hpp"
#include "engine/model/range.hpp"

namespace reckon::engine {

using ColumnOrder = std::vector<std::uint8_t>;

// The columns that a relation of so many axes is stored with.
inline std::size_t stored_width(std::size_t axes) { return axes == 0 ? 1 : axes; }

class StoredRelation {
 public:
  explicit StoredRelation(std::size_t axes);
  // The rows of another, which are not changed.
  explicit StoredRelation(std::shared_ptr<const DerivedRows>);
  StoredRelation(const CellTable&, std::size_t axes);

  const Trie& rows() const { return shared_ ? shared_->rows : orders_.front().rows; }
  Trie& edit_rows() { return orders_.front().rows; }  // only while no other order is asked for
  // The rows with their columns in that order; made at the first call, then kept up.
  const Trie& by(const ColumnOrder&);
  // Adds the rows of a trie in the columns' own order.
  void merge(const Trie&);
  std::size_t bytes() const;
  std::size_t orders() const { return orders_.size(); }

 private:
  struct Ordered {
    ColumnOrder order;
    Trie rows;
  };
  static void add(Ordered& to, const Trie& rows);
  std::mutex mutex_;  // of the list of orders
  std::shared_ptr<const DerivedRows> shared_;
  std::list<Ordered>
      orders_;  // the columns' own order first (empty where it is shared); a list, so that references stay
};

// The values of cells by coordinate.
class CellValues {
 public:
  static constexpr std::uint32_t none = 0xffffffff;

  explicit CellValues(std::size_t axes) : rows_(stored_width(axes)) {}
  CellValues(const CellTable&, std::size_t axes);

  std::uint32_t find(std::span<const Code> key) const;
  // The cell's number, and whether it is new; a new cell's value is to be set.
  std::pair<std::uint32_t, bool> make(std::span<const Code> key);
  std::size_t size() const { return ranges_.size(); }
  const Trie& rows() const { return rows_; }

  const Range& range(std::uint32_t cell) const { return ranges_[cell]; }
  Range& range(std::uint32_t cell) { return ranges_[cell]; }
  Day date(std::uint32_t cell) const { return dates_[cell]; }
  Day& date(std::uint32_t cell) { return dates_[cell]; }

 private:
  static std::uint64_t place(Trie::Node leaf, Code code) {
    return std::uint64_t{leaf} << 32 | static_cast<std::uint32_t>(code);
  }
  Trie rows_;
  tsl::robin_map<std::uint64_t, std::uint32_t, NodeCodeHash> cells_;  // by last-level node and last code
  std::vector<Range> ranges_;
  std::vector<Day> dates_;
};

}  // namespace reckon::engine

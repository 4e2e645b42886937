// Finds rows by the codes of some key columns: a flat hash table of row numbers, rows of equal key chained.
// Invariant: refers to the columns it was built over, which must outlive it.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/exec/scratch.hpp"
#include "engine/model/code.hpp"

namespace reckon::engine {

class RowIndex {
 public:
  using Columns = ScratchVector<const Code*>;
  static constexpr std::uint32_t none = 0xffffffff;

  // In the memory that the columns are in.
  RowIndex(Columns columns, std::size_t rows);

  // The first row whose codes equal those of `row` in `columns` (as many, in the same order), or none.
  std::uint32_t find(const Columns& columns, std::size_t row) const;
  std::uint32_t find(const std::vector<Code>& key) const;
  // The next row with the same key, or none.
  std::uint32_t next(std::uint32_t row) const { return next_[row]; }

 private:
  template <class Get>
  std::uint32_t lookup(const Get& get) const;

  Columns columns_;
  std::size_t mask_ = 0;
  ScratchVector<std::uint32_t> slots_;
  ScratchVector<std::uint32_t> next_;
};

// Numbers the distinct keys of rows from 0 in order of first appearance.
struct Groups {
  ScratchVector<std::uint32_t> of_row;
  ScratchVector<std::uint32_t> first_row;  // by group
  std::size_t size() const { return first_row.size(); }
};
// In the memory that the columns are in.
Groups group_rows(const RowIndex::Columns& columns, std::size_t rows);

}  // namespace reckon::engine

// A column of ranges, stored by their ends. The high ends take no memory while every row is a point, central figures
// and flags none while no row has them. Invariant: `operator[]` gives back exactly what was appended.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/facts/value_column.hpp"
#include "engine/model/range.hpp"

namespace reckon::engine {

class RangeColumn {
 public:
  std::size_t size() const { return low_.size(); }
  void append(const Range&);
  Range operator[](std::size_t row) const;
  bool is_point(std::size_t row) const;
  void truncate(std::size_t rows);
  void reserve(std::size_t rows) { low_.reserve(rows); }

  bool all_points() const { return high_.size() == 0; }
  bool all_bounded() const { return flags_.empty() || !any_unbounded_; }
  bool any_central() const { return central_.size() != 0; }
  const ValueColumn& low() const { return low_; }
  const ValueColumn& high() const { return all_points() ? low_ : high_; }

 private:
  static constexpr std::uint8_t below = 1, above = 2, with_central = 4;

  ValueColumn low_, high_, central_;
  std::vector<std::uint8_t> flags_;
  bool any_unbounded_ = false;
};

}  // namespace reckon::engine

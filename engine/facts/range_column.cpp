// Ranges by columns of ends; optional columns are filled in when the first row needs them.
#include "engine/facts/range_column.hpp"

namespace reckon::engine {

void RangeColumn::append(const Range& range) {
  const std::size_t row = low_.size();
  const bool point = range.is_point();
  if (!point && high_.size() == 0)
    for (std::size_t i = 0; i < row; ++i) high_.append(low_[i]);
  if (!point && range.has_central && central_.size() == 0)
    for (std::size_t i = 0; i < row; ++i) central_.append(0);
  const auto flags =
      static_cast<std::uint8_t>((range.unbounded_below ? below : 0) | (range.unbounded_above ? above : 0) |
                                (!point && range.has_central ? with_central : 0));
  if (flags != 0 && flags_.empty()) flags_.resize(row);
  any_unbounded_ = any_unbounded_ || range.unbounded_below || range.unbounded_above;

  low_.append(range.low);
  if (!point || high_.size() != 0) high_.append(range.high);
  if (central_.size() != 0 || (flags & with_central))
    central_.append((flags & with_central) ? range.central : Number(0));
  if (flags != 0 || !flags_.empty()) flags_.push_back(flags);
}

Range RangeColumn::operator[](std::size_t row) const {
  if (high_.size() == 0) return low_[row];
  Range range(low_[row], high_[row]);
  if (flags_.empty()) return range;
  range.unbounded_below = flags_[row] & below;
  range.unbounded_above = flags_[row] & above;
  range.has_central = flags_[row] & with_central;
  if (range.has_central) range.central = central_[row];
  return range;
}

bool RangeColumn::is_point(std::size_t row) const {
  if (high_.size() == 0) return true;
  if (!flags_.empty() && (flags_[row] & (below | above))) return false;
  if (low_.is_scaled() && high_.is_scaled() && low_.scale() == high_.scale())
    return low_.mantissas()[row] == high_.mantissas()[row];
  return low_[row] == high_[row];
}

void RangeColumn::truncate(std::size_t rows) {
  low_.truncate(rows);
  if (high_.size() > rows) high_.truncate(rows);
  if (central_.size() > rows) central_.truncate(rows);
  if (flags_.size() > rows) flags_.resize(rows);
}

}  // namespace reckon::engine

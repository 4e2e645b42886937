// A column of exact numbers: 64-bit mantissas with one decimal scale for the column, widened to Numbers when a value
// asks for it. Invariant: every value is held exactly.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/number.hpp"

namespace reckon::engine {

class ValueColumn {
 public:
  std::size_t size() const { return wide_ ? numbers_.size() : mantissas_.size(); }
  void append(const Number&);
  Number operator[](std::size_t row) const {
    return wide_ ? numbers_[row] : scale_ == 0 ? Number(mantissas_[row]) : Number::decimal(mantissas_[row], scale_);
  }
  void truncate(std::size_t rows);
  void reserve(std::size_t rows);

  // The scaled form, value = mantissa * 10^-scale, while every value fits it.
  bool is_scaled() const { return !wide_; }
  int scale() const { return scale_; }
  std::span<const std::int64_t> mantissas() const { return mantissas_; }
  std::size_t bytes() const { return mantissas_.capacity() * 8 + numbers_.capacity() * sizeof(Number); }

 private:
  bool rescale(int scale);
  void widen();

  bool wide_ = false;
  int scale_ = 0;
  std::vector<std::int64_t> mantissas_;
  std::vector<Number> numbers_;
};

}  // namespace reckon::engine

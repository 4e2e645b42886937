// Scaled columns and their widening.
#include "engine/facts/value_column.hpp"

namespace reckon::engine {
namespace {

constexpr int most_scale = 12;  // finer decimals are rare and leave too few digits before the point

}  // namespace

void ValueColumn::append(const Number& value) {
  if (!wide_) {
    if (const auto mantissa = value.to_scaled(scale_)) {
      mantissas_.push_back(*mantissa);
      return;
    }
    const auto scale = value.decimal_scale();
    if (scale && *scale <= most_scale && *scale > scale_ && value.to_scaled(*scale) && rescale(*scale)) {
      mantissas_.push_back(*value.to_scaled(*scale));
      return;
    }
    widen();
  }
  numbers_.push_back(value);
}

bool ValueColumn::rescale(int scale) {
  std::int64_t factor = 1;
  for (int i = scale_; i < scale; ++i) factor *= 10;
  std::vector<std::int64_t> finer(mantissas_.size());
  for (std::size_t i = 0; i < finer.size(); ++i)
    if (__builtin_mul_overflow(mantissas_[i], factor, &finer[i])) return false;
  mantissas_ = std::move(finer);
  scale_ = scale;
  return true;
}

void ValueColumn::widen() {
  numbers_.reserve(mantissas_.size() + 1);
  for (const std::int64_t mantissa : mantissas_) numbers_.push_back(Number::decimal(mantissa, scale_));
  mantissas_ = {};
  wide_ = true;
}

void ValueColumn::truncate(std::size_t rows) {
  if (wide_)
    numbers_.resize(rows);
  else
    mantissas_.resize(rows);
}

void ValueColumn::reserve(std::size_t rows) {
  if (wide_)
    numbers_.reserve(rows);
  else
    mantissas_.reserve(rows);
}

}  // namespace reckon::engine

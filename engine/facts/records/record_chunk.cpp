// Scales of decimals meet at the finest.
#include "engine/facts/records/record_chunk.hpp"

#include <algorithm>

namespace reckon::engine {

bool shift_decimal(std::int64_t& mantissa, int places) {
  if (mantissa == 0) return true;
  for (; places > 0; --places)
    if (__builtin_mul_overflow(mantissa, std::int64_t{10}, &mantissa)) return false;
  return true;
}

void RecordStage::add(const RecordBatch& batch) {
  for (std::size_t column = 0; column < codes_.size(); ++column) {
    const std::uint32_t* const from = batch.codes[column].data();
    auto& [most, numbers] = codes_[column];
    for (std::size_t i = 0; i < batch.rows; ++i) most = std::max(most, from[i]);
    numbers.insert(numbers.end(), from, from + batch.rows);
  }
  for (std::size_t column = 0; column < values_.size(); ++column)
    add_values(values_[column], batch.values[column], batch.rows);
  rows_ += batch.rows;
}

void RecordStage::add_values(Values& values, const RecordBatch::Values& batch, std::size_t rows) const {
  const std::size_t begin = values.mantissas.size();
  const auto* const scales = batch.scales.data();
  const auto own = static_cast<std::uint8_t>(values.scale);
  if (std::all_of(scales, scales + rows, [own](std::uint8_t scale) { return scale == own; }))
    values.mantissas.insert(values.mantissas.end(), batch.mantissas.data(), batch.mantissas.data() + rows);
  else
    add_mixed(values, batch, rows);
  if (begin == 0 && rows > 0) values.low = values.high = values.mantissas.front();
  for (std::size_t i = begin; i < values.mantissas.size(); ++i) {
    values.low = std::min(values.low, values.mantissas[i]);
    values.high = std::max(values.high, values.mantissas[i]);
  }
}

// Values of other scales than those before, or none at all.
void RecordStage::add_mixed(Values& values, const RecordBatch::Values& batch, std::size_t rows) const {
  int finest = values.scale;
  for (std::size_t i = 0; i < rows; ++i)
    if (batch.scales[i] != RecordBatch::no_value) finest = std::max(finest, int{batch.scales[i]});
  values.is_too_fine = !refine(values, finest) || values.is_too_fine;
  for (std::size_t i = 0; i < rows; ++i) {
    std::int64_t mantissa = values.mantissas.empty() ? 0 : values.mantissas.back();
    if (batch.scales[i] == RecordBatch::no_value) {
      values.missing.push_back(static_cast<std::uint32_t>(rows_ + i));
    } else {
      mantissa = batch.mantissas[i];
      values.is_too_fine = !shift_decimal(mantissa, finest - batch.scales[i]) || values.is_too_fine;
    }
    values.mantissas.push_back(mantissa);
  }
}

// More decimals for all; false where some value does not allow them.
bool RecordStage::refine(Values& values, int scale) {
  const int places = scale - values.scale;
  values.scale = scale;
  if (places == 0) return true;
  bool fits = shift_decimal(values.low, places);
  fits = shift_decimal(values.high, places) && fits;
  std::int64_t factor = 1;
  fits = shift_decimal(factor, places) && fits;
  if (fits)
    for (std::int64_t& mantissa : values.mantissas) mantissa *= factor;
  return fits;
}

RecordChunk RecordStage::pack() {
  RecordChunk chunk;
  chunk.rows_ = rows_;
  for (auto& [most, numbers] : codes_) {
    NarrowColumn& packed = chunk.codes_.emplace_back(rows_, 0, most);
    packed.append(rows_, [from = numbers.data()](std::size_t i) { return from[i]; });
    most = 0;
    numbers.clear();
  }
  for (Values& values : values_) {
    NarrowColumn packed(rows_, values.low, values.high);
    packed.append(rows_, [from = values.mantissas.data()](std::size_t i) { return from[i]; });
    chunk.values_.push_back({std::move(packed), std::move(values.missing), values.scale, values.is_too_fine});
    auto kept = std::move(values.mantissas);
    kept.clear();
    values = Values{};
    values.mantissas = std::move(kept);
  }
  rows_ = 0;
  return chunk;
}

}  // namespace reckon::engine

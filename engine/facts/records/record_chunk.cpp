// Scales of decimals meet at the finest.
#include "engine/facts/records/record_chunk.hpp"

namespace reckon::engine {

bool shift_decimal(std::int64_t& mantissa, int places) {
  if (mantissa == 0) return true;
  for (; places > 0; --places)
    if (__builtin_mul_overflow(mantissa, std::int64_t{10}, &mantissa)) return false;
  return true;
}

bool RecordChunk::add_value(std::size_t column, std::int64_t mantissa, int scale) {
  Values& values = values_[column];
  if (scale > values.scale) {
    auto finer = values.mantissas;
    for (std::int64_t& value : finer)
      if (!shift_decimal(value, scale - values.scale)) return false;
    values.mantissas = std::move(finer);
    values.scale = scale;
  } else if (!shift_decimal(mantissa, values.scale - scale)) {
    return false;
  }
  values.mantissas.push_back(mantissa);
  return true;
}

void RecordChunk::add_missing(std::size_t column) {
  Values& values = values_[column];
  values.missing.push_back(static_cast<std::uint32_t>(rows_));
  values.mantissas.push_back(values.mantissas.empty() ? 0 : values.mantissas.back());
}

void RecordChunk::drop_row() {
  for (auto& codes : codes_) codes.resize(rows_);
  for (Values& values : values_) {
    values.mantissas.resize(rows_);
    if (!values.missing.empty() && values.missing.back() >= rows_) values.missing.pop_back();
  }
}

void RecordChunk::seal() {
  for (std::size_t column = 0; column < codes_.size(); ++column) {
    packed_codes_[column] = NarrowColumn(codes_[column]);
    codes_[column] = {};
  }
  for (Values& values : values_) {
    values.packed = NarrowColumn(values.mantissas);
    values.mantissas = {};
  }
}

}  // namespace reckon::engine

// Steps run over a block at a time; bounds are carried along when an expression is made.
#include "engine/exec/records/record_expression.hpp"

#include <algorithm>
#include <array>

namespace reckon::engine {
namespace {

constexpr int finest = 36;  // decimals of a result

bool fits_64(Int128 low, Int128 high) { return low >= INT64_MIN && high <= INT64_MAX; }

}  // namespace

void RecordExpression::bound(Int128 low, Int128 high) {
  low_ = low;
  high_ = high;
  wide_ = wide_ || !fits_64(low, high);
}

std::optional<RecordExpression> RecordExpression::column(const RecordTable& table, std::size_t column) {
  RecordExpression made;
  made.steps_.push_back({Step::What::column, column, 0});
  made.columns_.push_back(column);
  made.scale_ = table.values(column).scale;
  made.bound(table.values(column).mantissas.low(), table.values(column).mantissas.high());
  return made;
}

std::optional<RecordExpression> RecordExpression::constant(const Number& value) {
  const auto scale = value.decimal_scale();
  if (!scale || *scale > 18) return std::nullopt;
  const auto mantissa = value.to_scaled(*scale);
  if (!mantissa) return std::nullopt;
  RecordExpression made;
  made.steps_.push_back({Step::What::constant, 0, *mantissa});
  made.scale_ = *scale;
  made.bound(*mantissa, *mantissa);
  return made;
}

std::optional<RecordExpression> RecordExpression::joined(RecordExpression a, RecordExpression b, Step::What what,
                                                         Int128 low, Int128 high, int scale) {
  a.steps_.insert(a.steps_.end(), b.steps_.begin(), b.steps_.end());
  a.steps_.push_back({what, 0, 0});
  for (const std::size_t column : b.columns_)
    if (std::find(a.columns_.begin(), a.columns_.end(), column) == a.columns_.end()) a.columns_.push_back(column);
  a.wide_ = a.wide_ || b.wide_;
  a.scale_ = scale;
  a.bound(low, high);
  return a;
}

// More decimals: a multiplication by a power of ten.
bool RecordExpression::refine(int scale) {
  if (scale == scale_) return true;
  std::int64_t factor = 1;
  if (scale - scale_ > 18 || !shift_decimal(factor, scale - scale_)) return false;
  Int128 low = 0, high = 0;
  if (__builtin_mul_overflow(low_, Int128{factor}, &low) || __builtin_mul_overflow(high_, Int128{factor}, &high))
    return false;
  steps_.push_back({Step::What::constant, 0, factor});
  steps_.push_back({Step::What::multiply, 0, 0});
  scale_ = scale;
  bound(low, high);
  return true;
}

std::optional<RecordExpression> RecordExpression::sum(RecordExpression a, RecordExpression b, bool subtract) {
  const int scale = std::max(a.scale_, b.scale_);
  if (!a.refine(scale) || !b.refine(scale)) return std::nullopt;
  Int128 low = 0, high = 0;
  const bool over =
      subtract ? __builtin_sub_overflow(a.low_, b.high_, &low) || __builtin_sub_overflow(a.high_, b.low_, &high)
               : __builtin_add_overflow(a.low_, b.low_, &low) || __builtin_add_overflow(a.high_, b.high_, &high);
  if (over) return std::nullopt;
  return joined(std::move(a), std::move(b), subtract ? Step::What::subtract : Step::What::add, low, high, scale);
}

std::optional<RecordExpression> RecordExpression::product(RecordExpression a, RecordExpression b) {
  const int scale = a.scale_ + b.scale_;
  if (scale > finest) return std::nullopt;
  std::array<Int128, 4> corners{};
  const bool over =
      __builtin_mul_overflow(a.low_, b.low_, &corners[0]) || __builtin_mul_overflow(a.low_, b.high_, &corners[1]) ||
      __builtin_mul_overflow(a.high_, b.low_, &corners[2]) || __builtin_mul_overflow(a.high_, b.high_, &corners[3]);
  if (over) return std::nullopt;
  const auto [low, high] = std::minmax_element(corners.begin(), corners.end());
  return joined(std::move(a), std::move(b), Step::What::multiply, *low, *high, scale);
}

std::optional<RecordExpression> RecordExpression::negated(RecordExpression a) {
  Int128 low = 0, high = 0;
  if (__builtin_sub_overflow(Int128{0}, a.high_, &low) || __builtin_sub_overflow(Int128{0}, a.low_, &high))
    return std::nullopt;
  a.steps_.push_back({Step::What::negate, 0, 0});
  a.bound(low, high);
  return a;
}

std::optional<std::size_t> RecordExpression::only_column() const {
  return steps_.size() == 1 && steps_.front().what == Step::What::column ? std::optional(steps_.front().column)
                                                                         : std::nullopt;
}

std::size_t RecordExpression::row_bytes(const RecordTable& table) const {
  std::size_t bytes = 0;
  for (const std::size_t column : columns_) bytes += table.values(column).mantissas.width();
  return bytes;
}

template <class T>
const T* RecordExpression::evaluate(const RecordTable& table, std::size_t first_row, const std::uint16_t* rows,
                                    std::size_t count, std::vector<std::vector<T>>& stack) const {
  std::size_t depth = 0;
  const auto push = [&]() -> T* {
    if (stack.size() == depth) stack.emplace_back(NarrowColumn::block_rows);
    return stack[depth++].data();
  };
  for (const Step& step : steps_) {
    switch (step.what) {
      case Step::What::column: {
        T* const to = push();
        const NarrowColumn& column = table.values(step.column).mantissas;
        const std::int64_t base = column.low();
        column.visit([&](const auto* data) {
          const auto* const from = data + first_row;
          const auto value = [&](std::size_t at) {
            return static_cast<T>(static_cast<std::int64_t>(static_cast<std::uint64_t>(base) + from[at]));
          };
          if (rows)
            for (std::size_t i = 0; i < count; ++i) to[i] = value(rows[i]);
          else
            for (std::size_t i = 0; i < count; ++i) to[i] = value(i);
        });
        break;
      }
      case Step::What::constant: std::fill_n(push(), count, static_cast<T>(step.constant)); break;
      case Step::What::negate: {
        T* const a = stack[depth - 1].data();
        for (std::size_t i = 0; i < count; ++i) a[i] = -a[i];
        break;
      }
      default: {
        const T* const b = stack[--depth].data();
        T* const a = stack[depth - 1].data();
        if (step.what == Step::What::add)
          for (std::size_t i = 0; i < count; ++i) a[i] += b[i];
        else if (step.what == Step::What::subtract)
          for (std::size_t i = 0; i < count; ++i) a[i] -= b[i];
        else
          for (std::size_t i = 0; i < count; ++i) a[i] *= b[i];
      }
    }
  }
  return stack[0].data();
}

template const std::int64_t* RecordExpression::evaluate(const RecordTable&, std::size_t, const std::uint16_t*,
                                                        std::size_t, std::vector<std::vector<std::int64_t>>&) const;
template const Int128* RecordExpression::evaluate(const RecordTable&, std::size_t, const std::uint16_t*, std::size_t,
                                                  std::vector<std::vector<Int128>>&) const;

}  // namespace reckon::engine

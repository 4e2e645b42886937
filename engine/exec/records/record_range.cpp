// A function of one varying value that rises or falls everywhere, applied to its ends.
#include "engine/exec/records/record_range.hpp"

#include <utility>

namespace reckon::engine {
namespace {

template <class F>
std::optional<RecordRange> each_end(RecordRange of, bool falls, const F& function) {
  auto low = function(std::move(of.low));
  if (!low) return std::nullopt;
  RecordRange made{std::move(*low), std::nullopt, std::nullopt, std::move(of.factor)};
  if (of.high) {
    made.high = function(std::move(*of.high));
    if (!made.high) return std::nullopt;
    if (falls) std::swap(made.low, *made.high);
  }
  if (of.best) {
    made.best = function(std::move(*of.best));
    if (!made.best) return std::nullopt;
  }
  return made;
}

bool may_combine(const RecordRange& a, const RecordRange& b) {
  return a.is_constant() || b.is_constant() || (a.is_point() && b.is_point());
}

}  // namespace

std::optional<RecordRange> RecordRange::negated(RecordRange of) {
  return each_end(std::move(of), true, [](RecordExpression end) { return RecordExpression::negated(std::move(end)); });
}

std::optional<RecordRange> RecordRange::sum(RecordRange a, RecordRange b, bool subtract) {
  if (!may_combine(a, b) || a.factor != b.factor) return std::nullopt;
  if (!b.is_point())
    return each_end(std::move(b), subtract,
                    [&](RecordExpression end) { return RecordExpression::sum(a.low, std::move(end), subtract); });
  return each_end(std::move(a), false,
                  [&](RecordExpression end) { return RecordExpression::sum(std::move(end), b.low, subtract); });
}

std::optional<RecordRange> RecordRange::product(RecordRange a, RecordRange b) {
  if (!may_combine(a, b)) return std::nullopt;
  if (!b.is_point()) return product(std::move(b), std::move(a));
  a.factor *= b.factor;
  return each_end(std::move(a), b.low.low() < 0,
                  [&](RecordExpression end) { return RecordExpression::product(std::move(end), b.low); });
}

std::optional<RecordRange> RecordRange::scaled(RecordRange of, const Number& by) {
  if (auto decimal = RecordExpression::constant(by)) return product(std::move(of), {std::move(*decimal), {}, {}});
  of.factor *= abs(by);
  if (by.sign() < 0) return negated(std::move(of));
  return of;
}

}  // namespace reckon::engine

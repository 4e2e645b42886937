// Arithmetic, comparison and logic on single values.
#include "engine/exec/combine.hpp"

#include <algorithm>
#include <array>

#include "engine/exec/held.hpp"
#include "engine/plan/combinations.hpp"

namespace reckon::engine {
namespace {

using op::Combination;
using op::Function;

std::optional<Range> arithmetic(Combination how, const Range& a, const Range& b) {
  switch (how) {
    case Combination::add: return a + b;
    case Combination::subtract: return a - b;
    case Combination::multiply: return a * b;
    case Combination::divide: return divide(a, b);
    case Combination::least: return least(a, b);
    default: return greatest(a, b);
  }
}

// A side that is missing leaves what the other decides alone.
Value logic(Combination how, const Value& left, const Value& right) {
  const bool all = how == Combination::logical_and;
  const Held a = held(left), b = held(right);
  const Held result = all ? both(a, b) : negated(both(negated(a), negated(b)));
  if (!result.yes && !result.no) return Value::absent(left.is_missing() ? left.missing : right.missing);
  Value value;
  value.truth = result.yes && result.no ? Truth::maybe : result.yes ? Truth::yes : Truth::no;
  value.maybe = result.missing;
  return value;
}

Value coalesce(const Value& left, const Value& right) {
  if (left.is_missing()) return right;
  if (!left.maybe || right.is_missing()) return left;
  Value result = either(left, right);
  result.maybe = right.maybe;
  return result;
}

// Quotients that are unbounded because the divisor may be 0 are counted in one note of the operation.
void note_zero_divisor(Run& run, OperationId id) {
  const auto of_this = [&](const Note& note) {
    return note.operation == id && note.what == Note::What::divided_by_zero_range;
  };
  const auto note = std::find_if(run.notes.begin(), run.notes.end(), of_this);
  if (note == run.notes.end())
    run.notes.push_back({Note::What::divided_by_zero_range, id, 1, {}});
  else
    ++note->count;
}

Value missing(Run& run, OperationId id, MissingReason::What what) {
  return Value::absent(run.reasons.add({what, id, {}, 0, 0}));
}

}  // namespace

Truth compare(Combination how, const Range& a, const Range& b) {
  switch (how) {
    case Combination::equal: return equal(a, b);
    case Combination::not_equal: return !equal(a, b);
    case Combination::less: return less(a, b);
    case Combination::less_equal: return less_equal(a, b);
    case Combination::greater: return less(b, a);
    default: return less_equal(b, a);
  }
}

Value combine(Run& run, OperationId id, Combination how, const Value& left, const Value& right) {
  const std::array<NodeId, 2> arguments{left.node, right.node};
  Value result;
  if (how == Combination::coalesce) {
    result = coalesce(left, right);
  } else if (op::is_logic(how)) {
    result = logic(how, left, right);
  } else if (left.is_missing() || right.is_missing()) {
    result = Value::absent(left.is_missing() ? left.missing : right.missing);
  } else if (how >= Combination::equal && how <= Combination::greater_equal) {
    result.truth = compare(how, left.range, right.range);
    result.maybe = left.maybe || right.maybe;
  } else if (auto range = arithmetic(how, left.range, right.range)) {
    result.range = std::move(*range);
    const bool pole = how == Combination::divide && right.range.contains_zero();
    result.maybe = left.maybe || right.maybe || pole;
    run.poles = run.poles || pole;
    if (pole && !result.range.is_bounded()) note_zero_divisor(run, id);
  } else {
    result = missing(run, id, MissingReason::What::division_by_zero);
  }
  // What is missing gave nothing.
  result.date = std::max(left.is_missing() ? no_code : left.date, right.is_missing() ? no_code : right.date);
  return run.finish(std::move(result), id, arguments);
}

namespace {

std::optional<Range> function_of(Run& run, const op::Apply& apply, const Range& x) {
  switch (apply.function) {
    case Function::negate: return -x;
    case Function::abs: return abs(x);
    case Function::low: return x.unbounded_below ? std::nullopt : std::optional<Range>(x.low);
    case Function::high: return x.unbounded_above ? std::nullopt : std::optional<Range>(x.high);
    case Function::middle: return x.is_bounded() ? std::optional<Range>(x.middle()) : std::nullopt;
    case Function::width: return x.is_bounded() ? std::optional<Range>(x.high - x.low) : std::nullopt;
    case Function::floor: return floor(x);
    case Function::ceil: return ceil(x);
    case Function::round: return round(x, static_cast<int>(apply.argument));
    case Function::power: return pow(x, apply.argument, run.program.limits.bits, run.exact);
    case Function::root: return root(x, static_cast<int>(apply.argument), run.exact);
    case Function::ln: return ln(x, run.exact);
    case Function::exp: return exp(x, run.exact);
    case Function::scale: return x * Range(apply.factor);
    default: return x;
  }
}

// Whether some values of a range have no result.
bool leaves_domain(const op::Apply& apply, const Range& x) {
  switch (apply.function) {
    case Function::power: return apply.argument < 0 && x.contains_zero();
    case Function::root: return apply.argument % 2 == 0 && (x.unbounded_below || x.low.sign() < 0);
    case Function::ln: return x.unbounded_below || x.low.sign() <= 0;
    default: return false;
  }
}

}  // namespace

Value apply(Run& run, OperationId id, const op::Apply& how, const Value& value) {
  Value result = value;
  result.node = 0;
  if (value.is_missing()) {
    // The reason passes through.
  } else if (how.function == Function::logical_not) {
    result.truth = !value.truth;
  } else if (how.function == Function::possibly) {
    result.truth = value.truth == Truth::no ? Truth::no : Truth::yes;
  } else if (auto range = function_of(run, how, value.range)) {
    const bool edge = leaves_domain(how, value.range);
    result.maybe = value.maybe || edge;
    run.poles = run.poles || edge;
    result.range = std::move(*range);
  } else {
    result = missing(run, id, MissingReason::What::outside_domain);
    result.date = value.date;
  }
  return run.finish(std::move(result), id, std::array{value.node});
}

}  // namespace reckon::engine

// Constant expressions: values of facts, ends of ranges, dates.
#include "lang/ast/print.hpp"
#include "lang/check/checker.hpp"
#include "lang/parse/literal.hpp"

namespace reckon::lang {
namespace {

using engine::Number;
using engine::Range;

bool is_percent(const Expr& e) { return e.kind == ExprKind::number && !e.text.empty() && e.text.back() == '%'; }

// Units of parts must agree; a bare part takes the other's.
bool take_unit(Constant& into, const Constant& part) {
  if (part.bare) return true;
  if (into.bare)
    into.unit = part.unit;
  else if (!(into.unit == part.unit))
    return false;
  into.bare = false;
  return true;
}

class ConstantChecker {
 public:
  explicit ConstantChecker(Checker& checker) : checker_(checker) {}

  Constant of(const Expr& e) {
    Constant c = dispatch(e);
    bool exact = true;
    engine::limit_bits(c.value, 65536, exact);
    if (!exact)
      checker_.fail(problem::number_too_large, e.span, "the number is too large or too fine to be held exactly",
                    "numbers may have some 19,000 digits");
    return c;
  }

 private:
  Constant dispatch(const Expr& e);
  Constant number(const Expr& e);
  Constant parameter(const Expr& e);
  Constant range(const Expr& e);
  Constant about(const Expr& e);
  Constant plus_minus(const Expr& e);
  Constant binary(const Expr& e);
  void set_best(Constant&, const Expr* best, Span span);
  Number point(const Expr& e, Constant& into);
  void mix_units(Constant& into, const Constant& part, Span span) {
    if (!take_unit(into, part))
      checker_.fail(problem::unit_mismatch, span, "the parts of this value have different units",
                    "write the unit once, at the end");
  }

  Checker& checker_;
};

Constant ConstantChecker::dispatch(const Expr& e) {
  switch (e.kind) {
    case ExprKind::number: return number(e);
    case ExprKind::range: return range(e);
    case ExprKind::about: return about(e);
    case ExprKind::plus_minus: return plus_minus(e);
    case ExprKind::binary: return binary(e);
    case ExprKind::unary:
      if (e.op == Op::negate) {
        Constant c = of(*e.args[0]);
        c.value = -c.value;
        return c;
      }
      break;
    case ExprKind::parameter: return parameter(e);
    default: break;
  }
  checker_.fail(problem::not_constant, e.span, "a constant must stand here, such as 75万..90万 or 0.15 * 2",
                "a value that depends on other facts is a rule: rule m(…) = …");
}

Constant ConstantChecker::number(const Expr& e) {
  const auto value = literal_value(e.text);
  if (!value)
    checker_.fail(problem::number_too_large, e.span, "the number is too large or too fine to be held exactly",
                  "numbers may have some 19,000 digits");
  Constant c;
  c.value = Range(*value);
  if (!e.unit.empty()) {
    c.unit = checker_.unit(e.unit, e.span);
    c.bare = false;
  }
  return c;
}

Constant ConstantChecker::parameter(const Expr& e) {
  const std::string name(e.text);
  const std::string* bound = checker_.bound(e.text);
  if (!bound)
    checker_.fail(problem::parameter_unbound, e.span, "$" + name + " is not bound",
                  "give it with --param " + name + "=5");
  const auto value = literal_value(*bound);
  if (!value)
    checker_.fail(problem::parameter_unbound, e.span, "$" + name + " is \"" + *bound + "\", but a number belongs here",
                  "give it with --param " + name + "=5");
  Constant c;
  c.value = Range(*value);
  return c;
}

Number ConstantChecker::point(const Expr& e, Constant& into) {
  const Constant c = of(e);
  if (!c.value.is_point())
    checker_.fail(problem::not_constant, e.span, "a single number must stand here, not a range",
                  "an end of a range, or a best figure, is one number");
  mix_units(into, c, e.span);
  return c.value.low;
}

void ConstantChecker::set_best(Constant& c, const Expr* best, Span span) {
  if (!best) return;
  c.value.central = point(*best, c);
  c.value.has_central = !c.value.is_point();
  if (!c.value.contains(c.value.central))
    checker_.fail(problem::empty_range, span,
                  "the best figure " + c.value.central.text() + " lies outside the range " + c.value.text(),
                  "best is the source's own figure between low and high");
}

Constant ConstantChecker::range(const Expr& e) {
  Constant c;
  const Expr *low = e.args[0], *high = e.args[1];
  if (low) c.value.low = point(*low, c);
  if (high) c.value.high = point(*high, c);
  c.value.unbounded_below = !low;
  c.value.unbounded_above = !high;
  if (low && high && c.value.high < c.value.low)
    checker_.fail(problem::empty_range, e.span,
                  "the range runs from " + c.value.low.text() + " down to " + c.value.high.text(),
                  "write the lower end first: " + c.value.high.text() + ".." + c.value.low.text());
  set_best(c, e.args.size() > 2 ? e.args[2] : nullptr, e.span);
  return c;
}

// The middle is the source's own figure.
void widen(Range& range, const Number& middle, const Number& deviation) {
  range = Range(middle - deviation, middle + deviation);
  range.central = middle;
  range.has_central = !deviation.is_zero();
}

Constant ConstantChecker::about(const Expr& e) {
  Constant c;
  const Number middle = point(*e.args[0], c);
  widen(c.value, middle, engine::abs(middle) * checker_.about());
  c.about = true;
  set_best(c, e.args.size() > 1 ? e.args[1] : nullptr, e.span);
  return c;
}

Constant ConstantChecker::plus_minus(const Expr& e) {
  Constant c;
  const Number middle = point(*e.args[0], c);
  const Expr& by = *e.args[1];
  if (is_percent(by) && is_percent(*e.args[0])) {
    const Number part = *literal_value(by.text);
    const std::string low = ((middle - part) * Number(100)).text(), high = ((middle + part) * Number(100)).text();
    checker_.fail(problem::percent_deviation, e.span, "± of a percentage can mean points or a part of it",
                  "for points write " + low + "%.." + high + "%; for a part of it " +
                      ((middle - middle * part) * Number(100)).text() + "%.." +
                      ((middle + middle * part) * Number(100)).text() + '%');
  }
  Number deviation = point(by, c);
  if (is_percent(by)) deviation = engine::abs(middle) * deviation;
  if (deviation.sign() < 0)
    checker_.fail(problem::empty_range, by.span, "the deviation is negative", "write it without the sign");
  widen(c.value, middle, deviation);
  set_best(c, e.args.size() > 2 ? e.args[2] : nullptr, e.span);
  return c;
}

Constant ConstantChecker::binary(const Expr& e) {
  const Constant a = of(*e.args[0]), b = of(*e.args[1]);
  Constant c = a;
  c.about = a.about || b.about;
  const auto result = [&]() -> std::optional<Range> {
    switch (e.op) {
      case Op::add: mix_units(c, b, e.span); return a.value + b.value;
      case Op::subtract: mix_units(c, b, e.span); return a.value - b.value;
      case Op::multiply: return a.value * b.value;
      case Op::divide: return engine::divide(a.value, b.value);
      case Op::power: {
        const auto exponent = b.value.is_point() ? b.value.low.to_int64() : std::nullopt;
        bool exact = true;
        if (!exponent || engine::pow_bits(a.value.low, *exponent) > 65536) return std::nullopt;
        return engine::pow(a.value, *exponent, 65536, exact);
      }
      default:
        checker_.fail(problem::not_constant, e.span, "a constant must stand here, not a condition",
                      "write a number or a range, such as 75万..90万");
    }
  }();
  if (!result)
    checker_.fail(problem::not_constant, e.span, "this has no exact value",
                  "the divisor may not be 0, and powers must be whole and moderate");
  if (e.op == Op::multiply || e.op == Op::divide) {
    const auto unit = a.unit.times(b.unit, e.op == Op::multiply ? 1 : -1);
    if (!unit)
      checker_.fail(engine::problem::unit_too_complex, e.span, "the unit of this value has too many factors",
                    "units have at most 6 factors");
    c.unit = *unit;
    c.bare = a.bare && b.bare;
  }
  c.value = *result;
  return c;
}

}  // namespace

Constant Checker::constant(const Expr& e) { return ConstantChecker(*this).of(e); }

engine::Range Checker::value_in(const Expr& e, const engine::Unit& wanted) {
  const Constant c = constant(e);
  if (c.bare) return c.value;
  const auto factor = catalog_.units().conversion(c.unit, wanted);
  if (factor) return *factor == Number(1) ? c.value : c.value * Range(*factor);
  fail(problem::unit_mismatch, e.span,
       "the value is in " + unit_words(*this, c.unit) + ", but " + unit_words(*this, wanted) + " belongs here",
       wanted.is_one() ? "leave the unit out" : "write it in " + unit_words(*this, wanted) + ", or leave the unit out");
}

std::pair<engine::Day, engine::Day> Checker::days(const Expr& written) {
  const Expr& e = *resolve(written).expr;
  std::string text(e.text);
  if (e.kind == ExprKind::parameter) {
    const auto bound = environment_.parameters.find(e.text);
    if (bound == environment_.parameters.end())
      fail(problem::parameter_unbound, e.span, "$" + text + " is not bound",
           "give it with --param " + text + "=2024-12-31");
    text = bound->second;
  }
  using engine::Calendar;
  for (const Calendar calendar : {Calendar::day, Calendar::month, Calendar::quarter, Calendar::year})
    if (const auto period = engine::parse_period(text, calendar))
      return {engine::first_day(*period, calendar), engine::last_day(*period, calendar)};
  fail(problem::not_a_date, e.span, "\"" + text + "\" is not a date",
       "write it as 2024-12-31, 2024M12, 2024Q4 or 2024 (a period's last day counts)");
}

}  // namespace reckon::lang

// Values as they stand in a script, and their units.
#include "lang/parse/literal.hpp"
#include "tests/model/store.hpp"

namespace reckon::model {

using lang::Expr;
using lang::ExprKind;
using lang::Op;

Unit Store::unit(std::string_view text) const {
  Unit made;
  int sign = 1;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = text.find_first_of("*/", begin);
    if (end == std::string_view::npos) end = text.size();
    std::string_view part = text.substr(begin, end - begin);
    int exponent = 1;
    if (const auto caret = part.find('^'); caret != std::string_view::npos) {
      exponent = std::stoi(std::string(part.substr(caret + 1)));
      part = part.substr(0, caret);
    }
    if (part != "1") {
      if (!units.count(part)) throw Unsupported("a unit " + std::string(part));
      made[std::string(part)] += sign * exponent;
    }
    if (end < text.size()) sign = text[end] == '/' ? -1 : 1;
    begin = end + 1;
  }
  std::erase_if(made, [](const auto& entry) { return entry.second == 0; });
  return made;
}

Number Store::factor(const Unit& of) const {
  Number result = 1;
  for (const auto& [name, exponent] : of) result *= engine::pow(units.at(name).first, exponent);
  return result;
}

Number Store::point(const Expr& e, Constant& unit_of) const {
  const Constant c = constant(e);
  if (!c.bare) {
    unit_of.unit = c.unit;
    unit_of.bare = false;
  }
  return c.value.low;
}

Constant Store::constant(const Expr& e) const {
  Constant c;
  const auto centred = [&](const Number& middle, const Number& deviation, const Expr* best) {
    c.value = Range(middle - deviation, middle + deviation);
    c.best = best ? point(*best, c) : middle;
  };
  const auto is_percent = [](const Expr& x) { return x.kind == ExprKind::number && x.text.back() == '%'; };
  switch (e.kind) {
    case ExprKind::number: {
      c.value = lang::literal_value(e.text).value();
      c.best = c.value.low;
      c.bare = e.unit.empty();
      c.unit = unit(e.unit);
      return c;
    }
    case ExprKind::range:
      if (e.args[0]) c.value.low = point(*e.args[0], c);
      if (e.args[1]) c.value.high = point(*e.args[1], c);
      c.value.unbounded_below = !e.args[0];
      c.value.unbounded_above = !e.args[1];
      if (e.args.size() > 2 && e.args[2])
        c.best = point(*e.args[2], c);
      else if (c.value.is_point())
        c.best = c.value.low;
      return c;
    case ExprKind::about: {
      const Number middle = point(*e.args[0], c);
      centred(middle, engine::abs(middle) * about, e.args.size() > 1 ? e.args[1] : nullptr);
      return c;
    }
    case ExprKind::plus_minus: {
      const Number middle = point(*e.args[0], c);
      Number deviation = point(*e.args[1], c);
      if (is_percent(*e.args[1])) deviation = engine::abs(middle) * deviation;
      centred(middle, deviation, e.args.size() > 2 ? e.args[2] : nullptr);
      return c;
    }
    case ExprKind::unary: {
      c = constant(*e.args[0]);
      c.value = -c.value;
      if (c.best) c.best = -*c.best;
      return c;
    }
    case ExprKind::binary: {
      const Number a = point(*e.args[0], c), b = point(*e.args[1], c);
      c.value = e.op == Op::add ? a + b : e.op == Op::subtract ? a - b : e.op == Op::multiply ? a * b : a / b;
      c.best = c.value.low;
      return c;
    }
    default: throw Unsupported("a constant");
  }
}

Constant Store::constant_in(const Expr& e, const Unit& wanted) const {
  Constant c = constant(e);
  if (c.bare) return c;
  const Number by = factor(c.unit) / factor(wanted);
  c.value = c.value * Range(by);
  if (c.best) c.best = *c.best * by;
  return c;
}

}  // namespace reckon::model

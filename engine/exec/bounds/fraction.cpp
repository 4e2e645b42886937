// Sums, products, quotients and powers of quotients of polynomials.
#include "engine/exec/bounds/fraction.hpp"

#include <algorithm>

namespace reckon::engine {
namespace {

constexpr std::size_t most_terms = 150;
constexpr std::size_t most_products = 4000;

class FractionBuilder {
 public:
  FractionBuilder(const CellFormula& formula, const Box& box, const std::vector<Reach>& reach,
                  const std::vector<int>& unknowns)
      : formula_(formula), box_(box), reach_(reach), unknowns_(unknowns), built_(formula.nodes.size()) {}

  std::optional<Fraction> run() {
    const auto needed = this->needed();
    for (std::uint32_t id = 0; id < formula_.nodes.size(); ++id)
      if (needed[id]) built_[id] = build(id);
    return std::move(built_.back());
  }

 private:
  std::vector<bool> needed() const {
    std::vector<bool> needed(formula_.nodes.size(), false);
    needed.back() = true;
    for (std::uint32_t id = formula_.root() + 1; id-- > 0;)
      if (needed[id] && !(reach_[id].certain() && reach_[id].range.is_point()))
        for (const std::uint32_t argument : formula_.arguments_of(formula_.nodes[id])) needed[argument] = true;
    return needed;
  }
  std::optional<Fraction> build(std::uint32_t id) const;
  std::optional<Fraction> group(const CellStep&) const;
  static Fraction whole(Polynomial above) { return {std::move(above), Polynomial(Number(1))}; }
  // Keeps `below` positive: it has one sign in the box, where no divisor is 0.
  std::optional<Fraction> quotient(Polynomial above, Polynomial below) const;

  const CellFormula& formula_;
  const Box& box_;
  const std::vector<Reach>& reach_;
  const std::vector<int>& unknowns_;
  std::vector<std::optional<Fraction>> built_;
};

std::optional<Polynomial> product(const Polynomial& a, const Polynomial& b) {
  if (a.terms().size() * b.terms().size() > most_products) return std::nullopt;
  Polynomial result = a * b;
  return result.terms().size() > most_terms ? std::nullopt : std::optional(std::move(result));
}

std::optional<Fraction> sum(const Fraction& a, const Fraction& b, bool negative) {
  if (a.below == b.below) return Fraction{negative ? a.above - b.above : a.above + b.above, a.below};
  const auto left = product(a.above, b.below), right = product(b.above, a.below), below = product(a.below, b.below);
  if (!left || !right || !below) return std::nullopt;
  return Fraction{negative ? *left - *right : *left + *right, *below};
}

std::optional<Fraction> product(const Fraction& a, const Fraction& b) {
  auto above = product(a.above, b.above), below = product(a.below, b.below);
  if (!above || !below) return std::nullopt;
  return Fraction{std::move(*above), std::move(*below)};
}

std::optional<Fraction> FractionBuilder::quotient(Polynomial above, Polynomial below) const {
  std::vector<Number> middle(most_unknowns);
  for (std::size_t i = 0; i < unknowns_.size(); ++i)
    if (unknowns_[i] >= 0) middle[static_cast<std::size_t>(unknowns_[i])] = box_[i].range.middle();
  const int sign = below.at(middle).sign();
  if (sign == 0) return std::nullopt;
  if (sign < 0) return Fraction{Polynomial() - above, Polynomial() - below};
  return Fraction{std::move(above), std::move(below)};
}

std::optional<Fraction> FractionBuilder::group(const CellStep& node) const {
  std::optional<Fraction> total = whole(Polynomial());
  for (const std::uint32_t row : formula_.arguments_of(node)) {
    if (!built_[row]) return std::nullopt;
    total = sum(*total, *built_[row], false);
    if (!total) return std::nullopt;
  }
  if (node.step == Step::avg)
    total->above = total->above * Polynomial(Number::ratio(1, static_cast<std::int64_t>(node.count)));
  return total;
}

std::optional<Fraction> FractionBuilder::build(std::uint32_t id) const {
  if (!reach_[id].certain()) return std::nullopt;
  if (reach_[id].range.is_point()) return whole(Polynomial(reach_[id].range.low));
  const CellStep& node = formula_.nodes[id];
  if (node.step == Step::variable) {
    const int unknown = unknowns_[static_cast<std::size_t>(node.variable)];
    return unknown < 0 ? std::nullopt : std::optional(whole(Polynomial::unknown(static_cast<std::size_t>(unknown))));
  }
  const auto of = formula_.arguments_of(node);
  if (of.empty() || std::any_of(of.begin(), of.end(), [&](auto argument) { return !built_[argument]; }))
    return std::nullopt;
  const Fraction& a = *built_[of[0]];
  switch (node.step) {
    case Step::negate: return Fraction{Polynomial() - a.above, a.below};
    case Step::scale: return Fraction{a.above * Polynomial(node.range.low), a.below};
    case Step::add: return sum(a, *built_[of[1]], false);
    case Step::subtract: return sum(a, *built_[of[1]], true);
    case Step::multiply: return product(a, *built_[of[1]]);
    case Step::divide: {
      if (reach_[of[1]].range.contains_zero()) return std::nullopt;
      const Fraction& b = *built_[of[1]];
      auto made = product(a, Fraction{b.below, b.above});
      return made ? quotient(std::move(made->above), std::move(made->below)) : std::nullopt;
    }
    case Step::power: {
      constexpr int highest = 8;
      if (node.argument < 1 || node.argument > highest) return std::nullopt;
      std::optional<Fraction> result = a;
      for (std::int64_t i = 1; i < node.argument && result; ++i) result = product(*result, a);
      return result;
    }
    case Step::sum:
    case Step::avg: return group(node);
    default: return std::nullopt;
  }
}

}  // namespace

std::optional<Fraction> fraction_of(const CellFormula& formula, const Box& box, const std::vector<Reach>& reach,
                                    const std::vector<int>& unknowns) {
  return FractionBuilder(formula, box, reach, unknowns).run();
}

}  // namespace reckon::engine

// Formulas on integers, checked for overflow.
#include "engine/exec/rules/point_formula.hpp"

#include <algorithm>
#include <array>

namespace reckon::engine {
namespace {

using What = FormulaNode::What;
using op::Combination;

constexpr std::size_t most_steps = 32;

std::int64_t combined(Combination how, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  bool over = false;
  switch (how) {
    case Combination::add: over = __builtin_add_overflow(a, b, &result); break;
    case Combination::subtract: over = __builtin_sub_overflow(a, b, &result); break;
    case Combination::multiply: over = __builtin_mul_overflow(a, b, &result); break;
    case Combination::least: return std::min(a, b);
    default: return std::max(a, b);
  }
  if (over || result <= -greatest_point || result >= greatest_point) throw PointOverflow();
  return result;
}

}  // namespace

std::optional<int> PointFormula::scale_of(const Formula& formula) {
  int scale = 0;
  for (const FormulaNode& node : formula.nodes) {
    if (node.what != What::constant) continue;
    if (!node.value.is_point()) return std::nullopt;
    const auto own = node.value.low.decimal_scale();
    if (!own) return std::nullopt;
    scale = std::max(scale, *own);
  }
  return scale;
}

std::unique_ptr<PointFormula> PointFormula::of(const Formula& formula, int scale) {
  auto made = std::make_unique<PointFormula>();
  if (formula.empty() || formula.nodes.size() > most_steps) return nullptr;
  for (const FormulaNode& node : formula.nodes) {
    Step step{node.what, node.how, 0, 0, 0};
    const auto argument = [&](std::size_t i) { return node.arguments[i]; };
    switch (node.what) {
      case What::constant: {
        const auto value = node.value.is_point() ? node.value.low.to_scaled(scale) : std::nullopt;
        if (!value || *value <= -greatest_point || *value >= greatest_point) return nullptr;
        step.value = *value;
        break;
      }
      case What::cell:
        step.left = static_cast<std::uint32_t>(node.atom);
        if (!made->reads(node.atom)) made->atoms_.push_back(node.atom);
        break;
      case What::combine: {
        const bool sums = node.how == Combination::add || node.how == Combination::subtract ||
                          node.how == Combination::least || node.how == Combination::greatest ||
                          (node.how == Combination::multiply && scale == 0);
        if (!sums) return nullptr;
        step.left = argument(0), step.right = argument(1);
        break;
      }
      case What::apply:
        if (node.apply.function != op::Function::negate) return nullptr;
        step.left = argument(0);
        break;
      default: return nullptr;
    }
    made->steps_.push_back(step);
  }
  return made;
}

std::int64_t PointFormula::operator()(std::span<const std::int64_t> cells) const {
  std::array<std::int64_t, most_steps> results;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const Step& step = steps_[i];
    switch (step.what) {
      case What::constant: results[i] = step.value; break;
      case What::cell:
        results[i] = cells[step.left];
        if (results[i] == no_point) return no_point;
        break;
      case What::combine: results[i] = combined(step.how, results[step.left], results[step.right]); break;
      default: results[i] = -results[step.left]; break;
    }
  }
  return results[steps_.size() - 1];
}

bool PointFormula::adds(std::size_t atom) const {
  std::size_t uses = 0;
  for (const Step& step : steps_) uses += step.what == What::cell && step.left == atom ? 1 : 0;
  if (uses != 1) return false;
  // From the result down the side that holds the cell: sums alone, and the left of differences.
  const auto holds = [&](std::size_t from) {
    std::vector<std::size_t> open{from};
    while (!open.empty()) {
      const Step& step = steps_[open.back()];
      open.pop_back();
      if (step.what == What::cell && step.left == atom) return true;
      if (step.what == What::combine) open.insert(open.end(), {step.left, step.right});
      if (step.what == What::apply) open.push_back(step.left);
    }
    return false;
  };
  for (std::size_t at = steps_.size() - 1; steps_[at].what != What::cell;) {
    const Step& step = steps_[at];
    if (step.what != What::combine || (step.how != Combination::add && step.how != Combination::subtract)) return false;
    const bool left = holds(step.left);
    if (!left && step.how == Combination::subtract) return false;
    at = left ? step.left : step.right;
  }
  return true;
}

}  // namespace reckon::engine

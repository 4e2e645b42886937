// Which parts of a formula share variables, and which variables have their ends at ends.
#include <algorithm>
#include <numeric>

#include "engine/exec/bounds/solver.hpp"

namespace reckon::engine {
namespace {

// Numbers joined into sets.
class Sets {
 public:
  explicit Sets(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0U); }
  std::uint32_t find(std::uint32_t at) {
    while (parent_[at] != at) at = parent_[at] = parent_[parent_[at]];
    return at;
  }
  void join(std::uint32_t a, std::uint32_t b) { parent_[find(a)] = find(b); }

 private:
  std::vector<std::uint32_t> parent_;
};

}  // namespace

std::vector<std::vector<std::uint32_t>> independent_groups(const Formula& formula, const Face& face,
                                                           std::span<const std::uint32_t> nodes) {
  constexpr std::uint32_t nobody = 0xffffffff;
  std::vector<std::uint32_t> owner(formula.nodes.size(), nobody), variable_owner(formula.variables.size(), nobody), open;
  const auto size = static_cast<std::uint32_t>(nodes.size());
  Sets sets(size);
  for (std::uint32_t i = 0; i < size; ++i) {
    open.push_back(nodes[i]);
    while (!open.empty()) {
      const std::uint32_t id = open.back();
      open.pop_back();
      if (owner[id] != nobody) {
        sets.join(i, owner[id]);
        continue;
      }
      const FormulaNode& node = formula.nodes[id];
      if (node.step == Step::variable) {
        if (face.box[static_cast<std::size_t>(node.variable)].range.is_point()) continue;
        std::uint32_t& by = variable_owner[static_cast<std::size_t>(node.variable)];
        if (by == nobody) by = i;
        else sets.join(i, by);
        continue;
      }
      if (node.step == Step::constant || node.step == Step::nothing) continue;
      owner[id] = i;
      const auto of = formula.arguments_of(node);
      open.insert(open.end(), of.begin(), of.end());
    }
  }
  std::vector<std::vector<std::uint32_t>> groups;
  std::vector<std::uint32_t> place(size, nobody);
  for (std::uint32_t i = 0; i < size; ++i) {
    std::uint32_t& at = place[sets.find(i)];
    if (at == nobody) {
      at = static_cast<std::uint32_t>(groups.size());
      groups.emplace_back();
    }
    groups[at].push_back(nodes[i]);
  }
  return groups;
}

namespace {

// How a step hangs on one variable while the others stand still.
enum class Hangs : std::uint8_t { not_at_all, straight, one_way, otherwise };

Hangs of_product(Hangs a, Hangs b) {
  if (a == Hangs::not_at_all) return b;
  return b == Hangs::not_at_all ? a : Hangs::otherwise;
}

// `never_zero`: a divisor keeps its sign in the box.
Hangs of_step(const FormulaNode& node, Hangs a, Hangs b, bool never_zero) {
  const bool bent = a == Hangs::one_way || b == Hangs::one_way;
  switch (node.step) {
    case Step::negate: case Step::scale: return a;
    case Step::floor: case Step::ceil: case Step::round: case Step::exp:
      return a == Hangs::otherwise ? a : Hangs::one_way;
    case Step::power: return a != Hangs::otherwise && node.argument > 0 && node.argument % 2 == 1 ? Hangs::one_way : Hangs::otherwise;
    case Step::add: case Step::subtract:
      return bent && a != Hangs::not_at_all && b != Hangs::not_at_all ? Hangs::otherwise : std::max(a, b);
    case Step::multiply: return of_product(a, b);
    case Step::divide:
      if (b != Hangs::not_at_all && !never_zero) return Hangs::otherwise;
      if (a <= Hangs::straight && b == Hangs::straight) return Hangs::one_way;
      return of_product(a, b);
    case Step::least: case Step::greatest: return a == Hangs::not_at_all || b == Hangs::not_at_all ? Hangs::one_way : Hangs::otherwise;
    default: return Hangs::otherwise;
  }
}

}  // namespace

bool ends_at_ends(const Formula& formula, const Face& face, std::uint32_t variable) {
  std::vector<Hangs> hangs(formula.nodes.size(), Hangs::not_at_all);
  for (std::uint32_t id = 0; id < formula.nodes.size(); ++id) {
    const FormulaNode& node = formula.nodes[id];
    if (node.step == Step::variable) {
      if (static_cast<std::uint32_t>(node.variable) == variable) hangs[id] = Hangs::straight;
      continue;
    }
    const auto of = formula.arguments_of(node);
    if (std::all_of(of.begin(), of.end(), [&](auto a) { return hangs[a] == Hangs::not_at_all; })) continue;
    if (node.step == Step::sum || node.step == Step::avg) {
      Hangs all = Hangs::not_at_all;
      FormulaNode add;
      add.step = Step::add;
      for (const auto a : of) all = all == Hangs::not_at_all ? hangs[a] : of_step(add, all, hangs[a], true);
      hangs[id] = all;
      continue;
    }
    const bool two = of.size() > 1;
    const bool never_zero = !two || (face.reach[of[1]].present && !face.reach[of[1]].range.contains_zero());
    hangs[id] = face.reach[id].certain() ? of_step(node, hangs[of[0]], two ? hangs[of[1]] : Hangs::not_at_all, never_zero)
                                         : Hangs::otherwise;
  }
  return hangs.back() != Hangs::otherwise;
}

}  // namespace reckon::engine

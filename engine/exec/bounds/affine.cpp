// Products are straight in each variable where their sides share none.
#include "engine/exec/bounds/affine.hpp"

namespace reckon::engine {
namespace {

class AffineShape {
 public:
  explicit AffineShape(const CellFormula& formula)
      : formula_(formula),
        varies_(formula.nodes.size(), false),
        seen_(formula.nodes.size(), 0),
        owner_(formula.variables.size(), 0) {}

  bool run() {
    for (std::uint32_t id = 0; id < formula_.nodes.size(); ++id) {
      const CellStep& node = formula_.nodes[id];
      bool any = node.step == Step::variable;
      for (const std::uint32_t argument : formula_.arguments_of(node)) any = any || varies_[argument];
      varies_[id] = any;
      if (any && !straight(node)) return false;
    }
    return true;
  }

 private:
  bool straight(const CellStep& node) {
    const auto of = formula_.arguments_of(node);
    switch (node.step) {
      case Step::variable:
      case Step::negate:
      case Step::scale:
      case Step::add:
      case Step::subtract:
      case Step::sum:
      case Step::avg: return true;
      case Step::multiply: return !varies_[of[0]] || !varies_[of[1]] || share_nothing(of[0], of[1]);
      case Step::divide: return !varies_[of[1]];
      case Step::power: return node.argument == 1;
      default: return false;
    }
  }
  bool share_nothing(std::uint32_t a, std::uint32_t b) {
    mark(a, ++round_);
    const std::uint32_t of_a = round_;
    return mark(b, ++round_, of_a);
  }
  // Marks the variables below a node; false where one of them bears the mark `other`, or looking costs too much.
  bool mark(std::uint32_t from, std::uint32_t mine, std::uint32_t other = 0) {
    std::vector<std::uint32_t> open{from};
    while (!open.empty()) {
      const std::uint32_t id = open.back();
      open.pop_back();
      if (!varies_[id] || seen_[id] == mine) continue;
      if (++steps_ > most_steps) return false;
      seen_[id] = mine;
      const CellStep& node = formula_.nodes[id];
      if (node.step == Step::variable) {
        std::uint32_t& owner = owner_[static_cast<std::size_t>(node.variable)];
        if (other != 0 && owner == other) return false;
        owner = mine;
      }
      for (const std::uint32_t argument : formula_.arguments_of(node)) open.push_back(argument);
    }
    return true;
  }

  static constexpr std::size_t most_steps = 4'000'000;
  const CellFormula& formula_;
  std::vector<bool> varies_;
  std::vector<std::uint32_t> seen_, owner_;  // by node, by variable: the last mark
  std::uint32_t round_ = 0;
  std::size_t steps_ = 0;
};

}  // namespace

bool is_affine_in_each(const CellFormula& formula) { return AffineShape(formula).run(); }

}  // namespace reckon::engine

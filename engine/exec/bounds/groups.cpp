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

std::vector<std::vector<std::uint32_t>> independent_groups(const CellFormula& formula, const Face& face,
                                                           std::span<const std::uint32_t> nodes) {
  constexpr std::uint32_t nobody = 0xffffffff;
  std::vector<std::uint32_t> owner(formula.nodes.size(), nobody), variable_owner(formula.variables.size(), nobody),
      open;
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
      const CellStep& node = formula.nodes[id];
      if (node.step == Step::variable) {
        if (face.box[static_cast<std::size_t>(node.variable)].range.is_point()) continue;
        std::uint32_t& by = variable_owner[static_cast<std::size_t>(node.variable)];
        if (by == nobody)
          by = i;
        else
          sets.join(i, by);
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
enum class Hangs : std::uint8_t { not_at_all, straight, hollow, domed, one_way, otherwise };  // hollow: convex

Hangs turned(Hangs a) { return a == Hangs::hollow ? Hangs::domed : a == Hangs::domed ? Hangs::hollow : a; }

Hangs together(Hangs a, Hangs b) {
  if (a == Hangs::not_at_all || a == b) return a == Hangs::one_way ? Hangs::otherwise : a == Hangs::not_at_all ? b : a;
  if (b == Hangs::not_at_all) return a;
  if (a == Hangs::straight && b != Hangs::one_way) return b;
  return b == Hangs::straight && a != Hangs::one_way ? a : Hangs::otherwise;
}

bool not_negative(const Range& range) { return !range.unbounded_below && range.low.sign() >= 0; }
bool not_positive(const Range& range) { return !range.unbounded_above && range.high.sign() <= 0; }

Hangs times(Hangs a, const Range& factor) {
  if (a == Hangs::straight || a == Hangs::one_way || a == Hangs::not_at_all) return a;
  return not_negative(factor) ? a : not_positive(factor) ? turned(a) : Hangs::otherwise;
}

class Dependence {
 public:
  Dependence(const CellFormula& formula, const Face& face, std::uint32_t variable)
      : formula_(formula), face_(face), variable_(variable), hangs_(formula.nodes.size(), Hangs::not_at_all) {}

  Hangs run() {
    for (std::uint32_t id = 0; id < formula_.nodes.size(); ++id) {
      const CellStep& node = formula_.nodes[id];
      const auto of = formula_.arguments_of(node);
      if (node.step == Step::variable) {
        if (static_cast<std::uint32_t>(node.variable) == variable_) hangs_[id] = Hangs::straight;
      } else if (std::any_of(of.begin(), of.end(), [&](auto a) { return hangs_[a] != Hangs::not_at_all; })) {
        hangs_[id] = face_.reach[id].certain() ? of_step(node) : Hangs::otherwise;
      }
    }
    return hangs_.back();
  }

 private:
  Hangs of_step(const CellStep&) const;
  Hangs quotient(std::uint32_t a, std::uint32_t b) const;
  Hangs power(const CellStep&, std::uint32_t a) const;
  Hangs extreme(const CellStep&, bool greatest) const;
  const Range& range(std::uint32_t id) const { return face_.reach[id].range; }

  const CellFormula& formula_;
  const Face& face_;
  std::uint32_t variable_;
  std::vector<Hangs> hangs_;
};

Hangs Dependence::of_step(const CellStep& node) const {
  const auto of = formula_.arguments_of(node);
  const Hangs a = hangs_[of[0]], b = of.size() > 1 ? hangs_[of[1]] : Hangs::not_at_all;
  switch (node.step) {
    case Step::negate: return turned(a);
    case Step::scale: return times(a, node.range);
    case Step::floor:
    case Step::ceil:
    case Step::round: return a == Hangs::straight || a == Hangs::one_way ? Hangs::one_way : Hangs::otherwise;
    case Step::abs: return a == Hangs::straight ? Hangs::hollow : Hangs::otherwise;
    case Step::power: return power(node, of[0]);
    case Step::add: return together(a, b);
    case Step::subtract: return together(a, turned(b));
    case Step::multiply:
      return a == Hangs::not_at_all   ? times(b, range(of[0]))
             : b == Hangs::not_at_all ? times(a, range(of[1]))
                                      : Hangs::otherwise;
    case Step::divide: return quotient(of[0], of[1]);
    case Step::least:
    case Step::min: return extreme(node, false);
    case Step::greatest:
    case Step::max: return extreme(node, true);
    case Step::median:
      return std::count_if(of.begin(), of.end(), [&](auto row) { return hangs_[row] != Hangs::not_at_all; }) == 1 &&
                     std::all_of(of.begin(), of.end(), [&](auto row) { return hangs_[row] <= Hangs::straight; })
                 ? Hangs::one_way
                 : Hangs::otherwise;
    case Step::sum:
    case Step::avg: {
      Hangs all = Hangs::not_at_all;
      for (const auto row : of)
        all = hangs_[row] == Hangs::not_at_all ? all
              : all == Hangs::not_at_all       ? hangs_[row]
                                               : together(all, hangs_[row]);
      return all;
    }
    default: return Hangs::otherwise;
  }
}

// A divisor that may be 0 leaves nothing known.
Hangs Dependence::quotient(std::uint32_t a, std::uint32_t b) const {
  const Range& divisor = range(b);
  if (hangs_[b] == Hangs::not_at_all)
    return divisor.contains_zero() && hangs_[a] > Hangs::straight ? Hangs::otherwise : times(hangs_[a], divisor);
  if (divisor.contains_zero() || hangs_[b] != Hangs::straight) return Hangs::otherwise;
  if (hangs_[a] == Hangs::straight) return Hangs::one_way;
  if (hangs_[a] != Hangs::not_at_all) return Hangs::otherwise;
  // 1/x is hollow above 0 and domed below.
  return times(not_negative(divisor) ? Hangs::hollow : Hangs::domed, range(a)) == Hangs::otherwise
             ? Hangs::one_way
             : times(not_negative(divisor) ? Hangs::hollow : Hangs::domed, range(a));
}

Hangs Dependence::power(const CellStep& node, std::uint32_t a) const {
  if (node.argument <= 0 || hangs_[a] == Hangs::otherwise) return Hangs::otherwise;
  if (hangs_[a] == Hangs::straight) {
    if (node.argument % 2 == 0 || not_negative(range(a))) return Hangs::hollow;
    return not_positive(range(a)) ? Hangs::domed : Hangs::one_way;
  }
  if (hangs_[a] == Hangs::hollow && not_negative(range(a))) return Hangs::hollow;
  return hangs_[a] == Hangs::one_way && node.argument % 2 == 1 ? Hangs::one_way : Hangs::otherwise;
}

Hangs Dependence::extreme(const CellStep& node, bool greatest) const {
  const Hangs bent = greatest ? Hangs::hollow : Hangs::domed;
  for (const auto row : formula_.arguments_of(node))
    if (hangs_[row] > Hangs::straight && hangs_[row] != bent) return Hangs::otherwise;
  return bent;
}

}  // namespace

bool ends_at_ends(const CellFormula& formula, const Face& face, std::uint32_t variable, bool upper) {
  const Hangs hangs = Dependence(formula, face, variable).run();
  return hangs <= Hangs::straight || hangs == Hangs::one_way || hangs == (upper ? Hangs::hollow : Hangs::domed);
}

}  // namespace reckon::engine

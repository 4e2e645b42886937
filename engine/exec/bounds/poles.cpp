// Values that grow without bound: beside a place where a divisor is 0 and what stands above it is not.
#include <algorithm>
#include <array>
#include <functional>

#include "engine/exec/bounds/continuity.hpp"
#include "engine/exec/bounds/solver.hpp"

namespace reckon::engine {
namespace {

// Toward which side a step is shown to grow without bound somewhere in the face.
struct Grows {
  bool up = false, down = false;

  Grows turned() const { return {down, up}; }
  bool at_all() const { return up || down; }
};

bool positive(const Range& range) { return !range.unbounded_below && range.low.sign() > 0; }
bool negative(const Range& range) { return !range.unbounded_above && range.high.sign() < 0; }

class Growth {
 public:
  // How close a node comes to 0, from above or below; asked of divisors.
  using NearZero = std::function<Grows(std::uint32_t)>;
  Growth(const CellFormula& formula, const Face& face, NearZero near_zero)
      : formula_(formula), face_(face), near_zero_(std::move(near_zero)) {}

  Grows of(std::uint32_t id, int depth = 0) const {
    const CellStep& node = formula_.nodes[id];
    const auto arguments = formula_.arguments_of(node);
    constexpr int deepest = 60;
    if (depth > deepest || range(id).is_bounded() || face_.reach[id].excluded) return {};
    switch (node.step) {
      case Step::negate: return of(arguments[0], depth + 1).turned();
      case Step::scale: return times(of(arguments[0], depth + 1), node.range);
      case Step::add: return one_of(arguments, {false, false}, depth);
      case Step::subtract: return one_of(arguments, {false, true}, depth);
      case Step::sum:
      case Step::avg:
        return std::all_of(arguments.begin(), arguments.end(), [&](auto row) { return !face_.reach[row].excluded; })
                   ? rows(arguments, depth)
                   : Grows{};
      case Step::multiply: return product(arguments, depth);
      case Step::divide: return quotient(node, arguments, depth);
      case Step::power: {
        const Grows base = of(arguments[0], depth + 1);
        return node.argument < 1 ? Grows{} : node.argument % 2 == 1 ? base : Grows{base.at_all(), false};
      }
      case Step::abs: return {of(arguments[0], depth + 1).at_all(), false};
      default: return {};
    }
  }

 private:
  const Range& range(std::uint32_t id) const { return face_.reach[id].range; }
  static Grows times(const Grows& grows, const Range& factor) {
    return positive(factor) ? grows : negative(factor) ? grows.turned() : Grows{};
  }
  // One argument grows while the others, which are there, do not.
  Grows one_of(std::span<const std::uint32_t> arguments, std::array<bool, 2> turned, int depth) const {
    for (std::size_t i = 0; i < 2; ++i) {
      if (!range(arguments[1 - i]).is_bounded() || !face_.reach[arguments[1 - i]].certain()) continue;
      const Grows grows = of(arguments[i], depth + 1);
      return turned[i] ? grows.turned() : grows;
    }
    return {};
  }
  // Rows that may be missing add what they have, or nothing.
  Grows rows(std::span<const std::uint32_t> arguments, int depth) const {
    std::optional<std::uint32_t> open;
    for (const std::uint32_t row : arguments) {
      if (range(row).is_bounded()) continue;
      if (open) return {};
      open = row;
    }
    return open ? of(*open, depth + 1) : Grows{};
  }
  Grows product(std::span<const std::uint32_t> arguments, int depth) const {
    for (std::size_t i = 0; i < 2; ++i) {
      const std::uint32_t other = arguments[1 - i];
      if (range(other).is_bounded() && face_.reach[other].certain())
        return times(of(arguments[i], depth + 1), range(other));
    }
    return {};
  }
  Grows quotient(const CellStep&, std::span<const std::uint32_t> arguments, int depth) const {
    const Range& above = range(arguments[0]);
    if (!face_.reach[arguments[0]].certain() || !face_.reach[arguments[1]].certain()) return {};
    if (range(arguments[1]).is_bounded() && !range(arguments[1]).contains_zero())
      return times(of(arguments[0], depth + 1), range(arguments[1]));
    if (!positive(above) && !negative(above)) return {};
    const Grows near = near_zero_(arguments[1]);
    return positive(above) ? near : near.turned();
  }

  const CellFormula& formula_;
  const Face& face_;
  NearZero near_zero_;
};

}  // namespace

// A divisor that is shown to pass 0 without a jump comes near it from both sides; one whose end is 0 from one.
std::optional<End> Solver::poles(const CellFormula& formula, const Face& face, bool upper, int depth) {
  const auto near_zero = [&](std::uint32_t divisor) -> Grows {
    const End low = of_part(formula, divisor, face.box, false, depth),
              high = of_part(formula, divisor, face.box, true, depth);
    if (low.none || high.none || !low.proved || !high.proved || !is_continuous(formula, face, divisor)) return {};
    const bool below = low.unbounded || low.value.sign() < 0, above = high.unbounded || high.value.sign() > 0;
    const bool from_low = !low.unbounded && low.value.is_zero(), from_high = !high.unbounded && high.value.is_zero();
    return {above && (below || from_low), below && (above || from_high)};
  };
  const Grows grows = Growth(formula, face, near_zero).of(formula.root());
  if (formula.approximate || !(upper ? grows.up : grows.down)) return std::nullopt;
  End end;
  end.unbounded = end.proved = true;
  return end;
}

}  // namespace reckon::engine

// The value of a rule's head where every cell is a point that fits 64 bits, all at one decimal scale.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <span>

#include "engine/exec/rules/point_values.hpp"
#include "engine/plan/body.hpp"

namespace reckon::engine {

class PointFormula {
 public:
  // Nothing where the formula does more than add, subtract, negate, and take the least or greatest; products too where
  // the scale is 0.
  static std::unique_ptr<PointFormula> of(const Formula&, int scale);
  // The decimal scale that a formula's own numbers need; nothing where they have none.
  static std::optional<int> scale_of(const Formula&);

  // `cells` by atom; no_point where one has no value. Throws PointOverflow.
  std::int64_t operator()(std::span<const std::int64_t> cells) const;
  bool reads(std::size_t atom) const { return std::find(atoms_.begin(), atoms_.end(), atom) != atoms_.end(); }
  // Whether the formula is the atom's cell plus what does not depend on it.
  bool adds(std::size_t atom) const;

 private:
  struct Step {
    FormulaNode::What what;
    op::Combination how;
    std::int64_t value;         // constant
    std::uint32_t left, right;  // atom of a cell; arguments
  };
  std::vector<Step> steps_;
  std::vector<std::size_t> atoms_;
};

}  // namespace reckon::engine

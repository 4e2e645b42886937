// A value written out as a formula of the cells it depends on, so that it can be evaluated anew with cells cut down.
// Invariant: a node's arguments have lower numbers; the last node is the value.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/exec/lineage.hpp"

namespace reckon::engine {

enum class Step : std::uint8_t {
  constant,
  variable,
  nothing,  // nothing: a value that is not there
  negate,
  scale,
  abs,
  floor,
  ceil,
  round,
  power,
  root,
  ln,
  exp,
  add,
  subtract,
  multiply,
  divide,
  least,
  greatest,
  coalesce,
  sum,
  count,
  min,
  max,
  avg,
  median,
  first,    // the first argument that is present
  kept,     // argument 0 where argument 1 holds, excluded elsewhere
  limited,  // argument 0, which is known to lie in `range`
  choose,   // argument 0 decides between 1 and 2
  compare,
  both,
  either,
  negation,
};

// A variable's range, and whether an end is only approached. A point with an open end lies just beside it.
struct Interval {
  Range range;
  bool open_low = false, open_high = false;
};
using Box = std::vector<Interval>;  // by variable

struct CellStep {
  Step step = Step::constant;
  op::Combination how = op::Combination::add;  // of compare; with a threshold: variable `how` threshold
  bool keeps_excluded = false;                 // of arithmetic: an excluded argument excludes the result
  bool own_value = false;                      // of kept: the condition speaks of argument 0 alone, cut to `range`
  Truth truth = Truth::no;
  std::int32_t variable = -1;  // of variable; elsewhere the one variable whose threshold decides or bends this step
  std::uint32_t first = 0, count = 0;  // arguments
  std::int64_t argument = 0;           // exponent, digits, degree
  Number threshold;
  Range range;  // constant, factor of scale, limits
};

struct RangedCell {
  NodeId node = 0;   // the cell, or the range written in the query
  bool real = true;  // false for a value whose making is not known closely: it stands for more than it can be
  Interval domain;
};

struct CellFormula {
  std::vector<CellStep> nodes;
  std::vector<std::uint32_t> arguments;
  std::vector<RangedCell> variables;
  bool approximate = false;  // a constant stands for what is known only as an enclosure: nothing is proved

  std::uint32_t root() const { return static_cast<std::uint32_t>(nodes.size() - 1); }
  std::span<const std::uint32_t> arguments_of(const CellStep& node) const {
    return {arguments.data() + node.first, node.count};
  }
  std::uint32_t add(CellStep, std::span<const std::uint32_t> arguments);
  // The whole box.
  Box domain() const;
  // The part of the formula that `nodes` need; `variables` gets the numbers here of its variables. The parts of
  // the nodes given are the numbers there, in `roots`.
  CellFormula part(std::span<const std::uint32_t> nodes, std::vector<std::uint32_t>& variables,
                   std::vector<std::uint32_t>& roots) const;
};

// slope * variable + offset: what a node is, if it depends on one variable and in no other way.
struct Line {
  std::int32_t variable = -1;  // -1 for a constant
  Number slope, offset;
};
std::optional<Line> line_of(const CellFormula&, std::uint32_t node);

// Finds the thresholds of comparisons, divisors and kinks that hang on one variable. Once, after building.
void find_thresholds(CellFormula&);

// The same value written shorter.
CellFormula simplified(const CellFormula&);

// The formula of one recorded value.
CellFormula formula_of(const Recorder&, NodeId);

}  // namespace reckon::engine

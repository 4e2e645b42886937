// Parts of formulas, and where single variables make a step jump or bend.
#include "engine/exec/bounds/formula.hpp"

#include <algorithm>

#include "engine/plan/combinations.hpp"

namespace reckon::engine {

std::uint32_t CellFormula::add(CellStep node, std::span<const std::uint32_t> of) {
  node.first = static_cast<std::uint32_t>(arguments.size());
  node.count = static_cast<std::uint32_t>(of.size());
  arguments.insert(arguments.end(), of.begin(), of.end());
  nodes.push_back(std::move(node));
  return root();
}

Box CellFormula::domain() const {
  Box box;
  box.reserve(variables.size());
  for (const RangedCell& variable : variables) box.push_back(variable.domain);
  return box;
}

CellFormula CellFormula::part(std::span<const std::uint32_t> wanted, std::vector<std::uint32_t>& used,
                              std::vector<std::uint32_t>& roots) const {
  std::vector<bool> needed(nodes.size(), false);
  std::uint32_t last = 0;
  for (const std::uint32_t node : wanted) needed[node] = true, last = std::max(last, node);
  for (std::uint32_t id = last + 1; id-- > 0;)
    if (needed[id])
      for (const std::uint32_t argument : arguments_of(nodes[id])) needed[argument] = true;
  CellFormula part;
  std::vector<std::uint32_t> place(last + 1, 0);
  std::vector<std::int32_t> variable_place(variables.size(), -1);
  const auto variable = [&](std::int32_t id) {
    auto& at = variable_place[static_cast<std::size_t>(id)];
    if (at < 0) {
      at = static_cast<std::int32_t>(used.size());
      used.push_back(static_cast<std::uint32_t>(id));
      part.variables.push_back(variables[static_cast<std::size_t>(id)]);
    }
    return at;
  };
  for (std::uint32_t id = 0; id <= last; ++id) {
    if (!needed[id]) continue;
    CellStep node = nodes[id];
    if (node.variable >= 0) node.variable = variable(node.variable);
    std::vector<std::uint32_t> of;
    for (const std::uint32_t argument : arguments_of(nodes[id])) of.push_back(place[argument]);
    place[id] = part.add(std::move(node), of);
  }
  for (const std::uint32_t node : wanted) roots.push_back(place[node]);
  return part;
}

namespace {

std::optional<Line> both(const Line& a, const Line& b, int sign) {
  if (a.variable >= 0 && b.variable >= 0 && a.variable != b.variable) return std::nullopt;
  const Number by(sign);
  return Line{a.variable >= 0 ? a.variable : b.variable, a.slope + by * b.slope, a.offset + by * b.offset};
}

Line times(const Line& line, const Number& factor) {
  return {line.variable, line.slope * factor, line.offset * factor};
}

std::optional<Line> line_at(const CellFormula& formula, std::uint32_t id, int depth) {
  constexpr int deepest = 200;
  if (depth > deepest) return std::nullopt;
  const CellStep& node = formula.nodes[id];
  const auto of = formula.arguments_of(node);
  const auto line = [&](std::size_t i) { return line_at(formula, of[i], depth + 1); };
  switch (node.step) {
    case Step::constant:
      if (!node.range.is_point()) return std::nullopt;
      return Line{-1, 0, node.range.low};
    case Step::variable: return Line{node.variable, 1, 0};
    case Step::negate:
      if (const auto a = line(0)) return times(*a, -1);
      return std::nullopt;
    case Step::scale:
      if (const auto a = line(0)) return times(*a, node.range.low);
      return std::nullopt;
    case Step::add:
    case Step::subtract: {
      const auto a = line(0), b = a ? line(1) : std::nullopt;
      return b ? both(*a, *b, node.step == Step::add ? 1 : -1) : std::nullopt;
    }
    case Step::multiply: {
      const auto a = line(0), b = a ? line(1) : std::nullopt;
      if (!b || (a->variable >= 0 && b->variable >= 0)) return std::nullopt;
      return a->variable >= 0 ? times(*a, b->offset) : times(*b, a->offset);
    }
    case Step::divide: {
      const auto b = line(1), a = b && b->variable < 0 && !b->offset.is_zero() ? line(0) : std::nullopt;
      return a ? std::optional(times(*a, Number(1) / b->offset)) : std::nullopt;
    }
    case Step::sum: {
      if (node.count > 4) return std::nullopt;
      std::optional<Line> total = Line{-1, 0, 0};
      for (std::size_t i = 0; i < of.size() && total; ++i) {
        const auto next = line(i);
        total = next ? both(*total, *next, 1) : std::nullopt;
      }
      return total;
    }
    default: return std::nullopt;
  }
}

}  // namespace

std::optional<Line> line_of(const CellFormula& formula, std::uint32_t node) { return line_at(formula, node, 0); }

void find_thresholds(CellFormula& formula) {
  for (CellStep& node : formula.nodes) {
    const auto of = formula.arguments_of(node);
    std::optional<Line> line;
    if (node.step == Step::compare || node.step == Step::least || node.step == Step::greatest) {
      const auto a = line_of(formula, of[0]), b = line_of(formula, of[1]);
      if (a && b) line = both(*a, *b, -1);
    } else if (node.step == Step::divide) {
      line = line_of(formula, of[1]);
    } else if (node.step == Step::abs || (node.step == Step::power && node.argument < 0)) {
      line = line_of(formula, of[0]);
    }
    if (!line || line->variable < 0 || line->slope.is_zero()) continue;
    node.variable = line->variable;
    node.threshold = -line->offset / line->slope;
    if (node.step == Step::compare && line->slope.sign() < 0) node.how = op::mirrored(node.how);
  }
}

}  // namespace reckon::engine

// Sums of steps with factors: what cancels is gone, and terms that share no variable are solved by themselves.
#include <algorithm>
#include <map>

#include "engine/exec/bounds/end_parts.hpp"
#include "engine/exec/bounds/solver.hpp"

namespace reckon::engine {
namespace {

bool is_point(const Face& face, std::uint32_t node) {
  return face.reach[node].certain() && face.reach[node].range.is_point();
}

}  // namespace

// A sum of steps with factors, and a number.
class LinearForm {
 public:
  LinearForm(const CellFormula& formula, const Face& face) : formula_(formula), face_(face) {}

  // False where rows may come and go.
  bool collect(std::uint32_t id, const Number& factor, int depth = 0) {
    if (is_point(face_, id)) return offset_ += factor * face_.reach[id].range.low, true;
    const CellStep& node = formula_.nodes[id];
    const auto of = formula_.arguments_of(node);
    constexpr int deepest = 100;
    // A row of a statistic may be missing and the statistic there; of two values both must be there.
    const bool statistic = node.step == Step::sum || node.step == Step::avg;
    if (depth > deepest || face_.reach[id].excluded || (statistic && !face_.reach[id].certain()))
      return add(id, factor);
    switch (node.step) {
      case Step::negate: return collect(of[0], -factor, depth + 1);
      case Step::scale: return collect(of[0], factor * node.range.low, depth + 1);
      case Step::add: return collect(of[0], factor, depth + 1) && collect(of[1], factor, depth + 1);
      case Step::subtract: return collect(of[0], factor, depth + 1) && collect(of[1], -factor, depth + 1);
      case Step::multiply:
        if (is_point(face_, of[0])) return collect(of[1], factor * face_.reach[of[0]].range.low, depth + 1);
        if (is_point(face_, of[1])) return collect(of[0], factor * face_.reach[of[1]].range.low, depth + 1);
        return add(id, factor);
      case Step::divide:
        if (is_point(face_, of[1]) && !face_.reach[of[1]].range.low.is_zero())
          return collect(of[0], factor / face_.reach[of[1]].range.low, depth + 1);
        return add(id, factor);
      case Step::sum:
      case Step::avg: {
        const auto sure = [&](std::uint32_t row) { return face_.reach[row].certain(); };
        if (!std::all_of(of.begin(), of.end(), sure)) return add(id, factor);
        const Number each = node.step == Step::sum ? factor : factor / Number(static_cast<std::int64_t>(of.size()));
        return std::all_of(of.begin(), of.end(), [&](std::uint32_t row) { return collect(row, each, depth + 1); });
      }
      default: return add(id, factor);
    }
  }

  std::vector<std::uint32_t> terms() const {
    std::vector<std::uint32_t> nodes;
    for (const auto& [node, factor] : factors_)
      if (!factor.is_zero()) nodes.push_back(node);
    return nodes;
  }
  const Number& factor(std::uint32_t node) const { return factors_.at(node); }
  const Number& offset() const { return offset_; }

 private:
  bool add(std::uint32_t id, const Number& factor) {
    factors_[id] += factor;
    return true;
  }
  const CellFormula& formula_;
  const Face& face_;
  std::map<std::uint32_t, Number> factors_;
  Number offset_;
};

namespace {

// The sum of some terms as a formula of its own.
CellFormula sum_of(const CellFormula& formula, const LinearForm& form, const std::vector<std::uint32_t>& terms,
                   const Face& face, Box& inner) {
  const Box& box = face.box;
  const bool sure = std::all_of(terms.begin(), terms.end(), [&](auto term) { return face.reach[term].certain(); });
  std::vector<std::uint32_t> used, roots, rows;
  CellFormula part = formula.part(terms, used, roots);
  for (const std::uint32_t id : used) inner.push_back(box[id]);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    CellStep scale;
    scale.step = Step::scale;
    scale.range = form.factor(terms[i]);
    rows.push_back(part.add(std::move(scale), std::span(&roots[i], 1)));
  }
  // Of values that may be missing all must be there, which is a chain of additions.
  CellStep sum;
  sum.step = sure ? Step::sum : Step::add;
  if (sure || rows.size() < 2) return part.add(std::move(sum), rows), part;
  std::uint32_t total = rows.front();
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const std::uint32_t of[] = {total, rows[i]};
    total = part.add(sum, of);
  }
  return part;
}

}  // namespace

namespace {

// Whether writing the sum anew gives the same sum.
bool plain_sum(const CellFormula& formula, const std::vector<std::vector<std::uint32_t>>& groups,
               const std::vector<std::uint32_t>& terms) {
  return groups.size() == 1 && terms.size() > 1 && formula.nodes.back().step == Step::sum &&
         terms.size() == formula.nodes.back().count;
}

}  // namespace

// a/d + b/d is (a + b)/d, and a/d + b is (a + b*d)/d.
std::optional<End> Solver::over_one_divisor(const CellFormula& formula, const Face& face, const LinearForm& form,
                                            const std::vector<std::uint32_t>& terms, bool upper, int depth) {
  std::optional<std::uint32_t> divisor;
  for (const std::uint32_t term : terms) {
    const CellStep& node = formula.nodes[term];
    if (!face.reach[term].certain()) return std::nullopt;
    if (node.step != Step::divide) continue;
    const std::uint32_t below = formula.arguments_of(node)[1];
    if (divisor && *divisor != below) return std::nullopt;
    divisor = below;
  }
  if (!divisor || !face.reach[*divisor].certain() || face.reach[*divisor].range.contains_zero()) return std::nullopt;
  std::vector<std::uint32_t> wanted, used, roots, rows;
  for (const std::uint32_t term : terms)
    wanted.push_back(formula.nodes[term].step == Step::divide ? formula.arguments_of(formula.nodes[term])[0] : term);
  wanted.push_back(*divisor);
  CellFormula part = formula.part(wanted, used, roots);
  Box inner;
  for (const std::uint32_t id : used) inner.push_back(face.box[id]);
  CellStep multiply, sum, divide;
  multiply.step = Step::multiply;
  sum.step = Step::sum;
  divide.step = Step::divide;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    CellStep scale;
    scale.step = Step::scale;
    scale.range = form.factor(terms[i]);
    const std::uint32_t scaled = part.add(std::move(scale), std::span(&roots[i], 1));
    const std::uint32_t sides[] = {scaled, roots.back()};
    rows.push_back(formula.nodes[terms[i]].step == Step::divide ? scaled : part.add(multiply, sides));
  }
  const std::uint32_t sides[] = {part.add(std::move(sum), rows), roots.back()};
  part.add(std::move(divide), sides);
  End end = solve(part, inner, upper, depth + 1);
  if (!end.proved || end.none) return std::nullopt;
  end.value += form.offset();
  return end;
}

std::optional<End> Solver::linear(const CellFormula& formula, const Face& face, bool upper, int depth) {
  LinearForm form(formula, face);
  form.collect(formula.root(), 1);
  const auto terms = form.terms();
  if (terms.empty()) {
    if (!face.root().certain()) return std::nullopt;
    End end;
    end.value = form.offset();
    end.proved = end.witnessed = true;
    return end;
  }
  const auto groups = independent_groups(formula, face, terms);
  if (terms.size() == 1 && terms.front() == formula.root()) return std::nullopt;
  if (groups.size() == 1 && terms.size() > 1)
    if (auto found = over_one_divisor(formula, face, form, terms, upper, depth)) return found;
  if (plain_sum(formula, groups, terms)) return std::nullopt;
  End end;
  end.value = form.offset();
  end.proved = end.witnessed = true;
  for (const auto& group : groups) {
    End part;
    if (group.size() == 1) {
      const Number& factor = form.factor(group.front());
      part = of_part(formula, group.front(), face.box, upper == (factor.sign() > 0), depth);
      part.value = part.value * factor;
    } else {
      Box inner;
      const CellFormula sum = sum_of(formula, form, group, face, inner);
      if (groups.size() == 1 && sum.nodes.size() >= formula.nodes.size()) return std::nullopt;  // nothing was gained
      part = solve(sum, inner, upper, depth + 1);
    }
    if (part.none) return std::nullopt;
    end.unbounded = end.unbounded || part.unbounded;
    end.value += part.value;
    end.proved = end.proved && part.proved;
    take_witness(end, part);
  }
  if (end.unbounded) end.value = 0;
  return end;
}

}  // namespace reckon::engine

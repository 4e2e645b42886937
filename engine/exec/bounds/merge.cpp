// The steps that are sums of variables with factors, and are used by something else, say in which proportions each
// variable is ever used.
#include "engine/exec/bounds/merge.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace reckon::engine {
namespace {

using Factors = std::map<std::uint32_t, Number>;  // by variable

struct Affine {
  Factors factors;
  Number offset;
};

class Merger {
 public:
  Merger(const CellFormula& formula, const Box& box) : formula_(formula), box_(box), sums_(formula.nodes.size()) {}

  std::optional<MergedFormula> run();

 private:
  std::optional<Affine> affine(const CellStep&) const;
  std::vector<bool> used_as_sum() const;
  std::vector<std::vector<std::uint32_t>> groups(const std::vector<bool>& used) const;
  bool mergeable(std::uint32_t variable) const {
    const Interval& in = box_[variable];
    return in.range.is_bounded() && !in.open_low && !in.open_high && formula_.variables[variable].real;
  }
  MergedFormula built(const std::vector<bool>& used, const std::vector<std::vector<std::uint32_t>>& groups) const;

  static constexpr std::size_t most_factors = 2000;  // of all sums together
  const CellFormula& formula_;
  const Box& box_;
  std::vector<std::optional<Affine>> sums_;  // by node
};

std::optional<Affine> Merger::affine(const CellStep& node) const {
  const auto of = formula_.arguments_of(node);
  Affine all;
  const auto add = [&](std::uint32_t part, const Number& factor) {
    if (!sums_[part]) return false;
    for (const auto& [variable, by] : sums_[part]->factors) all.factors[variable] += by * factor;
    all.offset += sums_[part]->offset * factor;
    return true;
  };
  bool good = false;
  switch (node.step) {
    case Step::constant:
      if (!node.range.is_point() || node.truth != Truth::yes) return std::nullopt;  // a truth
      all.offset = node.range.low;
      return all;
    case Step::variable: all.factors[static_cast<std::uint32_t>(node.variable)] = 1; return all;
    case Step::negate: good = add(of[0], -1); break;
    case Step::scale: good = add(of[0], node.range.low); break;
    case Step::add: good = add(of[0], 1) && add(of[1], 1); break;
    case Step::subtract: good = add(of[0], 1) && add(of[1], -1); break;
    case Step::multiply:
      for (std::size_t i = 0; i < 2 && !good; ++i)
        if (sums_[of[i]] && sums_[of[i]]->factors.empty()) good = add(of[1 - i], sums_[of[i]]->offset);
      break;
    case Step::sum:
    case Step::avg: {
      if (of.empty()) return std::nullopt;
      const Number each = node.step == Step::sum ? Number(1) : Number::ratio(1, static_cast<std::int64_t>(of.size()));
      good = std::all_of(of.begin(), of.end(), [&](auto row) { return add(row, each); });
      break;
    }
    default: break;
  }
  std::erase_if(all.factors, [](const auto& factor) { return factor.second.is_zero(); });
  return good ? std::optional(std::move(all)) : std::nullopt;
}

// The sums that something else than a sum takes, or nothing.
std::vector<bool> Merger::used_as_sum() const {
  std::vector<bool> used(formula_.nodes.size(), false), needed(formula_.nodes.size(), false);
  needed.back() = true;
  for (std::uint32_t id = formula_.root() + 1; id-- > 0;) {
    if (!needed[id]) continue;
    if (sums_[id]) {
      used[id] = true;
      continue;
    }
    for (const std::uint32_t argument : formula_.arguments_of(formula_.nodes[id])) needed[argument] = true;
  }
  return used;
}

// Variables with the same factors but for one number.
std::vector<std::vector<std::uint32_t>> Merger::groups(const std::vector<bool>& used) const {
  std::vector<std::vector<std::pair<std::uint32_t, Number>>> uses(formula_.variables.size());
  for (std::uint32_t id = 0; id < used.size(); ++id)
    if (used[id])
      for (const auto& [variable, factor] : sums_[id]->factors) uses[variable].emplace_back(id, factor);
  // Thresholds stay those of single variables.
  std::vector<bool> has_threshold(formula_.variables.size(), false);
  for (const CellStep& node : formula_.nodes)
    if (node.variable >= 0 && node.step != Step::variable)
      has_threshold[static_cast<std::size_t>(node.variable)] = true;
  std::map<std::string, std::vector<std::uint32_t>> same;
  for (std::uint32_t variable = 0; variable < uses.size(); ++variable) {
    if (uses[variable].empty() || has_threshold[variable] || !mergeable(variable)) continue;
    std::string key;
    const Number first = uses[variable].front().second;
    for (const auto& [id, factor] : uses[variable]) key += std::to_string(id) + ':' + (factor / first).text() + ' ';
    same[key].push_back(variable);
  }
  std::vector<std::vector<std::uint32_t>> groups;
  for (auto& [key, variables] : same)
    if (variables.size() > 1) groups.push_back(std::move(variables));
  std::sort(groups.begin(), groups.end());
  return groups;
}

MergedFormula Merger::built(const std::vector<bool>& used,
                            const std::vector<std::vector<std::uint32_t>>& groups) const {
  MergedFormula result;
  result.formula.approximate = formula_.approximate;
  std::vector<std::uint32_t> variable_at(formula_.variables.size(), 0);
  std::vector<const std::vector<std::uint32_t>*> group_of(formula_.variables.size(), nullptr);
  for (const auto& group : groups)
    for (const std::uint32_t variable : group) group_of[variable] = &group;
  // The first of a group stands for it, with its own factor in each sum.
  const auto factor_in = [&](std::uint32_t variable) -> const Number& {
    for (std::uint32_t id = 0;; ++id)
      if (used[id])
        if (const auto at = sums_[id]->factors.find(variable); at != sums_[id]->factors.end()) return at->second;
  };
  std::vector<std::uint32_t> leaf(formula_.variables.size());
  for (std::uint32_t variable = 0; variable < formula_.variables.size(); ++variable) {
    if (group_of[variable] && group_of[variable]->front() != variable) continue;
    RangedCell cell = formula_.variables[variable];
    Interval in = box_[variable];
    std::vector<MergedFormula::Part> parts{{variable, 1}};
    if (group_of[variable]) {
      const Number first = factor_in(variable);
      for (const std::uint32_t other : *group_of[variable]) {
        if (other == variable) continue;
        parts.push_back({other, factor_in(other) / first});
        in.range = in.range + box_[other].range * Range(parts.back().factor);
      }
      cell.domain = in;
    }
    CellStep node;
    node.step = Step::variable;
    node.variable = static_cast<std::int32_t>(result.parts.size());
    leaf[variable] = result.formula.add(std::move(node), {});
    result.formula.variables.push_back(std::move(cell));
    result.box.push_back(std::move(in));
    result.parts.push_back(std::move(parts));
  }
  std::vector<std::uint32_t> place(formula_.nodes.size(), 0);
  const auto stands = [&](std::uint32_t variable) {
    return !group_of[variable] || group_of[variable]->front() == variable;
  };
  const auto sum_of = [&](const Affine& sum) {
    std::vector<std::uint32_t> rows;
    for (const auto& [variable, factor] : sum.factors) {
      if (!stands(variable)) continue;
      CellStep scale;
      scale.step = Step::scale;
      scale.range = factor;
      rows.push_back(factor == Number(1) ? leaf[variable]
                                         : result.formula.add(std::move(scale), std::span(&leaf[variable], 1)));
    }
    if (rows.empty() || !sum.offset.is_zero()) {
      CellStep offset;
      offset.range = sum.offset;
      offset.truth = Truth::yes;
      rows.push_back(result.formula.add(std::move(offset), {}));
    }
    if (rows.size() == 1) return rows.front();
    CellStep all;
    all.step = Step::sum;
    return result.formula.add(std::move(all), rows);
  };
  std::vector<bool> needed(formula_.nodes.size(), false);
  needed.back() = true;
  for (std::uint32_t id = formula_.root() + 1; id-- > 0;)
    if (needed[id] && !used[id])
      for (const std::uint32_t argument : formula_.arguments_of(formula_.nodes[id])) needed[argument] = true;
  std::uint32_t last = 0;
  for (std::uint32_t id = 0; id < formula_.nodes.size(); ++id) {
    if (!needed[id]) continue;
    if (used[id]) {
      last = place[id] = sum_of(*sums_[id]);
      continue;
    }
    std::vector<std::uint32_t> of;
    for (const std::uint32_t argument : formula_.arguments_of(formula_.nodes[id])) of.push_back(place[argument]);
    CellStep node = formula_.nodes[id];
    node.variable =
        node.variable < 0 ? -1 : result.formula.nodes[leaf[static_cast<std::size_t>(node.variable)]].variable;
    last = place[id] = result.formula.add(std::move(node), of);
  }
  if (last != result.formula.root()) {
    CellStep same;
    same.step = Step::scale;
    same.range = Number(1);
    result.formula.add(std::move(same), std::span(&last, 1));
  }
  return result;
}

std::optional<MergedFormula> Merger::run() {
  std::size_t factors = 0;
  for (std::uint32_t id = 0; id < formula_.nodes.size(); ++id) {
    sums_[id] = affine(formula_.nodes[id]);
    if (sums_[id] && (factors += sums_[id]->factors.size()) > most_factors) return std::nullopt;
  }
  const auto used = used_as_sum();
  const auto groups = this->groups(used);
  return groups.empty() ? std::nullopt : std::optional(built(used, groups));
}

}  // namespace

std::optional<MergedFormula> merged(const CellFormula& formula, const Box& box) { return Merger(formula, box).run(); }

void MergedFormula::unfold(const CellFormula& original, const Box& original_box, End& end) const {
  std::unordered_map<NodeId, std::uint32_t> variable_of;
  for (std::uint32_t id = 0; id < formula.variables.size(); ++id)
    if (parts[id].size() > 1) variable_of[formula.variables[id].node] = id;
  std::vector<Place> places;
  for (const Place& place : end.witness) {
    const auto found = variable_of.find(place.node);
    if (found == variable_of.end()) {
      places.push_back(place);
      continue;
    }
    // From all at the end that makes the sum least, part by part upward until the sum is reached.
    const auto& of = parts[found->second];
    Number left = place.at.range.low - box[found->second].range.low;
    for (const Part& part : of) {
      const Range& range = original_box[part.variable].range;
      const Number room = (range.high - range.low) * abs(part.factor), step = left < room ? left : room;
      left -= step;
      const Number at = part.factor.sign() > 0 ? range.low + step / part.factor : range.high + step / part.factor;
      places.push_back({original.variables[part.variable].node, {Range(at), false, false}});
    }
  }
  end.witness = std::move(places);
}

}  // namespace reckon::engine

// Formulas written shorter: what is written twice is one node, and what cancels in a sum is gone.
// Invariant: the value is the same everywhere in the formula's domain, missing where it was missing.
#include <algorithm>
#include <map>
#include <tuple>

#include "engine/exec/bounds/reach.hpp"

namespace reckon::engine {
namespace {

// A sum of nodes with factors, and a number.
struct Terms {
  std::map<std::uint32_t, Number> factors;
  Number offset;
};

class Simplifier {
 public:
  explicit Simplifier(const CellFormula& from) : from_(from), reach_(reach_of(from, from.domain(), 4096)) {
    result_.variables = from.variables;
    result_.approximate = from.approximate;
  }

  CellFormula run() {
    std::uint32_t last = 0;
    for (std::uint32_t id = 0; id < from_.nodes.size(); ++id) place_.push_back(last = build(id));
    if (last == result_.root()) return std::move(result_);
    CellStep same;
    same.step = Step::scale;
    same.range = Number(1);
    result_.add(std::move(same), std::span(&last, 1));
    return std::move(result_);
  }

 private:
  std::uint32_t build(std::uint32_t id);
  std::uint32_t put(CellStep, std::vector<std::uint32_t> of, bool certain);
  std::uint32_t number(const Number&);
  Terms terms_of(std::uint32_t node) const;
  std::optional<Terms> combined(const CellStep&, std::span<const std::uint32_t> of) const;
  std::uint32_t sum_of(const Terms&);

  static constexpr std::size_t most_terms = 40;
  const CellFormula& from_;
  std::vector<Reach> reach_;
  CellFormula result_;
  std::vector<std::uint32_t> place_;
  std::vector<bool> certain_;  // by node of the result
  std::map<std::tuple<Step, bool, std::int64_t, int, std::string, std::vector<std::uint32_t>>, std::uint32_t> known_;
  std::map<std::uint32_t, Terms> sums_;
};

std::uint32_t Simplifier::put(CellStep node, std::vector<std::uint32_t> of, bool certain) {
  const bool commutes =
      node.step == Step::add || node.step == Step::multiply || node.step == Step::least || node.step == Step::greatest;
  if (commutes) std::sort(of.begin(), of.end());
  const bool shared = node.step != Step::kept && node.step != Step::nothing && of.size() <= most_terms;
  if (!shared) {
    certain_.push_back(certain);
    return result_.add(std::move(node), of);
  }
  const std::int64_t number = node.step == Step::variable ? node.variable : node.argument;
  const int extra = static_cast<int>(node.how) * 8 + static_cast<int>(node.truth);
  const auto [at, fresh] =
      known_.try_emplace({node.step, node.keeps_excluded, number, extra, node.range.text(), of}, 0);
  if (fresh) {
    certain_.push_back(certain);
    at->second = result_.add(std::move(node), of);
  }
  return at->second;
}

std::uint32_t Simplifier::number(const Number& value) {
  CellStep node;
  node.range = value;
  node.truth = Truth::yes;
  return put(std::move(node), {}, true);
}

Terms Simplifier::terms_of(std::uint32_t node) const {
  const auto known = sums_.find(node);
  if (known != sums_.end()) return known->second;
  const CellStep& of = result_.nodes[node];
  if (of.step == Step::constant && of.range.is_point()) return {{}, of.range.low};
  return {{{node, 1}}, 0};
}

// Nothing where the step is no sum, or too long a one.
std::optional<Terms> Simplifier::combined(const CellStep& node, std::span<const std::uint32_t> of) const {
  Terms all;
  const auto add = [&](std::uint32_t part, const Number& factor) {
    const Terms terms = terms_of(part);
    for (const auto& [term, by] : terms.factors) all.factors[term] += by * factor;
    all.offset += terms.offset * factor;
  };
  switch (node.step) {
    case Step::add: add(of[0], 1), add(of[1], 1); break;
    case Step::subtract: add(of[0], 1), add(of[1], -1); break;
    case Step::negate: add(of[0], -1); break;
    case Step::scale: add(of[0], node.range.low); break;
    case Step::multiply: {
      const Terms a = terms_of(of[0]), b = terms_of(of[1]);
      if (a.factors.empty())
        add(of[1], a.offset);
      else if (b.factors.empty())
        add(of[0], b.offset);
      else
        return std::nullopt;
      break;
    }
    case Step::sum:
    case Step::avg:
      if (of.size() > most_terms) return std::nullopt;
      for (const std::uint32_t row : of)
        add(row, node.step == Step::sum ? Number(1) : Number::ratio(1, static_cast<std::int64_t>(of.size())));
      break;
    default: return std::nullopt;
  }
  std::erase_if(all.factors, [](const auto& term) { return term.second.is_zero(); });
  if (all.factors.size() > most_terms) return std::nullopt;
  return all;
}

std::uint32_t Simplifier::sum_of(const Terms& terms) {
  if (terms.factors.empty()) return number(terms.offset);
  std::vector<std::uint32_t> rows;
  for (const auto& [term, factor] : terms.factors) {
    if (factor == Number(1)) {
      rows.push_back(term);
      continue;
    }
    CellStep scale;
    scale.step = Step::scale;
    scale.range = factor;
    rows.push_back(put(std::move(scale), {term}, true));
  }
  if (!terms.offset.is_zero()) rows.push_back(number(terms.offset));
  if (rows.size() == 1) return rows.front();
  CellStep sum;
  sum.step = Step::sum;
  const std::uint32_t made = put(std::move(sum), std::move(rows), true);
  sums_[made] = terms;
  return made;
}

std::uint32_t Simplifier::build(std::uint32_t id) {
  CellStep node = from_.nodes[id];
  std::vector<std::uint32_t> of;
  bool sure = reach_[id].certain();
  for (const std::uint32_t argument : from_.arguments_of(node)) {
    of.push_back(place_[argument]);
    sure = sure && reach_[argument].certain();
  }
  if (sure && !of.empty())
    if (const auto terms = combined(node, of)) return sum_of(*terms);
  // A value over itself.
  if (sure && node.step == Step::divide && of[0] == of[1]) return number(1);
  return put(std::move(node), std::move(of), sure);
}

}  // namespace

CellFormula simplified(const CellFormula& formula) {
  // Large formulas are linear mostly, and dear to compare.
  constexpr std::size_t most_nodes = 20'000;
  if (formula.nodes.size() > most_nodes) return formula;
  return Simplifier(formula).run();
}

}  // namespace reckon::engine

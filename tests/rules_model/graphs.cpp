// Graphs, rules over them, and what they mean.
#include "tests/rules_model/graphs.hpp"

#include <algorithm>
#include <iostream>
#include <numeric>

#include "lang/session.hpp"
#include "tests/rules_model/program.hpp"

namespace rules_model {
namespace {

using Cells = std::map<std::pair<int, int>, int>;  // by node pair; a relation's rows have 0

constexpr const char* rules =
    "relation e(a: node, b: node)\nmeasure w(a: node, b: node) : 1 rate\n"
    "relation right(a: node, b: node)\nrule right(x, y) if e(x, y)\nrule right(x, y) if e(x, z) and right(z, y)\n"
    "relation left(a: node, b: node)\nrule left(x, y) if e(x, y)\nrule left(x, y) if left(x, z) and e(z, y)\n"
    "relation both(a: node, b: node)\nrule both(x, y) if e(x, y)\nrule both(x, y) if both(x, z) and both(z, y)\n"
    "relation back(a: node, b: node)\nrule back(y, x) if e(x, y)\nrule back(x, y) if e(z, x) and back(z, y)\n"
    "relation odd(a: node, b: node)\nrelation even(a: node, b: node)\nrule odd(x, y) if e(x, y)\n"
    "rule even(x, y) if odd(x, z) and e(z, y)\nrule odd(x, y) if e(x, z) and even(z, y)\n"
    "relation apart(a: node, b: node)\nrule apart(x, y) if right(x, z) and e(y, z) and not right(x, y)\n"
    "relation same(a: node, b: node)\nrule same(x, y) if e(z, x) and e(z, y)\n"
    "rule same(x, y) if e(a, x) and same(a, b) and e(b, y)\n"
    "relation along(mark: node, a: node, b: node)\nrule along(x, x, y) if e(x, y)\n"
    "rule along(m, x, z) if along(m, y, x) and e(x, z)\n"
    "relation seen(mark: node, b: node)\nrule seen(m, y) if along(m, _, y)\n"
    "relation near(node)\nrule near(y) if e(\"0\", y)\nrule near(y) if near(x) and e(x, y)\n"
    "relation linked(a: node, b: node)\nrule linked(x, y) if linked(x, z) and e(z, y)\n"
    "measure held(a: node, b: node) : 1 rate under least\nrule held(x, z) = held(x, y) + w(y, z) if w(y, z)\n"
    "measure d(a: node, b: node) : 1 rate under least\nrule d(x, y) = w(x, y) if w(x, y)\n"
    "rule d(x, z) = d(x, y) + w(y, z) if e(y, z)\n"
    "measure d2(a: node, b: node) : 1 rate under least\nrule d2(x, y) = w(x, y) if e(x, y)\n"
    "rule d2(x, z) = d2(x, y) + d2(y, z) if d2(x, y)\n"
    "measure d3(a: node, b: node) : 1 rate under least\nrule d3(x, y) = w(x, y) if e(x, y)\n"
    "rule d3(x, z) = w(x, y) + d3(y, z) if e(x, y)\n"
    "measure wide(a: node, b: node) : 1 rate under greatest\nrule wide(x, y) = w(x, y) if w(x, y)\n"
    "rule wide(x, z) = least(wide(x, y), w(y, z)) if w(y, z)\n"
    "measure from(node) : 1 rate under least\nrule from(y) = w(x, y) if w(x, y) and x = \"0\"\n"
    "rule from(y) = from(x) + w(x, y) if w(x, y)\n";

class Graph {
 public:
  explicit Graph(std::uint64_t seed) : random_{seed}, nodes_(5 + random_.below(40)) {
    number_.resize(static_cast<std::size_t>(nodes_));
    std::iota(number_.begin(), number_.end(), 0);
    const int order = random_.below(3);
    if (order == 0) std::reverse(number_.begin(), number_.end());
    for (int i = nodes_ - 1; order == 1 && i > 0; --i)
      std::swap(number_[static_cast<std::size_t>(i)], number_[static_cast<std::size_t>(random_.below(i + 1))]);
    const int shape = random_.below(3);
    for (int i = 1; shape == 0 && i < nodes_; ++i) add(i - 1, i);
    for (int i = 0, side = 6; shape == 1 && i < nodes_; ++i) {
      if ((i + 1) % side != 0 && i + 1 < nodes_) add(i, i + 1);
      if (i + side < nodes_) add(i, i + side);
    }
    for (int i = random_.below(shape == 2 ? 3 * nodes_ : 4); i >= 0; --i)
      add(random_.below(nodes_), random_.below(nodes_));
    for (int i = random_.below(2 * nodes_); i > 0; --i)
      stated_[{random_.below(nodes_), random_.below(nodes_)}] = random_.below(30);
  }

  // The members in an order of their own, some far from the others.
  std::string text() {
    std::string text = "dimension node {";
    const int gap = random_.below(3) == 0 ? 300 : random_.below(2) * 70;
    const int far_from = random_.one_in(10) ? random_.below(nodes_) : -1;
    int filler = 0;
    for (int i = 0; i < nodes_; ++i) {
      int more = gap == 0 || !random_.one_in(4) ? 0 : random_.below(gap);
      if (i == far_from) more = 60'000;
      for (; more > 0; --more) text += " f" + std::to_string(filler++) + ',';
      text += " \"" + std::to_string(number_[static_cast<std::size_t>(i)]) + "\",";
    }
    text.back() = ' ';
    text += "}\n" + std::string(rules);
    for (const auto& [edge, weight] : weights_) {
      const std::string pair = "(\"" + std::to_string(edge.first) + "\", \"" + std::to_string(edge.second) + "\")";
      text += "fact e" + pair + "\nfact w" + pair + " = " + std::to_string(weight) + '\n';
    }
    for (const auto& [pair, value] : stated_) {
      const std::string cell = "(\"" + std::to_string(pair.first) + "\", \"" + std::to_string(pair.second) + "\")";
      text += "fact linked" + cell + "\nfact held" + cell + " = " + std::to_string(value) + '\n';
    }
    return text;
  }

  const Cells& weights() const { return weights_; }
  // Facts of what rules derive too.
  const Cells& stated() const { return stated_; }
  int nodes() const { return nodes_; }
  Random& random() { return random_; }

 private:
  void add(int from, int to) { weights_[{from, to}] = 1 + random_.below(20); }

  Random random_;
  int nodes_;
  std::vector<int> number_;
  Cells weights_, stated_;
};

// What one more edge gives, from known cells, until nothing changes; keeps the better value.
template <class Combine, class Better>
Cells closed(Cells known, const Cells& edges, Combine combine, Better is_better) {
  for (bool changed = true; changed;) {
    changed = false;
    const Cells before = known;
    for (const auto& [cell, value] : before)
      for (auto edge = edges.lower_bound({cell.second, -1}); edge != edges.end() && edge->first.first == cell.second;
           ++edge) {
        const int found = combine(value, edge->second);
        const auto [at, fresh] = known.try_emplace({cell.first, edge->first.second}, found);
        if (!fresh && !is_better(found, at->second)) continue;
        at->second = found;
        changed = true;
      }
  }
  return known;
}

Cells rows_of(const Cells& cells) {
  Cells rows;
  for (const auto& [cell, value] : cells) rows[cell] = 0;
  return rows;
}

Cells without_first(const Cells& cells, int from) {
  Cells found;
  for (const auto& [cell, value] : cells)
    if (cell.first == from) found[{cell.second, -1}] = value;
  return found;
}

// Rows by the number of steps to them: odd, even.
std::pair<Cells, Cells> parities(const Cells& edges, int nodes) {
  Cells doubled;  // of nodes twice over: as reached by an even number of steps, by an odd one
  for (const auto& [edge, weight] : edges) {
    doubled[{edge.first, edge.second + nodes}] = 0;
    doubled[{edge.first + nodes, edge.second}] = 0;
  }
  const auto same = [](int value, int) { return value; };
  const auto never = [](int, int) { return false; };
  std::pair<Cells, Cells> found;
  for (const auto& [cell, value] : closed(doubled, doubled, same, never)) {
    if (cell.first >= nodes) continue;
    (cell.second >= nodes ? found.first : found.second)[{cell.first, cell.second % nodes}] = 0;
  }
  return found;
}

Cells generations(const Cells& edges) {
  Cells found;
  for (const auto& [a, x] : edges)
    for (const auto& [b, y] : edges)
      if (a.first == b.first) found[{a.second, b.second}] = 0;
  for (bool changed = true; changed;) {
    const Cells before = found;
    for (const auto& [cell, none] : before)
      for (auto a = edges.lower_bound({cell.first, -1}); a != edges.end() && a->first.first == cell.first; ++a)
        for (auto b = edges.lower_bound({cell.second, -1}); b != edges.end() && b->first.first == cell.second; ++b)
          found[{a->first.second, b->first.second}] = 0;
    changed = found.size() > before.size();
  }
  return found;
}

class Asked {
 public:
  bool tell(const std::string& text) {
    bool good = true;
    session_.run(source(text), [&](const reckon::lang::Outcome& outcome) {
      for (const auto& found : outcome.diagnostics) std::cout << reckon::lang::render(found), good = false;
    });
    return good;
  }

  bool equal(const std::string& query, const Cells& wanted) {
    Cells found;
    session_.run(source(query), [&](const reckon::lang::Outcome& outcome) {
      for (const auto& problem : outcome.diagnostics) std::cout << reckon::lang::render(problem);
      if (!outcome.answer) return;
      const auto& answer = *outcome.answer;
      const auto key = [&](std::size_t row, std::size_t axis) {
        return axis < answer.axes().size() ? std::stoi(answer.key_text(row, axis)) : -1;
      };
      for (std::size_t row = 0; row < answer.rows(); ++row)
        found[{key(row, 0), key(row, 1)}] = answer.is_relation() ? 0 : std::stoi(answer.value(row).range.low.text());
    });
    if (found == wanted) return true;
    std::cout << "# " << query << " should have " << wanted.size() << " rows, has " << found.size() << '\n';
    return false;
  }

 private:
  static std::shared_ptr<const reckon::lang::SourceText> source(const std::string& text) {
    return std::make_shared<reckon::lang::SourceText>(reckon::lang::SourceText{"graph.rk", text});
  }
  reckon::lang::Session session_;
};

}  // namespace

bool graph_agrees(std::uint64_t seed) {
  Graph graph(seed);
  const Cells& weights = graph.weights();
  const Cells edges = rows_of(weights);
  const auto same = [](int value, int) { return value; };
  const auto sum = [](int value, int step) { return value + step; };
  const auto less_of = [](int value, int step) { return std::min(value, step); };
  const auto never = [](int, int) { return false; };
  const auto less = [](int a, int b) { return a < b; };
  const auto more = [](int a, int b) { return a > b; };
  const Cells reach = closed(edges, edges, same, never), least = closed(weights, weights, sum, less);
  Cells back, apart;
  for (const auto& [cell, none] : reach) back[{cell.second, cell.first}] = 0;
  for (const auto& [cell, none] : reach)
    for (const auto& [edge, weight] : edges)
      if (edge.second == cell.second && !reach.contains({cell.first, edge.first})) apart[{cell.first, edge.first}] = 0;
  const auto [odd, even] = parities(edges, graph.nodes());
  Asked asked;
  const std::string text = graph.text();
  const bool good =
      asked.tell(text) && asked.equal("right", reach) && asked.equal("left", reach) && asked.equal("both", reach) &&
      asked.equal("back", back) && asked.equal("odd", odd) && asked.equal("even", even) &&
      asked.equal("apart", apart) && asked.equal("same", generations(edges)) && asked.equal("seen", reach) &&
      asked.equal("near", without_first(reach, 0)) &&
      asked.equal("linked", closed(rows_of(graph.stated()), edges, same, never)) &&
      asked.equal("held", closed(graph.stated(), weights, sum, less)) && asked.equal("d", least) &&
      asked.equal("d2", least) && asked.equal("d3", least) &&
      asked.equal("wide", closed(weights, weights, less_of, more)) && asked.equal("from", without_first(least, 0));
  if (!good) std::cout << text << "# graph of seed " << seed << '\n';
  return good;
}

}  // namespace rules_model

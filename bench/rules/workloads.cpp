// The generator (splitmix64) and the workloads.
#include "bench/rules/workloads.hpp"

#include <set>

namespace bench {
namespace {

using Pair = std::pair<int, int>;

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  int below(int n) {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return static_cast<int>((z ^ (z >> 31)) % static_cast<std::uint64_t>(n));
  }

 private:
  std::uint64_t state_;
};

// Edges without loops and duplicates; `accept` may refuse more; a weight is drawn on acceptance where asked for.
template <class Accept>
Edges digraph(std::string relation, std::uint64_t seed, int n, std::size_t m, bool weighted, Accept accept) {
  Random random(seed);
  Edges edges{std::move(relation), {}, {}};
  std::set<Pair> seen;
  while (edges.rows.size() < m) {
    const int u = random.below(n), v = random.below(n);
    if (u == v || !accept(u, v) || !seen.insert({u, v}).second) continue;
    edges.rows.emplace_back(u, v);
    if (weighted) edges.weights.push_back(1 + random.below(100));
  }
  return edges;
}

bool any_edge(int, int) { return true; }

const char* const closure_rules =
    "relation e(a: node, b: node)\nrelation tc(a: node, b: node)\n"
    "rule tc(x, y) if e(x, y)\nrule tc(x, y) if e(x, z) and tc(z, y)\n";
const char* const closure_sql =
    "with recursive tc(a, b) as (select a, b from e union select e.a, tc.b from tc join e on e.b = tc.a) select count(*) from tc";

Workload closure(std::string name, int nodes, Edges edges, std::uint64_t rows) {
  return {std::move(name), nodes, {std::move(edges)}, closure_rules, {{"tc", rows}}, {closure_sql}};
}

Edges scale_free() {
  Random random(2);
  Edges edges{"e", {}, {}};
  std::set<Pair> seen;
  std::vector<int> ends{0};
  for (int v = 1; v < 3000; ++v) {
    std::vector<int> drawn;
    for (int i = 0; i < 3; ++i) {
      const int t = ends[static_cast<std::size_t>(random.below(static_cast<int>(ends.size())))];
      const bool flip = random.below(2) != 0;
      const Pair edge = flip ? Pair{t, v} : Pair{v, t};
      if (seen.insert(edge).second) edges.rows.push_back(edge);
      drawn.push_back(t);
    }
    for (const int t : drawn) ends.push_back(t), ends.push_back(v);
  }
  return edges;
}

const char* const generation_rules =
    "relation p(child: node, parent: node)\nrelation sg(a: node, b: node)\n"
    "rule sg(x, y) if p(x, z) and p(y, z) and x != y\nrule sg(x, y) if p(x, a) and sg(a, b) and p(y, b)\n";
const char* const generation_sql =
    "with recursive sg(a, b) as (select x.a, y.a from p x join p y on x.b = y.b where x.a <> y.a union "
    "select x.a, y.a from sg join p x on x.b = sg.a join p y on y.b = sg.b) select count(*) from sg";

Edges layers() {
  Random random(3);
  Edges edges{"p", {}, {}};
  for (int layer = 1; layer < 20; ++layer)
    for (int i = 0; i < 400; ++i) {
      const int first = random.below(400), second = random.below(400);
      const int child = layer * 400 + i, above = (layer - 1) * 400;
      edges.rows.emplace_back(child, above + first);
      if (second != first) edges.rows.emplace_back(child, above + second);
    }
  return edges;
}

Workload negation() {
  Workload work{"negation", 1600, {}, "", {}, {}};
  work.facts.push_back(digraph("e", 4, 1600, 3200, false, [](int u, int v) { return (u + v) % 2 == 1; }));
  work.facts.push_back(digraph("f", 5, 1600, 3200, false, any_edge));
  Edges nodes{"node_of", {}, {}};
  for (int i = 0; i < 1600; ++i) nodes.rows.emplace_back(i, i);
  work.facts.push_back(std::move(nodes));
  for (const char* name : {"e", "f", "node_of", "odd", "even", "oddonly", "unreach", "q"}) work.rules += std::string("relation ") + name + "(a: node, b: node)\n";
  work.rules +=
      "rule odd(x, y) if e(x, y)\nrule even(x, y) if odd(x, z) and e(z, y)\nrule odd(x, y) if even(x, z) and e(z, y)\n"
      "rule oddonly(x, y) if odd(x, y) and not even(x, y)\n"
      "rule unreach(x, y) if node_of(x, _) and node_of(y, _) and not odd(x, y) and not even(x, y)\n"
      "rule q(x, y) if f(x, y) and not even(x, y)\nrule q(x, y) if q(x, z) and f(z, y) and not even(x, y)\n";
  work.expected = {{"odd", 811'473}, {"even", 811'340}, {"oddonly", 811'473}, {"unreach", 937'187}, {"q", 496'455}};
  const std::string reach =
      "with recursive r(a, b, parity) as (select a, b, 1 from e union select r.a, e.b, 1 - r.parity from r join e on e.a = r.b), "
      "even as materialized (select a, b from r where parity = 0), "
      "q(a, b) as (select a, b from f where not exists (select 1 from even v where v.a = f.a and v.b = f.b) union "
      "select q.a, f.b from q join f on f.a = q.b where not exists (select 1 from even v where v.a = q.a and v.b = f.b)) ";
  work.sqlite = {reach + "select (select count(*) from r) + (select count(*) from q)"};
  return work;
}

Workload shortest(std::string name, std::uint64_t seed, int nodes, std::size_t edges, bool from_one, Expected expected) {
  Workload work{std::move(name), nodes, {digraph("w", seed, nodes, edges, true, any_edge)}, "measure w(a: node, b: node) : 1 rate\n", {std::move(expected)}, {}};
  if (from_one)
    work.rules += "measure dist(node) : 1 rate under least\nrule dist(y) = 0 if y = \"0\" and w(y, _)\nrule dist(y) = dist(x) + w(x, y) if w(x, y)\n";
  else
    work.rules += "measure dist(a: node, b: node) : 1 rate under least\nrule dist(x, y) = w(x, y) if w(x, y)\nrule dist(x, z) = dist(x, y) + w(y, z) if w(y, z)\n";
  return work;
}

Edges blocks(std::string relation, std::uint64_t seed, std::size_t count) {
  Random random(seed);
  Edges edges{std::move(relation), {}, {}};
  std::set<Pair> seen;
  while (edges.rows.size() < count) {
    const int v = random.below(30'000), u = v - v % 200 + random.below(200);
    if (seen.insert({v, u}).second) edges.rows.emplace_back(v, u);
  }
  return edges;
}

Workload points_to() {
  Workload work{"points_to", 30'000, {blocks("new", 8, 15'000), blocks("assign", 9, 30'000), blocks("read", 10, 4'500), blocks("store", 11, 4'500)}, "", {{"pts", 1'225'763}}, {}};
  for (const char* name : {"new", "assign", "read", "store", "pts"}) work.rules += std::string("relation ") + name + "(a: node, b: node)\n";
  work.rules +=
      "rule pts(v, o) if new(v, o)\nrule pts(v, o) if assign(v, u) and pts(u, o)\n"
      "rule pts(v, o) if read(v, u) and pts(u, p) and pts(p, o)\nrule pts(p, o) if store(v, u) and pts(v, p) and pts(u, o)\n";
  return work;
}

}  // namespace

std::vector<Workload> workloads() {
  std::vector<Workload> all;
  all.push_back(closure("tc_random", 2000, digraph("e", 1, 2000, 6000, false, any_edge), 3'543'808));
  Edges chain{"e", {}, {}}, grid{"e", {}, {}}, tree{"p", {}, {}};
  for (int i = 0; i + 1 < 3000; ++i) chain.rows.emplace_back(i, i + 1);
  for (int y = 0; y < 60; ++y)
    for (int x = 0; x < 60; ++x) {
      if (x + 1 < 60) grid.rows.emplace_back(y * 60 + x, y * 60 + x + 1);
      if (y + 1 < 60) grid.rows.emplace_back(y * 60 + x, y * 60 + 60 + x);
    }
  for (int i = 2; i < 4096; ++i) tree.rows.emplace_back(i, i / 2);
  all.push_back(closure("tc_chain", 3000, std::move(chain), 4'498'500));
  all.push_back(closure("tc_grid", 3600, std::move(grid), 3'345'300));
  all.push_back(closure("tc_scale_free", 3000, scale_free(), 7'675'752));
  all.push_back({"sg_tree", 4096, {std::move(tree)}, generation_rules, {{"sg", 5'588'310}}, {generation_sql}});
  all.push_back({"sg_dag", 8000, {layers()}, generation_rules, {{"sg", 2'522'669}}, {generation_sql}});
  all.push_back(negation());
  all.push_back(shortest("sssp", 6, 50'000, 250'000, true, {"dist", 49'698, 9'917'788, 429}));
  all.push_back(shortest("apsp", 7, 600, 2'400, false, {"dist", 343'392, 63'296'463, 497}));
  all.push_back(points_to());
  return all;
}

}  // namespace bench

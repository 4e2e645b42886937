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
Edges digraph(std::string relation, std::uint64_t seed, int n, int m, bool weighted, Accept accept) {
  Random random(seed);
  Edges edges{std::move(relation), {}, {}};
  std::set<Pair> seen;
  while (edges.rows.size() < static_cast<std::size_t>(m)) {
    const int u = random.below(n), v = random.below(n);
    if (u == v || !accept(u, v) || !seen.insert({u, v}).second) continue;
    edges.rows.emplace_back(u, v);
    if (weighted) edges.weights.push_back(1 + random.below(100));
  }
  return edges;
}

bool any_edge(int, int) { return true; }

Workload closure(std::string name, int nodes, Edges edges, std::uint64_t rows) {
  Workload work{std::move(name),
                nodes,
                {std::move(edges)},
                "relation e(a: node, b: node)\nrelation tc(a: node, b: node)\n"
                "rule tc(x, y) if e(x, y)\nrule tc(x, y) if e(x, z) and tc(z, y)\n",
                {{"tc", {rows}}}};
  const std::string sql =
      "with recursive tc(a, b) as (select a, b from e union select e.a, tc.b from tc join e on e.b = tc.a) "
      "select count(*) from tc";
  work.sqlite = work.duckdb = {sql};
  work.prolog = ":- table tc/2.\ntc(X, Y) :- e(X, Y).\ntc(X, Y) :- tc(X, Z), e(Z, Y).\n";
  work.gringo = "tc(X, Y) :- e(X, Y).\ntc(X, Y) :- e(X, Z), tc(Z, Y).\n";
  return work;
}

Edges scale_free(int nodes) {
  Random random(2);
  Edges edges{"e", {}, {}};
  std::set<Pair> seen;
  std::vector<int> ends{0};
  for (int v = 1; v < nodes; ++v) {
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

Edges chain(int nodes) {
  Edges edges{"e", {}, {}};
  for (int i = 0; i + 1 < nodes; ++i) edges.rows.emplace_back(i, i + 1);
  return edges;
}

Edges grid(int side) {
  Edges edges{"e", {}, {}};
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) {
      if (x + 1 < side) edges.rows.emplace_back(y * side + x, y * side + x + 1);
      if (y + 1 < side) edges.rows.emplace_back(y * side + x, y * side + side + x);
    }
  return edges;
}

Edges tree(int nodes) {
  Edges edges{"p", {}, {}};
  for (int i = 2; i < nodes; ++i) edges.rows.emplace_back(i, i / 2);
  return edges;
}

Edges layers(int width) {
  Random random(3);
  Edges edges{"p", {}, {}};
  for (int layer = 1; layer < 20; ++layer)
    for (int i = 0; i < width; ++i) {
      const int first = random.below(width), second = random.below(width);
      const int child = layer * width + i, above = (layer - 1) * width;
      edges.rows.emplace_back(child, above + first);
      if (second != first) edges.rows.emplace_back(child, above + second);
    }
  return edges;
}

Workload same_generation(std::string name, int nodes, Edges edges, std::uint64_t rows) {
  Workload work{std::move(name),
                nodes,
                {std::move(edges)},
                "relation p(child: node, parent: node)\nrelation sg(a: node, b: node)\n"
                "rule sg(x, y) if p(x, z) and p(y, z) and x != y\nrule sg(x, y) if p(x, a) and sg(a, b) and p(y, b)\n",
                {{"sg", {rows}}}};
  const std::string sql =
      "with recursive sg(a, b) as (select x.a, y.a from p x join p y on x.b = y.b where x.a <> y.a union "
      "select x.a, y.a from sg join p x on x.b = sg.a join p y on y.b = sg.b) select count(*) from sg";
  work.sqlite = work.duckdb = {sql};
  work.prolog = ":- table sg/2.\nsg(X, Y) :- p(X, Z), p(Y, Z), X \\== Y.\nsg(X, Y) :- sg(A, B), p(X, A), p(Y, B).\n";
  work.gringo = "sg(X, Y) :- p(X, Z), p(Y, Z), X != Y.\nsg(X, Y) :- p(X, A), sg(A, B), p(Y, B).\n";
  return work;
}

Workload negation(int divisor) {
  const int n = 1600 / divisor, m = 3200 / divisor;
  Workload work{
      "negation",
      n,
      {},
      "",
      {{"odd", {811'473}}, {"even", {811'340}}, {"oddonly", {811'473}}, {"unreach", {937'187}}, {"q", {496'455}}}};
  work.facts.push_back(digraph("e", 4, n, m, false, [](int u, int v) { return (u + v) % 2 == 1; }));
  work.facts.push_back(digraph("f", 5, n, m, false, any_edge));
  Edges nodes{"node_of", {}, {}};
  for (int i = 0; i < n; ++i) nodes.rows.emplace_back(i, i);
  work.facts.push_back(std::move(nodes));
  for (const char* name : {"e", "f", "node_of", "odd", "even", "oddonly", "unreach", "q"})
    work.rules += std::string("relation ") + name + "(a: node, b: node)\n";
  work.rules +=
      "rule odd(x, y) if e(x, y)\nrule even(x, y) if odd(x, z) and e(z, y)\nrule odd(x, y) if even(x, z) and e(z, y)\n"
      "rule oddonly(x, y) if odd(x, y) and not even(x, y)\n"
      "rule unreach(x, y) if node_of(x, _) and node_of(y, _) and not odd(x, y) and not even(x, y)\n"
      "rule q(x, y) if f(x, y) and not even(x, y)\nrule q(x, y) if q(x, z) and f(z, y) and not even(x, y)\n";
  const std::string reach =
      "with recursive reached(a, b, parity) as (select a, b, 1 from e union "
      "select r.a, e.b, 1 - r.parity from reached r join e on e.a = r.b) select parity, a, b from reached";
  const std::string odd = "select a, b from r where parity = 1", even = "select * from r v where v.parity = 0 and ";
  const std::string counts =
      "with recursive q(a, b) as (select a, b from f where not exists (" + even +
      "v.a = f.a and v.b = f.b) union "
      "select q.a, f.b from q join f on f.a = q.b where not exists (" +
      even +
      "v.a = q.a and v.b = f.b)) "
      "select (select count(*) from r where parity = 1), (select count(*) from r where parity = 0), "
      "(select count(*) from (" +
      odd + ") o where not exists (" + even +
      "v.a = o.a and v.b = o.b)), "
      "(select count(*) from node_of x, node_of y where not exists (select * from r v where v.a = x.a and v.b = y.a)), "
      "(select count(*) from q)";
  work.sqlite = {"create table r(parity integer, a integer, b integer, primary key (a, b, parity)) without rowid",
                 "insert into r " + reach, counts};
  work.duckdb = {"create table r as " + reach, counts};
  work.gringo =
      "odd(X, Y) :- e(X, Y).\neven(X, Y) :- odd(X, Z), e(Z, Y).\nodd(X, Y) :- even(X, Z), e(Z, Y).\n"
      "oddonly(X, Y) :- odd(X, Y), not even(X, Y).\n"
      "unreach(X, Y) :- node_of(X, _), node_of(Y, _), not odd(X, Y), not even(X, Y).\n"
      "q(X, Y) :- f(X, Y), not even(X, Y).\nq(X, Y) :- q(X, Z), f(Z, Y), not even(X, Y).\n";
  work.prolog =
      ":- table odd/2 as subsumptive.\n:- table even/2 as subsumptive.\n:- table oddonly/2.\n:- table unreach/2.\n:- "
      "table q/2.\n"
      "odd(X, Y) :- e(X, Y).\neven(X, Y) :- odd(X, Z), e(Z, Y).\nodd(X, Y) :- even(X, Z), e(Z, Y).\n"
      "oddonly(X, Y) :- odd(X, Y), \\+ even(X, Y).\n"
      "unreach(X, Y) :- node_of(X, _), node_of(Y, _), \\+ odd(X, Y), \\+ even(X, Y).\n"
      "q(X, Y) :- f(X, Y), \\+ even(X, Y).\nq(X, Y) :- q(X, Z), f(Z, Y), \\+ even(X, Y).\n";
  return work;
}

Workload shortest_from_one(int divisor) {
  const int n = 50'000 / divisor;
  Workload work{"sssp",
                n,
                {digraph("w", 6, n, 250'000 / divisor, true, any_edge)},
                "measure w(a: node, b: node) : 1 rate\nmeasure dist(node) : 1 rate under least\n"
                "rule dist(y) = 0 if y = \"0\" and w(y, _)\nrule dist(y) = dist(x) + w(x, y) if w(x, y)\n",
                {{"dist", {49'698, 9'917'788, 429}}}};
  work.duckdb = {
      "with recursive dist(b, d) using key (b) as (select 0, 0 union select w.b, min(dist.d + w.c) from dist "
      "join w on w.a = dist.b left join recurring.dist known on known.b = w.b "
      "where known.d is null or dist.d + w.c < known.d group by w.b) select count(*), sum(d), max(d) from dist"};
  work.prolog = ":- table dist(_, min).\ndist(0, 0).\ndist(Y, D) :- dist(X, D0), w(X, Y, W), D is D0 + W.\n";
  return work;
}

Workload shortest_from_all(int divisor) {
  const int n = 600 / divisor;
  Workload work{"apsp",
                n,
                {digraph("w", 7, n, 2400 / divisor, true, any_edge)},
                "measure w(a: node, b: node) : 1 rate\nmeasure dist(a: node, b: node) : 1 rate under least\n"
                "rule dist(x, y) = w(x, y) if w(x, y)\nrule dist(x, z) = dist(x, y) + w(y, z) if w(y, z)\n",
                {{"dist", {343'392, 63'296'463, 497}}}};
  work.duckdb = {
      "with recursive dist(a, b, d) using key (a, b) as (select a, b, c from w union "
      "select dist.a, w.b, min(dist.d + w.c) from dist join w on w.a = dist.b "
      "left join recurring.dist known on known.a = dist.a and known.b = w.b "
      "where known.d is null or dist.d + w.c < known.d group by dist.a, w.b) select count(*), sum(d), max(d) from "
      "dist"};
  work.prolog =
      ":- table dist(_, _, min).\ndist(X, Y, D) :- w(X, Y, D).\n"
      "dist(X, Z, D) :- dist(X, Y, D0), w(Y, Z, W), D is D0 + W.\n";
  return work;
}

Edges blocks(std::string relation, std::uint64_t seed, int nodes, int count) {
  Random random(seed);
  Edges edges{std::move(relation), {}, {}};
  std::set<Pair> seen;
  while (edges.rows.size() < static_cast<std::size_t>(count)) {
    const int v = random.below(nodes), u = v - v % 200 + random.below(200);
    if (seen.insert({v, u}).second) edges.rows.emplace_back(v, u);
  }
  return edges;
}

Workload points_to(int divisor) {
  const int n = 150 / divisor * 200;
  Workload work{"points_to", n, {}, "", {{"pts", {1'225'763}}}};
  work.facts = {blocks("new", 8, n, n / 2), blocks("assign", 9, n, n), blocks("read", 10, n, n * 3 / 20),
                blocks("store", 11, n, n * 3 / 20)};
  for (const char* name : {"new", "assign", "read", "store", "pts"})
    work.rules += std::string("relation ") + name + "(a: node, b: node)\n";
  work.rules +=
      "rule pts(v, o) if new(v, o)\nrule pts(v, o) if assign(v, u) and pts(u, o)\n"
      "rule pts(v, o) if read(v, u) and pts(u, p) and pts(p, o)\nrule pts(p, o) if store(v, u) and pts(v, p) and "
      "pts(u, o)\n";
  work.gringo =
      "pts(V, O) :- new(V, O).\npts(V, O) :- assign(V, U), pts(U, O).\n"
      "pts(V, O) :- read(V, U), pts(U, P), pts(P, O).\npts(P, O) :- store(V, U), pts(V, P), pts(U, O).\n";
  work.prolog =
      ":- table pts/2 as subsumptive.\npts(V, O) :- new_(V, O).\npts(V, O) :- assign_(V, U), pts(U, O).\n"
      "pts(V, O) :- read_(V, U), pts(U, P), pts(P, O).\npts(P, O) :- store_(V, U), pts(V, P), pts(U, O).\n";
  return work;
}

}  // namespace

std::vector<Workload> workloads(int divisor) {
  const int d = divisor;
  int side = 60;
  while (side * side > 3600 / d) --side;
  std::vector<Workload> all;
  all.push_back(closure("tc_random", 2000 / d, digraph("e", 1, 2000 / d, 6000 / d, false, any_edge), 3'543'808));
  all.push_back(closure("tc_chain", 3000 / d, chain(3000 / d), 4'498'500));
  all.push_back(closure("tc_grid", side * side, grid(side), 3'345'300));
  all.push_back(closure("tc_scale_free", 3000 / d, scale_free(3000 / d), 7'675'752));
  all.push_back(same_generation("sg_tree", 4096 / d, tree(4096 / d), 5'588'310));
  all.push_back(same_generation("sg_dag", 400 / d * 20, layers(400 / d), 2'522'669));
  all.push_back(negation(d));
  all.push_back(shortest_from_one(d));
  all.push_back(shortest_from_all(d));
  all.push_back(points_to(d));
  return all;
}

}  // namespace bench

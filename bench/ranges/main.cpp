// What ranges cost, beside the plain evaluation of the same cells, in one run: sums of ranges and of points; shares; a query
// that is neither rising nor falling over 20 cells; the drivers of a linear query.
//   ranges_bench [FACTS [JSON]]: FACTS of the first; the report goes into JSON.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bench/peers/report.hpp"
#include "engine/exec/answer.hpp"
#include "engine/exec/drivers.hpp"
#include "lang/check/checker.hpp"
#include "lang/compile/compile.hpp"
#include "lang/parse/parse.hpp"
#include "lang/session.hpp"

namespace {

using namespace reckon;
using Clock = std::chrono::steady_clock;

constexpr int rounds = 5;

double median_ms(const std::function<void()>& work) {
  std::vector<double> times;
  for (int round = 0; round < rounds; ++round) {
    const auto start = Clock::now();
    work();
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  std::nth_element(times.begin(), times.begin() + rounds / 2, times.end());
  return times[rounds / 2];
}

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::exit(1);
}

// A measure over so many members, made without a text.
class Store {
 public:
  // Cell i is low(i)..low(i) + width(i).
  Store(std::int64_t cells, const std::function<std::int64_t(std::int64_t)>& low, const std::function<std::int64_t(std::int64_t)>& width) {
    const auto text = std::make_shared<lang::SourceText>(lang::SourceText{"bench", "dimension org\nmeasure m(org) : 1 flow\nfact m(first) = 1\n"});
    require(session_.run(text, [](const lang::Outcome&) {}), "the declarations do not run");
    auto program = std::make_shared<engine::Program>(*session_.environment().store.snapshot());
    auto catalog = std::make_shared<engine::Catalog>(*program->catalog);
    const auto measure = *catalog->find_measure("m");
    auto& dimension = catalog->dimension(catalog->measure(measure).axes.front().dimension);
    auto table = std::make_shared<engine::FactTable>(1);
    for (std::int64_t i = 0; i < cells; ++i) {
      engine::Fact fact;
      fact.key = {i == 0 ? 0 : dimension.add_member("x" + std::to_string(i))};
      fact.value = engine::Range(engine::Number(low(i)), engine::Number(low(i) + width(i)));
      table->append(fact);
    }
    program->catalog = std::move(catalog);
    program->facts[measure] = std::move(table);
    program->cells = std::make_shared<engine::CellCache>();
    program_ = std::move(program);
  }

  std::shared_ptr<const engine::Plan> plan(const std::string& query) const {
    const auto source = std::make_shared<lang::SourceText>(lang::SourceText{"query", query});
    const auto script = lang::parse_query(source);
    const auto& statement = static_cast<const lang::QueryStatement&>(*script->statements.front());
    lang::Checker checker(session_.environment(), source);
    return lang::compile(*checker.query(*statement.expr).root);
  }
  engine::Answer run(const std::shared_ptr<const engine::Plan>& plan, engine::Keep keep = engine::Keep::nothing) const {
    return engine::evaluate(program_, plan, {}, keep);
  }

 private:
  lang::Session session_;
  std::shared_ptr<const engine::Program> program_;
};

std::int64_t some(std::int64_t i) { return 1000 + i * 7919 % 1000; }
std::int64_t none(std::int64_t) { return 0; }
std::int64_t little(std::int64_t i) { return 1 + i % 97; }

bench::Comparison sums(std::int64_t cells) {
  const Store points(cells, some, none), ranges(cells, some, little);
  const auto plan_of_points = points.plan("sum(m)"), plan = ranges.plan("sum(m)");
  require(points.run(plan_of_points).value(0).range.is_point() && !ranges.run(plan).value(0).range.is_point(), "the sums are wrong");
  return {"ranges/sum", "the same facts as points", median_ms([&] { ranges.run(plan); }), median_ms([&] { points.run(plan_of_points); })};
}

bench::Comparison shares() {
  const Store store(1'000'000, some, little);
  const auto plan = store.plan("share(m, org)"), plain = store.plan("m + 1");
  require(store.run(plan).tight, "the shares are not tight");
  return {"ranges/share", "m + 1 over the same million cells", median_ms([&] { store.run(plan); }), median_ms([&] { store.run(plain); })};
}

bench::Comparison general() {
  const Store store(20, [](std::int64_t i) { return i % 5; }, [](std::int64_t i) { return 1 + i % 3; });
  const Store points(20, [](std::int64_t i) { return i % 5; }, none);
  const std::string query = "sum(flow(m * (4 - m))) / (1 + sum(m) ^ 2) + max(m)";
  const auto plan = store.plan(query), plain = points.plan(query);
  store.run(plan);
  return {"ranges/general_20_cells", "the same query over points", median_ms([&] { store.run(plan); }), median_ms([&] { points.run(plain); })};
}

bench::Comparison drivers() {
  const Store store(100'000, some, little);
  const auto plan = store.plan("sum(m)");
  const auto all = [&] {
    const auto found = engine::drivers(store.run(plan, engine::Keep::lineage));
    require(found.size() == 1 && found.front().proved && found.front().rest == 100'000 - found.front().cells.size(), "the drivers are wrong");
  };
  return {"ranges/drivers_linear", "the sum alone", median_ms(all), median_ms([&] { store.run(plan); })};
}

}  // namespace

int main(int argc, char** argv) {
  const std::int64_t facts = argc > 1 ? std::atoll(argv[1]) : 10'000'000;
  const std::string path = argc > 2 ? argv[2] : "bench.json";
  std::vector<bench::Comparison> found;
  for (const std::function<bench::Comparison()>& measure : {std::function([&] { return sums(facts); }), std::function(shares), std::function(general), std::function(drivers)}) {
    found.push_back(measure());
    const auto& last = found.back();
    std::printf("%-26s %10.2f ms  %10.2f ms  %s\n", last.name.c_str(), last.reckon_ms, last.peer_ms, last.peer.c_str());
    std::fflush(stdout);
  }
  require(bench::write_comparisons(path, "ranges/", found), "the report cannot be written");
  return 0;
}

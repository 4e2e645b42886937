// The price limit of exactness: what would take numbers without limit becomes an enclosure, in little time and memory.
#include "engine/exec/answer.hpp"
#include "lang/check/checker.hpp"
#include "lang/compile/compile.hpp"
#include "lang/parse/parse.hpp"
#include "lang/session.hpp"
#include "tests/catch.hpp"

using namespace reckon;

namespace {

// The answer over m(x1) = start, m(x2) = start + 1, …
engine::Answer answer(const std::string& query, std::int64_t start, std::int64_t cells) {
  lang::Session session;
  const auto declared = std::make_shared<lang::SourceText>(lang::SourceText{"test", "dimension org\nmeasure m(org) : 1 flow\nfact m(first) = 1\n"});
  REQUIRE(session.run(declared, [](const lang::Outcome&) {}));
  const auto source = std::make_shared<lang::SourceText>(lang::SourceText{"query", query});
  const auto script = lang::parse_query(source);
  lang::Checker checker(session.environment(), source);
  const auto plan = lang::compile(*checker.query(*static_cast<const lang::QueryStatement&>(*script->statements.front()).expr).root);
  auto program = std::make_shared<engine::Program>(*session.environment().store.snapshot());
  auto catalog = std::make_shared<engine::Catalog>(*program->catalog);
  const auto measure = *catalog->find_measure("m");
  auto& dimension = catalog->dimension(catalog->measure(measure).axes.front().dimension);
  auto table = std::make_shared<engine::FactTable>(1);
  for (std::int64_t i = 0; i < cells; ++i) {
    engine::Fact fact;
    fact.key = {i == 0 ? 0 : dimension.add_member("x" + std::to_string(i))};
    fact.value = engine::Range(engine::Number(start + i));
    table->append(fact);
  }
  program->catalog = std::move(catalog);
  program->facts[measure] = std::move(table);
  program->cells = std::make_shared<engine::CellCache>();
  return engine::evaluate(std::move(program), plan, {});
}

}  // namespace

TEST_CASE("a sum of many reciprocals ends, encloses, and says that it is not exact") {
  // Between ln(300001 / 100000) and that and 1/100000: the integral test.
  const engine::Answer found = answer("sum(flow(1 / m))", 100'000, 200'000);
  CHECK_FALSE(found.exact);
  const engine::Range& range = found.value(0).range;
  REQUIRE(range.is_bounded());
  CHECK(range.low > *engine::Number::parse("1.0986"));
  CHECK(range.high < *engine::Number::parse("1.0987"));
  CHECK(range.high - range.low < engine::Number(1) / engine::Number::power_of_ten(25));
}

TEST_CASE("a short sum of reciprocals is exact") {
  const engine::Answer found = answer("sum(flow(1 / m))", 1, 200);
  CHECK(found.exact);
  CHECK(found.value(0).range.is_point());
  CHECK(found.value(0).range.low.bits() > 64);
}

TEST_CASE("an average of reciprocals is enclosed as their sum is") {
  const engine::Answer found = answer("avg(1 / m)", 1000, 60'000);
  CHECK_FALSE(found.exact);
  CHECK(found.value(0).range.low.sign() > 0);
  CHECK(found.value(0).range.high < *engine::Number::parse("0.00007"));
}

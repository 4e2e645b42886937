// `why`: trees from a value down to the facts behind it.
#include "api/json.hpp"
#include "api/why.hpp"
#include "tests/catch.hpp"
#include "tests/unit/race_program.hpp"

using namespace reckon;
using namespace reckon::test;

namespace {

Plan sum_of(const Race& race, MeasureId measure, std::vector<AxisTest> tests = {}) {
  return plan_of({race.scan(measure, std::move(tests)), Race::on(op::Aggregate{}, {0}, {}, race.unit(measure))});
}

std::vector<Explanation> why(const Race& race, const Plan& plan) { return explain(race.answer(plan, {}, true)); }

// A default of h100e from purchases: 2 * sum(purchases over chip).
void add_default(Race& race) {
  auto rule = std::make_shared<Rule>();
  rule->head = race.h100e;
  rule->is_default = true;
  rule->source = race.catalog->add(Source{"holding", "", no_code, true});
  rule->text = "default h100e(org, year) =\n  2 * sum(purchases over chip) \"all is kept\"";
  rule->assumption = "all is kept";
  const std::vector<Axis> axes{race.axis(race.purchases, 0), race.axis(race.purchases, 2)};
  op::Constant two;
  two.value = Range(2);
  op::Apply stock;
  stock.function = op::Function::assume;
  stock.assumption = "stock";
  rule->plan = std::make_shared<const Plan>(
      plan_of({Race::on(two, {}), race.scan(race.purchases),
               Race::on(op::Aggregate{op::Statistic::sum, {{0, race.org}, {2, race.year}}, {}}, {1}, axes,
                        race.unit(race.h100e)),
               Race::on(op::Join{op::Combination::multiply, {}}, {0, 2}, axes, race.unit(race.h100e)),
               Race::on(stock, {3}, axes, race.unit(race.h100e))}));
  rule->axes = {0, 1};
  rule->reads = {race.purchases};
  race.rules.push_back(rule);
}

}  // namespace

TEST_CASE("a cell of one fact tells its source") {
  Race race;
  Fact fact;
  fact.key = {0, 0, 2024};
  fact.value = Range(485000);
  fact.source = race.omdia;
  fact.kind = Kind::estimate;
  fact.date = 20075;
  fact.note = "the largest";
  fact.about = true;
  race.facts[race.purchases]->append(fact);
  const auto trees = why(race, sum_of(race, race.purchases));
  REQUIRE(trees.size() == 1);
  CHECK(trees[0].text == "sum(purchases) = 485,000 chip");
  REQUIRE(trees[0].parts.size() == 1);
  CHECK(trees[0].parts[0].text == "purchases(Microsoft, Hopper, 2024) = 485,000 chip");
  CHECK(trees[0].parts[0].detail ==
        "from omdia (Omdia estimates), estimate, 2024-12-18, said to be about that: the largest");
}

TEST_CASE("several facts of a cell are told apart, superseded ones as such") {
  Race race;
  const auto say = [&](SourceId source, Day date, Range value) {
    Fact fact;
    fact.key = {0, 2024};
    fact.value = std::move(value);
    fact.source = source;
    fact.date = date;
    race.facts[race.h100e]->append(fact);
  };
  say(race.omdia, 20000, Range(1));
  say(race.omdia, 20001, Range(2));
  say(race.overview, no_code, Range(3, 4));
  const auto trees = why(race, plan_of({race.scan(race.h100e)}));
  REQUIRE(trees.size() == 1);
  CHECK(trees[0].text == "h100e(Microsoft, 2024) = 2..4 H100e");
  CHECK(trees[0].detail == "the hull of 2 facts");
  REQUIRE(trees[0].parts.size() == 3);
  CHECK(trees[0].parts[0].text == "1 H100e");
  CHECK(trees[0].parts[0].detail ==
        "from omdia (Omdia estimates), 2024-10-04\nsuperseded by its statement of 2024-10-05");
  CHECK(trees[0].parts[1].detail == "from omdia, 2024-10-05");
  CHECK(trees[0].parts[2].text == "3..4 H100e");
}

TEST_CASE("a derived cell tells its rule, its assumption and its steps; what comes again is as above") {
  Race race;
  add_default(race);
  race.say(race.purchases, {2, 0, 2024}, Range(10, 20), race.omdia);
  const auto axes = race.catalog->measure(race.h100e).axes;
  const Plan twice = plan_of({race.scan(race.h100e), Race::on(op::Aggregate{}, {0}, {}, race.unit(race.h100e)),
                              Race::on(op::Aggregate{op::Statistic::max, {}, {}}, {0}, {}, race.unit(race.h100e)),
                              Race::on(op::Join{op::Combination::add, {}}, {1, 2}, {}, race.unit(race.h100e))});
  const auto trees = why(race, twice);
  REQUIRE(trees.size() == 1);
  CHECK(trees[0].text == "sum(h100e) + max(h100e) = 40..80 H100e");
  REQUIRE(trees[0].parts.size() == 2);
  CHECK(trees[0].parts[0].text == "sum(h100e) = 20..40 H100e");
  REQUIRE(trees[0].parts[0].parts.size() == 1);
  const Explanation& cell = trees[0].parts[0].parts[0];
  CHECK(cell.text == "h100e(字节, 2024) = 20..40 H100e");
  CHECK(cell.detail ==
        "by default: all is kept\ndefault h100e(org, year) = 2 * sum(purchases over chip)\nread on purpose as a stock");
  REQUIRE(cell.parts.size() == 1);
  CHECK(cell.parts[0].text == "sum(purchases over chip) for (字节, 2024) = 10..20 H100e");
  REQUIRE(trees[0].parts[1].parts.size() == 1);
  CHECK(trees[0].parts[1].parts[0].detail == "as above");
  CHECK(trees[0].parts[1].parts[0].parts.empty());
}

TEST_CASE("of many contributors the largest are shown and the rest counted") {
  Race race;
  for (int year = 0; year < 50; ++year) race.say(race.h100e, {0, 1950 + year}, Range(year));
  const auto trees = why(race, sum_of(race, race.h100e));
  REQUIRE(trees.size() == 1);
  REQUIRE(trees[0].parts.size() == 21);
  CHECK(trees[0].parts[0].text == "h100e(Microsoft, 1999) = 49 H100e");
  CHECK(trees[0].parts[20].text == "and 30 more");
}

TEST_CASE("an explanation is bounded however many rows there are") {
  Race race;
  for (int year = 0; year < 9000; ++year) race.say(race.h100e, {year % 5, 100 + year / 5}, Range(year));
  const auto trees = why(race, plan_of({race.scan(race.h100e)}));
  CHECK(trees.size() == 201);
  CHECK(trees.back().text == "and 8800 more rows");
}

TEST_CASE("what is missing is told") {
  const Race race;
  const auto trees = why(race, sum_of(race, race.h100e));
  REQUIRE(trees.size() == 1);
  CHECK(trees[0].text == "missing");
  CHECK(trees[0].detail == "no h100e");
}

TEST_CASE("trees are drawn with their branches") {
  Race race;
  race.say(race.h100e, {0, 2024}, Range(1), race.overview);
  race.say(race.h100e, {1, 2024}, Range(2), race.overview);
  const Answer answer = race.answer(sum_of(race, race.h100e), {}, true);
  const ShownAnswer shown{answer, "sum(h100e)", {"sum(h100e)"}};
  CHECK(why_text(shown, {}) ==
        "sum(h100e) = 3 H100e\n"
        "├─ h100e(Microsoft, 2024) = 1 H100e\n"
        "│     from overview\n"
        "└─ h100e(Google, 2024) = 2 H100e\n"
        "      from overview\n");
  CHECK(json_why(shown) ==
        R"x({"kind":"why","query":"sum(h100e)","trees":[{"text":"sum(h100e) = 3 H100e","detail":"","parts":[)x"
        R"x({"text":"h100e(Microsoft, 2024) = 1 H100e","detail":"from overview","parts":[]},)x"
        R"x({"text":"h100e(Google, 2024) = 2 H100e","detail":"from overview","parts":[]}]}],"witnesses":[],"notes":[]})x"
        "\n");
}

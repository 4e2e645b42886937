// Plans as lines and as expressions.
#include "engine/plan/words.hpp"
#include "tests/catch.hpp"
#include "tests/unit/race_program.hpp"

using namespace reckon::test;

namespace {

Plan sum_of_china(const Race& race) {
  return plan_of({race.scan(race.h100e, {test_of(1, race.year, {2024}), test_of(0, race.region, {1})}),
                  Race::on(op::Aggregate{}, {0}, {}, race.unit(race.h100e))});
}

std::string described(const Race& race, const Plan& plan) {
  return describe(plan, static_cast<OperationId>(plan.operations.size() - 1), *race.catalog);
}

Operation number(std::int64_t value) {
  op::Constant constant;
  constant.value = Range(value);
  return Race::on(constant, {});
}

}  // namespace

TEST_CASE("names are quoted only where they must be") {
  CHECK(written_name("h100e") == "h100e");
  CHECK(written_name("微软") == "微软");
  CHECK(written_name("GPT-4") == "\"GPT-4\"");
  CHECK(written_name("4o") == "\"4o\"");
  CHECK(written_name("where") == "\"where\"");
  CHECK(written_name("") == "\"\"");
  CHECK(written_name("a\"b") == "\"a\\\"b\"");
}

TEST_CASE("a plan prints an operation a line") {
  const Race race;
  CHECK(print(sum_of_china(race), *race.catalog) ==
        "%0 = scan h100e where year = 2024 and region = CN : org, year [H100e]\n"
        "%1 = aggregate sum(%0) [H100e]\n");
}

TEST_CASE("a scan under a policy or of some facts only reconciles") {
  const Race race;
  Plan plan = plan_of({race.scan(race.h100e)});
  World world;
  world.policy = Policy{PolicyKind::prefer, {race.omdia}};
  Condition by_omdia;
  by_omdia.what = Condition::What::attribute;
  by_omdia.attribute.one_of = {race.omdia};
  world.attributes.emplace().parts.push_back(by_omdia);
  world.as_of = 20000;
  plan.worlds.push_back(world);
  std::get<op::Scan>(plan.operations[0].what).world = 1;
  CHECK(print(plan, *race.catalog) ==
        "%0 = reconcile prefer(omdia) h100e where source = omdia as of 2024-10-04 : org, year [H100e]\n");
  CHECK(described(race, plan) == "h100e where source = omdia as of 2024-10-04 under prefer(omdia)");
}

TEST_CASE("expressions are told as they would be written") {
  const Race race;
  CHECK(described(race, sum_of_china(race)) == "sum(h100e where year = 2024 and region = CN)");
  const Operation cell = race.scan(race.h100e, {}, {CodeOperand{0, -1}, CodeOperand{2024, -1}});
  CHECK(described(race, plan_of({cell})) == "h100e(Microsoft, 2024)");
  CHECK(described(race, plan_of({race.scan(race.h100e, {}, {std::nullopt, CodeOperand{2025, -1}})})) ==
        "h100e[year = 2025]");
  CHECK(described(race, plan_of({race.scan(race.h100e, {}, {CodeOperand{no_code, 0}})})) == "h100e[org = $1]");
  CHECK(described(race, plan_of({race.scan(race.h100e, {test_of(0, race.org, {0, 1})})})) ==
        "h100e where org in (Microsoft, Google)");
}

TEST_CASE("the shorter of by and over is told") {
  const Race race;
  const auto summed = [&](std::vector<op::GroupAxis> by) {
    std::vector<Axis> axes;
    for (const auto& group : by) axes.push_back(race.axis(race.purchases, group.axis));
    return described(
        race, plan_of({race.scan(race.purchases), Race::on(op::Aggregate{op::Statistic::sum, by, {}}, {0}, axes)}));
  };
  CHECK(summed({{0, race.org}, {2, race.year}}) == "sum(purchases over chip)");
  CHECK(summed({{2, race.year}}) == "sum(purchases by year)");
  CHECK(summed({{0, race.region}}) == "sum(purchases by region)");
  CHECK(summed({}) == "sum(purchases)");
}

TEST_CASE("operators keep their order with parentheses only where needed") {
  const Race race;
  const auto join = [](op::Combination how, OperationId a, OperationId b) {
    return Race::on(op::Join{how, {}}, {a, b});
  };
  using op::Combination;
  CHECK(described(race, plan_of({number(1), number(2), join(Combination::subtract, 0, 1),
                                 join(Combination::subtract, 0, 2)})) == "1 - (1 - 2)");
  CHECK(described(race, plan_of({number(1), number(2), join(Combination::subtract, 0, 1),
                                 join(Combination::subtract, 2, 0)})) == "1 - 2 - 1");
  CHECK(described(race, plan_of({number(1), number(-2), join(Combination::add, 0, 1),
                                 join(Combination::multiply, 2, 1)})) == "(1 + -2) * -2");
  CHECK(described(race, plan_of({number(1), number(2), join(Combination::least, 0, 1),
                                 join(Combination::less, 2, 1)})) == "least(1, 2) < 2");
  const Operation some = race.scan(race.h100e, {test_of(1, race.year, {2024})});
  CHECK(described(race, plan_of({some, number(2), join(Combination::divide, 0, 1)})) ==
        "(h100e where year = 2024) / 2");
}

TEST_CASE("slices, shifts, functions and shares") {
  const Race race;
  const auto axes = race.catalog->measure(race.h100e).axes;
  const Operation all = race.scan(race.h100e);
  CHECK(described(race, plan_of({all, Race::on(op::Slice{1, {2024, -1}}, {0})})) == "h100e[year = 2024]");
  CHECK(described(race, plan_of({all, Race::on(op::Shift{1, 1}, {0}, axes)})) == "h100e[year - 1]");
  CHECK(described(race, plan_of({all, Race::on(op::Shift{1, -2}, {0}, axes)})) == "h100e[year + 2]");
  op::Apply power;
  power.function = op::Function::power;
  power.argument = 2;
  CHECK(described(race, plan_of({all, Race::on(power, {0}, axes)})) == "h100e ^ 2");
  CHECK(described(race, plan_of({all, Race::on(op::Share{{1}}, {0}, axes)})) == "share(h100e, org)");
  CHECK(described(race, plan_of({all, Race::on(op::Rank{{1}}, {0}, axes)})) == "rank(h100e over org)");
  CHECK(described(race, plan_of({all, Race::on(op::Top{3, false, {}}, {0}, axes)})) == "top(3, h100e)");
}

TEST_CASE("a filter tells its conditions, relations by the axes they stand on") {
  const Race race;
  Condition supplied;
  supplied.what = Condition::What::relation;
  supplied.input = 1;
  supplied.key = {0};
  Condition in_2024;
  in_2024.what = Condition::What::axis;
  in_2024.axis = test_of(1, race.year, {2024});
  Condition either;
  either.what = Condition::What::any_of;
  either.parts = {supplied, in_2024};
  Condition both;
  both.parts = {either, in_2024};
  const Plan plan = plan_of({race.scan(race.h100e), race.scan(race.supplies, {}, {std::nullopt, CodeOperand{1, -1}}),
                             Race::on(op::Filter{both, {}}, {0, 1}, race.catalog->measure(race.h100e).axes)});
  CHECK(described(race, plan) == "h100e where (supplies(org, Google) or year = 2024) and year = 2024");
}

TEST_CASE("a plan that uses itself again and again stays short to describe") {
  const Race race;
  std::vector<Operation> operations{race.scan(race.h100e)};
  for (OperationId i = 0; i < 200; ++i) operations.push_back(Race::on(op::Join{op::Combination::add, {}}, {i, i}));
  CHECK(described(race, plan_of(operations)).size() < 2000);
}

// What an answer says beside its rows: what is missing, who has no figure, what was read as a bound.
#include "tests/catch.hpp"
#include "tests/unit/race_program.hpp"

using namespace reckon::test;

namespace {

using Notes = std::vector<std::string>;

Race told() {
  Race race;
  race.say(race.h100e, {0, 2024}, Range(750000, 900000), race.overview);
  race.say(race.h100e, {2, 2024}, Range(34500, 230000), race.overview);
  race.say(race.h100e, {3, 2025}, Range(5), race.overview);
  race.say_unknown(race.h100e, {3, 2024}, race.omdia, "not among the buyers");
  race.say(race.purchases, {0, 0, 2024}, Range(485000), race.omdia);
  race.say_unknown(race.purchases, {3, 0, 2024}, race.omdia, "not among the buyers");
  race.say_unknown(race.purchases, {0, 1, 2024}, race.omdia, "");
  return race;
}

Plan sum_where(const Race& race, std::vector<AxisTest> tests) {
  return plan_of({race.scan(race.h100e, std::move(tests)), Race::on(op::Aggregate{}, {0}, {}, race.unit(race.h100e))});
}

Notes notes_where(const Race& race, std::vector<AxisTest> tests) {
  return note_texts(race.answer(sum_where(race, std::move(tests))));
}

std::string missing_of(const Race& race, const Plan& plan, std::vector<Binding> bindings = {}) {
  const Answer answer = race.answer(plan, std::move(bindings));
  REQUIRE(answer.rows() == 1);
  REQUIRE(answer.value(0).is_missing());
  return answer.missing_text(answer.value(0));
}

}  // namespace

TEST_CASE("members of a level: the unknown ones are named, the rest counted") {
  const Race race = told();
  CHECK(notes_where(race, {test_of(1, race.year, {2024}), test_of(0, race.region, {1})}) ==
        Notes{"no h100e for Baidu in 2024, nor for 1 other member of CN"});
  CHECK(notes_where(race, {test_of(1, race.year, {2024}), test_of(0, race.region, {0})}) ==
        Notes{"no h100e for 1 member of US in 2024"});
}

TEST_CASE("members asked for by name are all named") {
  const Race race = told();
  CHECK(notes_where(race, {test_of(1, race.year, {2024}), test_of(0, race.org, {0, 1, 3, 4})}) ==
        Notes{"no h100e for Baidu, Google or Huawei in 2024"});
  CHECK(notes_where(race, {test_of(1, race.year, {2024}), test_of(0, race.org, {0, 2})}) == Notes{});
}

TEST_CASE("where nobody was asked for, only the unknown ones are named") {
  const Race race = told();
  CHECK(notes_where(race, {test_of(1, race.year, {2024})}) == Notes{"no h100e for Baidu in 2024"});
  CHECK(notes_where(race, {test_of(1, race.year, {2025})}) == Notes{});
}

TEST_CASE("a coordinate without a figure is told in full where its members have one elsewhere") {
  const Race race = told();
  CHECK(notes_where(race, {}) == Notes{"no h100e(Baidu, 2024)"});
  const Plan plan = plan_of({race.scan(race.purchases)});
  CHECK(note_texts(race.answer(plan)) == Notes{"no purchases for Baidu", "no purchases for \"GPT-4\""});
}

TEST_CASE("one cell asked for: what the source says") {
  const Race race = told();
  const Plan plan =
      plan_of({race.scan(race.purchases, {}, {CodeOperand{3, -1}, CodeOperand{0, -1}, CodeOperand{2024, -1}})});
  CHECK(missing_of(race, plan) == "no purchases(Baidu, Hopper, 2024)");
  CHECK(note_texts(race.answer(plan)) == Notes{"omdia has no figure: not among the buyers"});
  const Plan silent = plan_of({race.scan(race.h100e, {}, {CodeOperand{4, -1}, CodeOperand{2024, -1}})});
  CHECK(missing_of(race, silent) == "no h100e(Huawei, 2024)");
  CHECK(note_texts(race.answer(silent)) == Notes{});
}

TEST_CASE("parameters are told as what they are bound to") {
  const Race race = told();
  const Plan plan = plan_of({race.scan(race.h100e, {}, {CodeOperand{no_code, 0}, CodeOperand{2024, -1}})});
  CHECK(missing_of(race, plan, {Binding{4, {}}}) == "no h100e(Huawei, 2024)");
  const Plan level =
      sum_where(race, {test_of(1, race.year, {2024}), AxisTest{0, race.region, false, false, false, {{no_code, 0}}, {}, {}}});
  CHECK(note_texts(race.answer(level, {Binding{1, {}}})) ==
        Notes{"no h100e for Baidu in 2024, nor for 1 other member of CN"});
}

TEST_CASE("a missing row names the cell that is lacking") {
  const Race race = told();
  const auto axes = race.catalog->measure(race.h100e).axes;
  const Operation last_year = Race::on(op::Shift{1, 1}, {0}, axes);
  const Plan growth = plan_of(
      {race.scan(race.h100e), last_year, Race::on(op::Join{op::Combination::divide, {{0, 0}, {1, 1}}}, {0, 1}, axes)});
  const Answer answer = race.answer(growth);
  REQUIRE(answer.rows() == 3);
  CHECK(answer.missing_text(answer.value(0)) == "no h100e(Microsoft, 2023)");
  CHECK(answer.missing_text(answer.value(2)) == "no h100e(Baidu, 2024)");
}

TEST_CASE("a sum of nothing says of what") {
  const Race race = told();
  CHECK(missing_of(race, sum_where(race, {test_of(1, race.year, {2030})})) == "no h100e where year = 2030");
}

TEST_CASE("what an aggregate passes over is counted, the first of it named") {
  Race race = told();
  const auto axes = race.catalog->measure(race.h100e).axes;
  const Plan plan = plan_of({race.scan(race.h100e), Race::on(op::Shift{1, 1}, {0}, axes),
                             Race::on(op::Join{op::Combination::add, {{0, 0}, {1, 1}}}, {0, 1}, axes),
                             Race::on(op::Aggregate{}, {2}, {}, race.unit(race.h100e))});
  const Notes notes = note_texts(race.answer(plan));
  REQUIRE(!notes.empty());
  CHECK(notes[0] ==
        "sum(h100e + h100e[year - 1]) passes over 3 missing values: no h100e(Microsoft, 2023), "
        "no h100e(字节, 2023), no h100e(Baidu, 2024)");
}

TEST_CASE("confidence intervals are told once for a source and level, where they are used") {
  Race race = told();
  for (const Code year : {2024, 2025}) {
    Fact fact;
    fact.key = {1, year};
    fact.value = Range(1, 2);
    fact.source = race.overview;
    fact.confidence = Number::ratio(9, 10);
    race.facts[race.h100e]->append(fact);
  }
  const std::string note = "read as bounds: the 90% confidence interval of overview";
  CHECK(notes_where(race, {test_of(0, race.org, {1})}) == Notes{note});
  CHECK(notes_where(race, {test_of(0, race.org, {0})}) == Notes{});
}

TEST_CASE("members without a roll-up and open dimensions are not counted") {
  Race race;
  const DimensionId site = race.catalog->add(Dimension("site", "", false, false));
  race.catalog->dimension(site).add_member("Colossus");
  race.catalog->dimension(site).add_member("Azure");
  const MeasureId size = race.add("size", {{"site", site}}, "chip", false);
  race.say(size, {0}, Range(100000));
  AxisTest all_but_none = test_of(0, site, {0});
  all_but_none.negated = true;
  CHECK(note_texts(race.answer(plan_of({race.scan(size, {all_but_none})}))) == Notes{});
  CHECK(note_texts(race.answer(plan_of({race.scan(size, {test_of(0, site, {0, 1})})}))) == Notes{"no size for Azure"});
}

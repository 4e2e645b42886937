// Answers as text, JSON, CSV and Markdown.
#include <nlohmann/json.hpp>

#include "api/csv.hpp"
#include "api/json.hpp"
#include "api/table.hpp"
#include "api/width.hpp"
#include "tests/catch.hpp"
#include "tests/unit/race_program.hpp"

using namespace reckon;
using namespace reckon::test;

namespace {

Race told() {
  Race race;
  Range best(750000, 900000);
  best.set_best(800000);
  race.say(race.h100e, {0, 2024}, best);
  race.say(race.h100e, {1, 2024}, Range(Number::ratio(1, 3)));
  race.say(race.h100e, {2, 2024}, Range::at_least(1000));
  return race;
}

Plan all_of_2024(const Race& race) {
  return plan_of({race.scan(race.h100e, {}, {std::nullopt, CodeOperand{2024, -1}})});
}

// h100e / purchases by org: what the one has and the other lacks.
Plan side_by_side(const Race& race) {
  const std::vector<Axis> axes{race.axis(race.h100e, 0)};
  return plan_of({race.scan(race.h100e, {}, {std::nullopt, CodeOperand{2024, -1}}),
                  race.scan(race.purchases, {}, {std::nullopt, CodeOperand{0, -1}, CodeOperand{2024, -1}}),
                  Race::on(op::Columns{}, {0, 1}, axes)});
}

}  // namespace

TEST_CASE("width counts cells of a screen") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("字节") == 4);
  CHECK(display_width("e\xcc\x81") == 1);
  CHECK(display_width("≈1") == 2);
}

TEST_CASE("what a terminal would obey is escaped") {
  CHECK(printable("a\033[2Jb\nc\td") == "a\\u001b[2Jb\\nc\\td");
  CHECK(printable("\xe2\x80\xae") == "\\u202e");
  CHECK(printable("\xff"
                  "a") ==
        "\xef\xbf\xbd"
        "a");
  CHECK(printable("微软") == "微软");
}

TEST_CASE("a table aligns at the seams of its columns") {
  Table table({"org", "x"});
  table.add_row({{"", "字节", false}, {"1", "..10", false}});
  table.add_row({{"", "Microsoft", false}, {"1,000", ".5", false}});
  table.add_row({{"", "Meta", false}, {"", "– missing", true}});
  CHECK(table.text() ==
        "org        x\n"
        "字节           1..10\n"
        "Microsoft  1,000.5\n"
        "Meta       – missing\n");
}

TEST_CASE("rows are a table with units, ranges aligned, rounding marked") {
  const Race race = told();
  const Answer answer = race.answer(all_of_2024(race));
  const ShownAnswer shown{answer, "h100e[year = 2024]", {"h100e"}};
  CHECK(text(shown, {}) ==
        "org        h100e (H100e)\n"
        "Microsoft  750,000..900,000 (best 800,000)\n"
        "Google          ≈0.333333\n"
        "字节         1,000..\n");
  CHECK(text(shown, {true, false}).find("1/3") != std::string::npos);
}

TEST_CASE("a number without coordinates is one line") {
  const Race race = told();
  const Answer answer = race.answer(plan_of({race.scan(race.h100e, {}, {CodeOperand{0, -1}, CodeOperand{2024, -1}})}));
  CHECK(text({answer, "q", {"q"}}, {}) == "750,000..900,000 (best 800,000) H100e\n");
  const Answer none = race.answer(plan_of({race.scan(race.h100e, {}, {CodeOperand{4, -1}, CodeOperand{2024, -1}})}));
  CHECK(text({none, "q", {"q"}}, {}) == "missing: no h100e(Huawei, 2024)\n");
}

TEST_CASE("notes are dimmed where there is colour, and doubt is told") {
  const Race race = told();
  Answer answer = race.answer(all_of_2024(race));
  answer.tight = false;
  const ShownAnswer shown{answer, "q", {"q"}};
  const std::string note = "not proved tight: the true range may be narrower";
  CHECK(text(shown, {}).find("\nnote: " + note + "\n") != std::string::npos);
  CHECK(text(shown, {false, true}).find("\033[2mnote: " + note + "\033[0m\n") != std::string::npos);
}

TEST_CASE("no rows are said") {
  const Race race;
  const Answer answer = race.answer(all_of_2024(race));
  CHECK(text({answer, "q", {"q"}}, {}) == "org  q (H100e)\n(no rows)\n");
}

TEST_CASE("columns side by side say what is missing") {
  Race race = told();
  race.say(race.purchases, {0, 0, 2024}, Range(485000));
  const Answer answer = race.answer(side_by_side(race));
  CHECK(text({answer, "q", {"held", "bought"}}, {}) ==
        "org        held (H100e)                     bought (chip)\n"
        "Microsoft  750,000..900,000 (best 800,000)  485,000\n"
        "Google          ≈0.333333                   – missing: no purchases(Google, Hopper, 2024)\n"
        "字节         1,000..                        – missing: no purchases(字节, Hopper, 2024)\n");
}

TEST_CASE("a relation has rows without values; without coordinates it holds or not") {
  Race race;
  race.say(race.supplies, {0, 1}, {});
  const Answer all = race.answer(plan_of({race.scan(race.supplies)}));
  CHECK(text({all, "supplies", {}}, {}) == "provider   user\nMicrosoft  Google\n");
  CHECK(json({all, "supplies", {}}) ==
        R"({"kind":"answer","query":"supplies","dimensions":["provider","user"],"columns":[],)"
        R"("rows":[{"key":{"provider":"Microsoft","user":"Google"},"values":[]}],"tight":true,"exact":true,"notes":[]})"
        "\n");
  const auto one = [&](Code user) {
    const Answer answer =
        race.answer(plan_of({race.scan(race.supplies, {}, {CodeOperand{0, -1}, CodeOperand{user, -1}})}));
    return text({answer, "q", {}}, {});
  };
  CHECK(one(1) == "yes\n");
  CHECK(one(2) == "no\n");
}

TEST_CASE("JSON is exact, in a fixed order, on one line") {
  const Race race = told();
  const Answer answer = race.answer(all_of_2024(race));
  const std::string line = json({answer, "h100e[year = 2024]", {"h100e"}});
  CHECK(
      line ==
      R"({"kind":"answer","query":"h100e[year = 2024]","dimensions":["org"],"columns":[{"name":"h100e","unit":"H100e"}],)"
      R"("rows":[{"key":{"org":"Microsoft"},"values":[{"low":"750000","high":"900000","best":"800000"}]},)"
      R"({"key":{"org":"Google"},"values":[{"low":"1/3","high":"1/3"}]},)"
      R"({"key":{"org":"字节"},"values":[{"low":"1000","high":"inf"}]}],"tight":true,"exact":true,"notes":[]})"
      "\n");
  CHECK(nlohmann::json::accept(line));
}

TEST_CASE("JSON says what is missing and what is only maybe") {
  Race race = told();
  const Answer missing = race.answer(side_by_side(race));
  const auto parsed = nlohmann::json::parse(json({missing, "q", {"held", "bought"}}));
  CHECK(parsed["rows"][0]["values"][1]["missing"] == "no purchases(Microsoft, Hopper, 2024)");

  const std::vector<Axis> axes{race.axis(race.h100e, 0)};
  Race close;
  close.say(close.h100e, {0, 2024}, Range(10, 20));
  close.say(close.h100e, {1, 2024}, Range(15, 30));
  const Answer top = close.answer(plan_of({close.scan(close.h100e, {}, {std::nullopt, CodeOperand{2024, -1}}),
                                           Race::on(op::Top{1, false, {}}, {0}, axes, close.unit(close.h100e))}));
  const ShownAnswer shown{top, "top(1, h100e)", {"h100e"}};
  CHECK(nlohmann::json::parse(json(shown))["rows"][0]["maybe"] == true);
  CHECK(text(shown, {}) ==
        "org        h100e (H100e)\n"
        "Microsoft  10..20         maybe\n"
        "Google     15..30         maybe\n");
  CHECK(csv(shown) == "org,low,high,best,maybe\r\nMicrosoft,10,20,,yes\r\nGoogle,15,30,,yes\r\n");
}

TEST_CASE("JSON strings are escaped") {
  const std::string line = json_check(Truth::maybe, "a \"b\" \\ \n \x01 字", "");
  CHECK(line ==
        "{\"kind\":\"check\",\"query\":\"a \\\"b\\\" \\\\ \\n \\u0001 字\",\"verdict\":\"maybe\",\"message\":\"\"}\n");
  CHECK(nlohmann::json::accept(json_check(Truth::no, "\xff\xfe", "m")));
}

TEST_CASE("errors and trees in JSON") {
  const auto source = std::make_shared<lang::SourceText>(lang::SourceText{"a.rk", "字 = 1\n字 x\n"});
  const lang::Diagnostic diagnostic{"id", "no x", "write y", source, {12, 13}};
  CHECK(json_error(diagnostic) ==
        R"({"kind":"error","message":"no x","file":"a.rk","line":2,"column":3,"hint":"write y"})"
        "\n");
  CHECK(json_error({"id", "no file", "", nullptr, {}}) == R"({"kind":"error","message":"no file","hint":""})"
                                                          "\n");
  CHECK(json_trees("explain", "q", {{"a", "1 row", {}}}) ==
        R"({"kind":"explain","query":"q","trees":[{"text":"a","detail":"1 row","parts":[]}]})"
        "\n");
}

TEST_CASE("CSV fields are quoted where they must be") {
  CHECK(csv_field("plain") == "plain");
  CHECK(csv_field("a,b") == "\"a,b\"");
  CHECK(csv_field("a\"b") == "\"a\"\"b\"");
  const Race race = told();
  const Answer answer = race.answer(all_of_2024(race));
  CHECK(csv({answer, "q", {"h100e"}}) ==
        "org,low,high,best,maybe\r\nMicrosoft,750000,900000,800000,\r\nGoogle,1/3,1/3,1/3,\r\n字节,1000,inf,,\r\n");
  const Answer both = race.answer(side_by_side(race));
  CHECK(csv({both, "q", {"a", "b"}}).rfind("org,a low,a high,a best,b low,b high,b best,maybe\r\n", 0) == 0);
}

TEST_CASE("Markdown is a table with its signs escaped") {
  const Race race = told();
  const Answer answer = race.answer(all_of_2024(race));
  CHECK(markdown({answer, "q", {"a|b"}}, {}) ==
        "| org | a\\|b |\n| --- | ---: |\n"
        "| Microsoft | 750,000..900,000 (best 800,000) H100e |\n| Google | ≈0.333333 H100e |\n| 字节 | 1,000.. H100e "
        "|\n");
}

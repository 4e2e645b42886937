// Prepared queries: what parameters may stand for, and what a host can see of an answer.
#include <algorithm>
#include <ranges>
#include <sstream>
#include <stdexcept>

#include "reckon/reckon.hpp"
#include "tests/catch.hpp"

using reckon::Number;
using reckon::Range;

namespace {

constexpr const char* race = R"(
dimension region { US, CN }
dimension org -> region { Microsoft 微软 -> US, Tencent -> CN, Baidu -> CN }
unit chip
source omdia on 2024-12-18
source later on 2025-06-01
measure bought(org, year) : chip flow in 0..
facts bought from omdia { (Microsoft, 2024) = 485k, (Tencent, 2024) = 200k..240k best 230k }
facts bought from later { (Microsoft, 2024) = 500k }
measure share_of(org) : 1 rate in 0..1
fact share_of(Tencent) = 10%..50%
relation buys(org, year)
fact buys(Tencent, 2024)
)";

reckon::Database database() {
  reckon::Database db;
  db.run(race);
  return db;
}

std::string problem_of(const reckon::Query& query, const std::vector<reckon::Parameter>& parameters) {
  try {
    query.run(parameters);
  } catch (const reckon::Error& error) { return error.id(); }
  return {};
}

}  // namespace

TEST_CASE("parameters are members, numbers, ranges and dates") {
  const reckon::Database db = database();
  const auto member = db.prepare("bought where org = $org and year in $first..$last under latest");
  CHECK(member.run({{"org", "微软"}, {"first", 2023}, {"last", "2025"}})[0].low() == 500000);
  const auto number = db.prepare("bought(Tencent, 2024) * $factor");
  CHECK(number.run({{"factor", "50%"}})[0].range() == Range(100000, 120000, 115000));
  CHECK(number.run({{"factor", Number::ratio(1, 3)}})[0].low().text() == "200000/3");
  CHECK(number.run({{"factor", Range(2, 3)}})[0].range() == Range(400000, 720000));
  CHECK(number.run({{"factor", "2..3"}})[0].high() == 720000);
  CHECK(number.run({{"factor", "2.."}})[0].high() == Number::infinity());
  const auto date = db.prepare("bought(Microsoft, 2024) as of $day");
  CHECK(date.run({{"day", "2025-01-31"}})[0].range() == Range(485000));
  CHECK(date.run({{"day", 2025}})[0].range() == Range(485000, 500000));
  CHECK_FALSE(date.run({{"day", "2023"}})[0].low().has_value());
  const auto dated = db.prepare("bought(Microsoft, 2024) where date >= $first and date <= $last");
  CHECK(dated.run({{"first", "2024"}, {"last", "2024"}})[0].range() == Range(485000));
  CHECK(dated.run({{"first", "2024M12"}, {"last", "2025Q2"}})[0].range() == Range(485000, 500000));
  const auto between = db.prepare("bought(Microsoft, 2024) where date in $first..$last");
  CHECK(between.run({{"first", "2025"}, {"last", "2026"}})[0].range() == Range(500000));
  CHECK(db.prepare("bought(Microsoft, 2024) where date > $d").run({{"d", "2024"}})[0].range() == Range(500000));
  CHECK(db.prepare("bought(Microsoft, 2024) where date < $d").run({{"d", "2025"}})[0].range() == Range(485000));
  const auto assumed = db.prepare("share_of(Tencent) assuming (share_of(Tencent) = $share)");
  CHECK(assumed.run({{"share", "20%..30%"}})[0].range() == Range(Number::ratio(1, 5), Number::ratio(3, 10)));
  CHECK(problem_of(assumed, {{"share", 2}}) == "outside-domain");
}

TEST_CASE("a parameter may stand for a member here and a number there") {
  const auto query = database().prepare("sum(bought where year = $n) * 0 + $n * 1 chip");
  CHECK(query.run({{"n", 2024}})[0].low() == 2024);
}

TEST_CASE("what is bound is checked") {
  const reckon::Database db = database();
  const auto query = db.prepare("sum(bought where org = $org and year = $year) * $factor");
  CHECK(problem_of(query, {{"org", "Tencent"}, {"year", 2024}}) == "parameter-unbound");
  CHECK(problem_of(query, {{"org", "Tencnet"}, {"year", 2024}, {"factor", 1}}) == "unknown-member");
  CHECK(problem_of(query, {{"org", "Tencent"}, {"year", "2024Q1"}, {"factor", 1}}) == "");
  CHECK(problem_of(query, {{"org", "Tencent"}, {"year", "soon"}, {"factor", 1}}) == "unknown-member");
  CHECK(problem_of(query, {{"org", "Tencent"}, {"year", 2024}, {"factor", "much"}}) == "parameter-unbound");
  CHECK(problem_of(query, {{"org", "Tencent"}, {"year", 2024}, {"factor", Range(3, 2)}}) == "parameter-unbound");
  CHECK(problem_of(query, {{"org", "Tencent"}, {"year", 2024}, {"factor", "3..2"}}) == "parameter-unbound");
  CHECK(problem_of(query, {{"org", Number::ratio(1, 2)}, {"year", 2024}, {"factor", 1}}) == "parameter-unbound");
  CHECK(problem_of(query, {{"org", "Tencent"}, {"year", 2024}, {"factor", 1}, {"more", 1}}) == "parameter-unbound");
  CHECK(problem_of(query, {{"org", "Tencent"}, {"org", "Baidu"}, {"year", 2024}, {"factor", 1}}) == "parameter-unbound");
  CHECK(problem_of(db.prepare("bought as of $day"), {{"day", "yesterday"}}) == "not-a-date");
  const auto info = query.parameters();
  REQUIRE(info.size() == 3);
  CHECK(info[0].name == "org");
  CHECK(info[0].takes == reckon::ParameterInfo::Takes::member);
  CHECK(info[1].dimension == "year");
  CHECK(info[2].takes == reckon::ParameterInfo::Takes::number);
}

TEST_CASE("rows iterate as a range") {
  const reckon::Answer answer = database().query("bought where year = 2024");
  static_assert(std::ranges::forward_range<const reckon::Answer>);
  std::string orgs;
  for (const reckon::Row row : answer) orgs += row["org"] + ' ';
  CHECK(orgs == "Microsoft Tencent ");
  CHECK(std::ranges::count_if(answer, [](const reckon::Row& row) { return row.range().is_point(); }) == 0);
  CHECK_THROWS_AS(answer[2], std::out_of_range);
  CHECK_THROWS_AS(answer[0].low(1), std::out_of_range);
  CHECK_THROWS_AS(answer[0].key(2), std::out_of_range);
}

TEST_CASE("everything beside the values can be read") {
  const reckon::Database db = database();
  const reckon::Answer answer = db.query("{ held: bought, large: bought > 220k chip } where year = 2024");
  CHECK(answer.columns() == 2);
  CHECK(answer.column_names() == std::vector<std::string>{"held", "large"});
  CHECK(answer.unit() == "chip");
  CHECK(answer.is_truth(1));
  CHECK(answer[1].truth(1) == "maybe");
  CHECK_FALSE(answer[1].low(1).has_value());
  CHECK(answer[1].best() == Number(230000));
  CHECK(answer.show(reckon::Format::csv).find("Tencent,2024,200000,240000,230000") != std::string::npos);
  CHECK(answer.show().find("Tencent") != std::string::npos);
  const reckon::Answer relation = db.query("buys");
  CHECK(relation.is_relation());
  CHECK(relation.columns() == 0);
  CHECK(relation.column_names().empty());
  CHECK_THROWS_AS(relation[0].low(), std::out_of_range);
}

TEST_CASE("why and explain are trees") {
  const auto query = database().prepare("sum(bought where year = $year)");
  const auto why = query.why({{"year", 2024}});
  REQUIRE(why.size() == 1);
  CHECK(why[0].text.find("685,000..740,000") != std::string::npos);
  REQUIRE(why[0].parts.size() == 2);
  CHECK(why[0].parts[0].text.find("bought(Microsoft, 2024)") != std::string::npos);
  const auto explain = query.explain({{"year", 2024}});
  REQUIRE(explain.size() == 1);
  CHECK(explain[0].text.find("aggregate") != std::string::npos);
}

TEST_CASE("a text tells a listener all that it says") {
  reckon::Database db = database();
  std::vector<reckon::Outcome> heard;
  db.run("1 + 1\ncheck 1 < 2 \"order\"\nwhy bought(Tencent, 2024)\nconflicts bought\nexplain 1", "script",
         [&](const reckon::Outcome& outcome) { heard.push_back(outcome); });
  using Kind = reckon::Outcome::Kind;
  REQUIRE(heard.size() == 5);
  CHECK(heard[0].kind == Kind::answer);
  CHECK((*heard[0].answer)[0].low() == 2);
  CHECK(heard[1].kind == Kind::check);
  CHECK(heard[1].verdict == "yes");
  CHECK(heard[1].message == "order");
  CHECK(heard[2].kind == Kind::why);
  CHECK(heard[2].trees.size() == 1);
  CHECK(heard[3].kind == Kind::conflicts);
  CHECK(heard[3].trees.size() == 1);
  CHECK(heard[4].kind == Kind::explain);
}

TEST_CASE("what a listener throws comes out, and the database goes on") {
  reckon::Database db = database();
  CHECK_THROWS_AS(db.run("1\nfact bought(Baidu, 2025) = 7", "s", [](const reckon::Outcome&) { throw std::runtime_error("enough"); }),
                  std::runtime_error);
  CHECK_FALSE(db.query("bought(Baidu, 2025)")[0].low().has_value());
  db.run("fact bought(Baidu, 2025) = 7", "s", [](const reckon::Outcome&) {});
  CHECK(db.query("bought(Baidu, 2025)")[0].low() == 7);
}

TEST_CASE("a listener may ask the database that it listens to") {
  reckon::Database db = database();
  Number seen;
  db.run("fact bought(Baidu, 2025) = 7\n1", "s",
         [&](const reckon::Outcome&) { seen = db.query("bought(Baidu, 2025)")[0].low(); });
  CHECK(seen == 7);
}

TEST_CASE("a snapshot stays, and script parameters stand for texts") {
  reckon::Database db = database();
  const reckon::Snapshot before = db.snapshot();
  db.set_parameter("amount", "9");
  db.run("fact bought(Baidu, 2025) = $amount");
  CHECK_FALSE(before.query("bought(Baidu, 2025)")[0].low().has_value());
  CHECK(db.snapshot().query("bought(Baidu, 2025)")[0].low() == 9);
}

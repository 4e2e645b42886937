// Aggregates of many cells, which read columns, against the same aggregates run row by row, which an explanation asks for.
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "lang/prepared_query.hpp"
#include "lang/session.hpp"
#include "tests/catch.hpp"

using namespace reckon;

namespace {

enum class Shape { points, ranges, bests };

class Facts {
 public:
  Facts(std::mt19937& random, Shape shape, bool dated) {
    std::string csv = "city,org,month,low,high,best,when\n";
    for (unsigned city = 0; city < 6; ++city)
      for (unsigned org = 0; org < 20; ++org)
        for (unsigned month = 1; month <= 12; ++month) csv += row(random, shape, dated, city, org, month);
    session_ = std::make_unique<lang::Session>(
        [csv](const std::string& path, const std::string&) { return lang::FileText{path, csv, {}}; });
    std::string load = "load \"rows.csv\" as m(city, org, month) value low..high";
    if (shape == Shape::bests) load += " best best";
    if (dated) load += " on column when";
    run("unit EUR\ndimension country { country0, country1, country2 }\ndimension city -> country {\n"
        "city0 -> country0, city2 -> country1, city4 -> country2, city1 -> country0, city3 -> country1, city5 -> country2 }\n"
        "dimension org\nmeasure m(city, org, month) : EUR flow\n" + load);
  }

  engine::Answer ask(const std::string& text, engine::Keep keep) const {
    return lang::prepare(session_->environment(), std::make_shared<lang::SourceText>(lang::SourceText{"query", text})).run({}, keep);
  }
  void run(const std::string& text) {
    REQUIRE(session_->run(std::make_shared<lang::SourceText>(lang::SourceText{"test.rk", text}), [](const lang::Outcome& outcome) {
      for (const auto& found : outcome.diagnostics) UNSCOPED_INFO(lang::render(found));
    }));
  }

 private:
  // One row in ten is not there, one in five a point, and where there are central figures one in three has none.
  static std::string row(std::mt19937& random, Shape shape, bool dated, unsigned city, unsigned org, unsigned month) {
    const auto draw = [&](unsigned below) { return static_cast<int>(random() % below); };
    if (draw(10) == 0) return {};
    const int low = draw(2000) - 500, width = shape == Shape::points || draw(5) == 0 ? 0 : draw(300);
    const auto text = [](int cents) { return engine::Number::decimal(cents, 2).text(); };
    std::string line = "city" + std::to_string(city) + ",org" + std::to_string(org) + ",2024M" + (month < 10 ? "0" : "") +
                       std::to_string(month) + ',' + text(low) + ',' + text(low + width) + ',';
    if (shape == Shape::bests && (org > 9 || draw(3) != 0)) line += text(low + width / 3);
    line += ',';
    if (dated && draw(4) != 0) line += "2025-01-" + std::to_string(10 + draw(20));
    return line + '\n';
  }

  std::unique_ptr<lang::Session> session_;
};

const std::vector<std::string> values{"m", "-m", "m * 3", "2.5 - m", "m * -0.25", "m / 4", "m / -3", "m + 1", "high(m)", "low(m)"};
const std::vector<std::string> conditions{
    "", " where country = country1", " where city != city3", " where org in (org3, org11, org12)", " where month = 2024M05",
    " where month in 2024M03..2024M08 and country in (country0, country2)", " where quarter = 2024Q2 and org != org10",
    " where org = org15", " where org = org99"};
const std::vector<std::string> groupings{"", " by country", " by org", " by city, quarter", " by month, org", " by year"};

void check_same(const Facts& facts, const std::string& text, bool by_columns) {
  CAPTURE(text);
  const engine::Answer plain = facts.ask(text, engine::Keep::profile), followed = facts.ask(text, engine::Keep::lineage);
  CHECK(std::any_of(plain.profile.begin(), plain.profile.end(), [](const auto& p) { return p.of_cells; }) == by_columns);
  REQUIRE(plain.rows() == followed.rows());
  for (std::size_t row = 0; row < plain.rows(); ++row) {
    for (std::size_t axis = 0; axis < plain.axes().size(); ++axis) CHECK(plain.key_text(row, axis) == followed.key_text(row, axis));
    const auto &a = plain.value(row), &b = followed.value(row);
    CAPTURE(a.range.text(), b.range.text(), a.range.has_central ? a.range.central.text() : "none", b.range.has_central ? b.range.central.text() : "none");
    CHECK(a.range == b.range);
    CHECK(a.date == b.date);
    CHECK(a.maybe == b.maybe);
    CHECK(a.is_missing() == b.is_missing());
  }
  CHECK(plain.tight == followed.tight);
}

}  // namespace

TEST_CASE("an aggregate over columns of cells is the aggregate over their rows") {
  std::mt19937 random(11);
  for (const Shape shape : {Shape::points, Shape::ranges, Shape::bests})
    for (const bool dated : {false, true}) {
      Facts facts(random, shape, dated);
      facts.run("fact m(city0, org99, 2024M01) = 5 EUR");
      for (const std::string statistic : {"sum", "count", "avg", "min", "max"})
        for (int i = 0; i < 25; ++i) {
          const auto& value = values[random() % values.size()];
          const bool fixed_unit = value == "2.5 - m" || value == "m + 1";
          const std::string of = fixed_unit ? (value == "m + 1" ? "m + 1 EUR" : "2.5 EUR - m") : value;
          check_same(facts, statistic + "(flow(" + of + ")" + conditions[random() % conditions.size()] +
                                groupings[random() % groupings.size()] + ')', true);
        }
    }
}

TEST_CASE("conditions on values read columns of points, and ranges row by row") {
  std::mt19937 random(12);
  Facts points(random, Shape::points, true), ranges(random, Shape::ranges, false);
  for (const std::string text : {"sum(m where m > 3.5 EUR by country)", "count(m where m < 0 EUR by org)", "avg(m where m in 1 EUR..4 EUR)",
                                 "max(m where m > 10000 EUR by city)", "sum(m where m * 2 > 3 EUR and country = country2 by month)"}) {
    check_same(points, text, true);
    check_same(ranges, text, false);
  }
}

TEST_CASE("worlds of their own have columns of their own") {
  std::mt19937 random(13);
  Facts facts(random, Shape::ranges, true);
  check_same(facts, "sum(m by country) as of 2025-01-25", true);
  check_same(facts, "sum(m by country) assuming (m(city0, org1, 2024M03) = 1000000 EUR)", true);
  check_same(facts, "sum(m by country) where date > 2025-01-15", false);
  check_same(facts, "sum(m[org = org2] by city)", true);
  check_same(facts, "sum(m[city = city2] by org)", false);  // few cells, found by their first coordinate
  const auto before = facts.ask("sum(m)", engine::Keep::nothing).value(0).range;
  facts.run("fact m(city5, org99, 2024M01) = 7 EUR");
  CHECK(facts.ask("sum(m)", engine::Keep::nothing).value(0).range == before + engine::Range(7));
}

TEST_CASE("cells that rules derive are read as columns too") {
  std::mt19937 random(15);
  Facts facts(random, Shape::bests, true);
  facts.run("measure twice(city, org, month) : EUR flow\nrule twice(city, org, month) = 2 * m\n"
            "measure total(org) : EUR flow\nrule total(org) = sum(m over city, month)");
  check_same(facts, "sum(twice by country)", true);
  check_same(facts, "sum(twice where org = org1) + sum(total)", true);
  check_same(facts, "sum(total)", false);
}

TEST_CASE("the first of many points are those of all of them ranked") {
  std::mt19937 random(16);
  Facts points(random, Shape::points, true), ranges(random, Shape::ranges, false);
  for (const std::string count : {"1", "3", "40", "1200", "5000"})
    for (const std::string verb : {"top(", "bottom("}) {
      check_same(points, verb + count + ", m)", false);
      check_same(points, verb + count + ", round(m))", false);  // many equals
      check_same(points, verb + count + ", m by city)", false);
      check_same(points, verb + count + ", sum(m by org))", true);
      check_same(points, "sum(" + verb + count + ", m))", false);
      check_same(ranges, verb + count + ", m)", false);
    }
}

TEST_CASE("an open end or a fraction without decimals leaves cells as rows") {
  std::mt19937 random(14);
  Facts facts(random, Shape::points, false);
  facts.run("fact m(city0, org99, 2024M01) = 1/3");
  check_same(facts, "sum(m by country)", false);
  Facts open(random, Shape::ranges, false);
  open.run("fact m(city0, org99, 2024M01) = 4..");
  check_same(open, "sum(m by country)", false);
}

// Facts in bulk: rows and columns, all or nothing, errors with their rows.
#include <numeric>
#include <string>
#include <vector>

#include "reckon/reckon.hpp"
#include "tests/catch.hpp"

namespace {

using reckon::Database;
using reckon::Number;
using reckon::Range;

constexpr const char* declared = R"(
unit chip
unit kilochip = 1000 chip
dimension org { Microsoft 微软, Tencent }
dimension chip_kind
measure purchases(org, chip: chip_kind, year) : chip flow in 0..
relation supplies(org, chip: chip_kind)
source omdia on 2024-12-18
)";

Database database() {
  Database db;
  db.run(declared);
  return db;
}

template <class F>
reckon::Diagnostic problem_of(F&& what) {
  try {
    what();
  } catch (const reckon::Error& error) { return error.diagnostics().front(); }
  return {};
}

}  // namespace

TEST_CASE("rows are written as one") {
  Database db = database();
  auto rows = db.appender("purchases", {"year", "org", "chip"}, {"omdia", "estimate", "", "kilochip"});
  rows.row({2024, "微软", "Hopper"}, Range(485, 500, 490));
  rows.row({"2024-12-31", "Tencent", "Hopper"}, 230);
  rows.unknown(std::vector<reckon::Key>{2024, "Tencent", "H20"});
  CHECK(rows.size() == 3);
  CHECK(db.query("count(purchases)")[0].low() == 0);
  rows.commit();
  CHECK(rows.size() == 0);
  CHECK(db.query("purchases(Microsoft, Hopper, 2024)")[0].range() == Range(485000, 500000, 490000));
  CHECK(db.query("sum(purchases where kind = estimate and source = omdia)")[0].low() == 715000);
  CHECK_FALSE(db.query("sum(purchases where chip = H20)").notes().empty());
  rows.row({2025, "Tencent", "Hopper"}, 1);
  rows.commit();
  CHECK(db.query("count(purchases)")[0].low() == 3);
}

TEST_CASE("columns are written as rows are") {
  Database db = database();
  constexpr int n = 1000;
  std::vector<std::string> orgs, chips;
  std::vector<int> years;
  std::vector<long long> low, high;
  for (int i = 0; i < n; ++i) {
    orgs.push_back(i % 2 ? "Microsoft" : "Tencent");
    chips.push_back("chip " + std::to_string(i % 10));
    years.push_back(2000 + i / 20);
    low.push_back(100 + i);
    high.push_back(i % 20 >= 10 ? 100 + i : 200 + i);
  }
  auto rows = db.appender("purchases", {"org", "chip", "year"});
  CHECK_THROWS_AS(rows.columns({orgs, chips}, low), reckon::Error);
  rows.columns({orgs, chips, years}, {low, high, 2});
  rows.commit();
  CHECK(db.query("count(purchases)")[0].low() == 500);
  CHECK(db.query("purchases(Tencent, \"chip 0\", 2000)")[0].low().text() == "1.1");
  const std::vector<std::string_view> names{"Microsoft", "Tencent"};
  const std::vector<std::uint32_t> places{1, 0, 1};
  const std::vector<int> later{2060, 2060, 2061};
  const std::vector<std::string> kinds{"a", "a", "b"};
  rows.columns({reckon::KeyColumn(names, places), kinds, later}, std::vector<Range>{1, Range(2, 3), Range(4, Number::infinity())});
  rows.commit();
  CHECK(db.query("purchases(Tencent, b, 2061)")[0].high() == Number::infinity());
}

TEST_CASE("relations have rows without values") {
  Database db = database();
  auto rows = db.appender("supplies", {"org", "chip"});
  rows.row({"Tencent", "H20"});
  rows.columns({std::vector<std::string>{"Microsoft", "Microsoft"}, std::vector<std::string>{"H20", "Hopper"}});
  rows.commit();
  CHECK(db.query("count(supplies)")[0].low() == 3);
  CHECK(problem_of([&] { rows.row({"Tencent", "H20"}, 5); }).id == "value-missing");
}

TEST_CASE("what is wrong with a row names it, and the row is left out") {
  Database db = database();
  auto rows = db.appender("purchases", {"org", "chip", "year"}, {"omdia", "", "", ""});
  rows.row({"Tencent", "H20", 2024}, Range(1, 5));
  const auto row = [&](std::initializer_list<reckon::Key> keys, const Range& value) {
    return problem_of([&] { rows.row(keys, value); });
  };
  CHECK(row({"Tencnet", "H20", 2024}, 1).id == "unknown-member");
  CHECK(row({"Tencnet", "H20", 2024}, 1).message == "row 2: there is no member \"Tencnet\" of org");
  CHECK(row({"Tencnet", "H20", 2024}, 1).row == 2);
  CHECK(row({"Tencent", "H20", "soon"}, 1).id == "not-a-date");
  CHECK(row({"Tencent", "H20", 20240}, 1).id == "not-a-date");
  CHECK(row({"Tencent", "", 2024}, 1).id == "empty-cell");
  CHECK(row({"Tencent", "\xff", 2024}, 1).id == "not-text");
  CHECK(row({"Tencent", "H20"}, 1).id == "wrong-arguments");
  CHECK(row({"Tencent", "H20", 2024}, Range(5, 1)).id == "empty-range");
  CHECK(row({"Tencent", "H20", 2024}, Range()).id == "empty-range");
  CHECK(row({"Tencent", "H20", 2024}, Range(1, 5, 9)).id == "empty-range");
  CHECK(row({"Tencent", "H20", 2024}, -1).id == "fact-outside-domain");
  CHECK(row({"Tencent", "H20", 2024}, 7).id == "disjoint-facts");
  CHECK(problem_of([&] { rows.row({"Tencent", "H20", 2024}); }).id == "value-missing");
  CHECK(rows.size() == 1);
  std::vector<std::string> orgs{"Tencent", "Microsoft", "Mircosoft"}, chips{"a", "b", "c"};
  const auto stopped = problem_of([&] { rows.columns({orgs, chips, std::vector<int>{2024, 2024, 2024}}, std::vector<long long>{1, 2, 3}); });
  CHECK(stopped.row == 4);
  CHECK(rows.size() == 3);
  rows.commit();
  CHECK(db.query("count(purchases)")[0].low() == 3);
}

TEST_CASE("a commit that contradicts the database writes nothing") {
  Database db = database();
  db.run("fact purchases(Tencent, H20, 2024) = 10 from omdia");
  auto rows = db.appender("purchases", {"org", "chip", "year"}, {"omdia", "", "", ""});
  rows.row({"Tencent", "new", 2024}, 1);
  rows.row({"Tencent", "H20", 2024}, 20);
  const auto clash = problem_of([&] { rows.commit(); });
  CHECK(clash.id == "disjoint-facts");
  CHECK(clash.row == 2);
  CHECK(db.query("count(purchases)")[0].low() == 1);
  CHECK(problem_of([&] { db.query("purchases(Tencent, new, 2024)"); }).id == "unknown-member");
  rows.discard();
  CHECK(rows.size() == 0);
  rows.commit();
}

TEST_CASE("members that others have added meanwhile are the same members") {
  Database db = database();
  auto rows = db.appender("purchases", {"org", "chip", "year"});
  rows.row({"Tencent", "one", 2024}, 1);
  rows.row({"Tencent", "two", 2024}, 2);
  db.run("facts purchases { (Microsoft, zero, 2024) = 5, (Microsoft, two, 2024) = 6 }");
  rows.commit();
  CHECK(db.query("purchases(Tencent, one, 2024)")[0].low() == 1);
  CHECK(db.query("purchases(Tencent, two, 2024)")[0].low() == 2);
  CHECK(db.query("sum(purchases where chip = two)")[0].low() == 8);
}

TEST_CASE("an appender is opened for what there is") {
  Database db = database();
  CHECK(problem_of([&] { db.appender("purchase", {"org"}); }).hint == "did you mean \"purchases\"?");
  CHECK(problem_of([&] { db.appender("purchases", {"org", "chip"}); }).id == "wrong-arguments");
  CHECK(problem_of([&] { db.appender("purchases", {"org", "chip", "chip"}); }).id == "wrong-arguments");
  CHECK(problem_of([&] { db.appender("purchases", {"org", "chip", "month"}); }).id == "wrong-arguments");
  CHECK(problem_of([&] { db.appender("purchases", {"org", "chip", "year"}, {"nobody", "", "", ""}); }).id == "unknown-source");
  CHECK(problem_of([&] { db.appender("purchases", {"org", "chip", "year"}, {"", "guess", "", ""}); }).id == "unknown-kind");
  CHECK(problem_of([&] { db.appender("purchases", {"org", "chip", "year"}, {"", "", "today", ""}); }).id == "not-a-date");
  CHECK(problem_of([&] { db.appender("purchases", {"org", "chip", "year"}, {"", "", "", "furlong"}); }).id == "unknown-unit");
  CHECK(problem_of([&] { db.run("unit m"), db.appender("purchases", {"org", "chip", "year"}, {"", "", "", "m"}); }).id == "unit-mismatch");
}

TEST_CASE("limits hold for appenders") {
  Database db = database();
  reckon::Limits limits;
  limits.rows = 10;
  db.set_limits(limits);
  auto rows = db.appender("purchases", {"org", "chip", "year"});
  for (int i = 0; i < 11; ++i) rows.row({"Tencent", "chip " + std::to_string(i), 2024}, 1);
  CHECK(problem_of([&] { rows.commit(); }).id == "too-many-rows");
  CHECK(db.query("count(purchases)")[0].low() == 0);
}

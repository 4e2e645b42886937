// Records against a loop over their rows: random tables and random aggregates of them, answered by the engine (by blocks
// where it can) and by the test, exactly. And the parts below: sets, kernels, pieces of files.
#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>

#include "engine/exec/records/selection.hpp"
#include "engine/exec/records/value_set.hpp"
#include "engine/facts/records/record_table.hpp"
#include "lang/prepared_query.hpp"
#include "lang/session.hpp"
#include "tests/catch.hpp"

using namespace reckon;
using engine::Number;

namespace {

struct Row {
  unsigned city, org, day;  // cities 0..5, two to a country; days from 2023-12-20 on
  Number a, b, c;
  bool has_a;
};

// A member condition or a value condition: its text, whether it holds, and whether it may hold by the row's place alone.
struct Condition {
  std::string text;
  std::function<bool(const Row&)> holds;
  bool on_value;
};
struct Value {
  std::string text;
  std::function<Number(const Row&)> of;
  bool needs_a, rate;
};
struct Grouping {
  std::string text;
  std::function<std::string(const Row&)> key;
};

std::string city(const Row& row) { return "city" + std::to_string(row.city); }
std::string country(const Row& row) { return "country" + std::to_string(row.city / 2); }
std::string day(const Row& row) { return engine::period_text(19711 + static_cast<engine::Code>(row.day), engine::Calendar::day); }
std::string year(const Row& row) { return day(row).substr(0, 4); }

const std::vector<Condition> conditions{
    {"country = country1", [](const Row& r) { return r.city / 2 == 1; }, false},
    {"country != country1", [](const Row& r) { return r.city / 2 != 1; }, false},
    {"city in (city0, city3, city5)", [](const Row& r) { return r.city == 0 || r.city == 3 || r.city == 5; }, false},
    {"org = org7", [](const Row& r) { return r.org == 7; }, false},
    {"not org in (org1, org3, org5, org7, org9, org11)", [](const Row& r) { return r.org > 12 || r.org % 2 == 0; }, false},
    {"year = 2024", [](const Row& r) { return year(r) == "2024"; }, false},
    {"day in 2024-01-05..2024-01-20", [](const Row& r) { return r.day >= 16 && r.day <= 31; }, false},
    {"day < 2024-01-05", [](const Row& r) { return r.day < 16; }, false},
    {"b in 1..3", [](const Row& r) { return !(r.b < Number(1)) && !(Number(3) < r.b); }, true},
    {"not b in (1, 2, 5)", [](const Row& r) { return !(r.b == Number(1)) && !(r.b == Number(2)) && !(r.b == Number(5)); }, true},
    {"b = 2 or b > 4.5", [](const Row& r) { return r.b == Number(2) || Number::ratio(9, 2) < r.b; }, true},
    {"a > 10.5", [](const Row& r) { return Number::ratio(21, 2) < r.a; }, true},
    {"a >= -3", [](const Row& r) { return !(r.a < Number(-3)); }, true},
    {"a < c", [](const Row& r) { return r.a < r.c; }, true},
    {"a * b >= c", [](const Row& r) { return !(r.a * r.b < r.c); }, true},
    {"c != 7", [](const Row& r) { return !(r.c == Number(7)); }, true},
    {"c <= 1e30", [](const Row&) { return true; }, true},
};
const std::vector<Value> values{
    {"a", [](const Row& r) { return r.a; }, true, false},
    {"c", [](const Row& r) { return r.c; }, false, false},
    {"a * b", [](const Row& r) { return r.a * r.b; }, true, false},
    {"a - c", [](const Row& r) { return r.a - r.c; }, true, false},
    {"a * b + c * 0.5", [](const Row& r) { return r.a * r.b + r.c * Number::ratio(1, 2); }, true, false},
    {"-c * b", [](const Row& r) { return -r.c * r.b; }, false, false},
    {"c / 3", [](const Row& r) { return r.c / Number(3); }, false, false},
    {"b", [](const Row& r) { return r.b; }, false, true},
};
const std::vector<Grouping> groupings{
    {"", [](const Row&) { return std::string(); }},
    {" by country", country},
    {" by city, year", [](const Row& r) { return city(r) + ' ' + year(r); }},
    {" by org, city", [](const Row& r) { return "org" + std::to_string(r.org) + ' ' + city(r); }},
    {" by day", day},
};

std::string orgs() {
  std::string all;
  for (int i = 0; i < 40; ++i) all += (i == 0 ? "org" : ", org") + std::to_string(i);
  return all;
}

class Records {
 public:
  Records(std::mt19937& random, std::size_t rows, bool with_missing, bool large) {
    std::string csv = "city,org,day,a,b,c\r\n";
    for (std::size_t i = 0; i < rows; ++i) {
      const auto draw = [&](unsigned below) { return static_cast<unsigned>(random() % below); };
      Row row{draw(6), draw(draw(3) == 0 ? 40 : 8), draw(60), 0, 0, 0, !with_missing || draw(10) != 0};
      row.a = Number::decimal(static_cast<std::int64_t>(draw(50'000)) - 10'000, static_cast<int>(draw(4)));
      row.b = static_cast<std::int64_t>(draw(8));
      row.c = large ? Number(static_cast<std::int64_t>(draw(1'000'000'000)) * 900'000'000) : Number(static_cast<std::int64_t>(draw(20)));
      const std::string name = city(row);
      csv += (draw(5) == 0 ? '"' + name + '"' : name) + ",org" + std::to_string(row.org) + ',' + day(row) + ',' +
             (row.has_a ? row.a.text() : "") + ',' + row.b.text() + ',' + row.c.text() + "\r\n";
      rows_.push_back(std::move(row));
    }
    session_ = std::make_unique<lang::Session>([csv](const std::string& path, const std::string&) { return lang::FileText{path, csv, {}}; });
    run("unit EUR\ndimension country { country0, country1, country2 }\ndimension city -> country {\n"
        "city0 -> country0, city2 -> country1, city4 -> country2, city1 -> country0, city3 -> country1, city5 -> country2 }\n"
        "dimension org { " + orgs() + " }\nload \"rows.csv\" as records rows(city, org, day) { a : EUR, b : 1 rate, c : EUR }");
  }

  const std::vector<Row>& rows() const { return rows_; }
  engine::Answer ask(const std::string& text) const {
    return lang::prepare(session_->environment(), std::make_shared<lang::SourceText>(lang::SourceText{"query", text})).run({});
  }

 private:
  void run(const std::string& text) {
    REQUIRE(session_->run(std::make_shared<lang::SourceText>(lang::SourceText{"test.rk", text}), [](const lang::Outcome& outcome) {
      for (const auto& found : outcome.diagnostics) UNSCOPED_INFO(lang::render(found));
    }));
  }

  std::vector<Row> rows_;
  std::unique_ptr<lang::Session> session_;
};

struct Group {
  std::vector<Number> values;
  bool any_missing = false;
};

// The statistic of a group's values as text; "missing" where there is none.
std::string expected(const std::string& statistic, const Group& group) {
  if (statistic == "count") return Number(static_cast<std::int64_t>(group.values.size())).text();
  Number sum = 0;
  for (const Number& value : group.values) sum += value;
  if (statistic == "sum" && (!group.values.empty() || !group.any_missing)) return sum.text();
  if (group.values.empty()) return "missing";
  if (statistic == "avg") return (sum / Number(static_cast<std::int64_t>(group.values.size()))).text();
  const auto [least, most] = std::minmax_element(group.values.begin(), group.values.end());
  return (statistic == "min" ? *least : *most).text();
}

void check_query(const Records& records, std::mt19937& random) {
  const Value& value = values[random() % values.size()];
  const Grouping& grouping = groupings[random() % groupings.size()];
  std::string statistic = std::vector<std::string>{"sum", "count", "avg", "min", "max"}[random() % 5];
  if (value.rate && statistic == "sum") statistic = "avg";
  std::vector<const Condition*> asked;
  for (std::size_t i = random() % 4; i > 0; --i) asked.push_back(&conditions[random() % conditions.size()]);
  std::string text = statistic + '(' + value.text;
  for (std::size_t i = 0; i < asked.size(); ++i) text += (i == 0 ? " where (" : " and (") + asked[i]->text + ')';
  text += grouping.text + ')';
  CAPTURE(text);

  const auto lacks = [](const Condition& c, const Row& row) { return c.text.front() == 'a' && !row.has_a; };
  std::map<std::string, Group> groups;
  bool any = false;
  for (const Row& row : records.rows()) {
    if (value.text == "a" && !row.has_a) continue;  // no cell at all
    bool by_place = true, by_value = true, undecided = false;
    for (const Condition* condition : asked) {
      if (lacks(*condition, row)) undecided = true;
      else (condition->on_value ? by_value : by_place) &= condition->holds(row);
    }
    if (!by_place) continue;
    const bool missing = value.needs_a && !row.has_a;
    // A row whose condition has no value is left out, but only where no other condition excludes it.
    if (by_value && undecided) continue;
    if (!by_value && missing) continue;
    any = true;
    Group& group = groups[grouping.key(row)];
    if (by_value && missing) group.any_missing = true;
    if (by_value && !missing) group.values.push_back(value.of(row));
  }
  if (grouping.text.empty() && !any) {
    const engine::Answer answer = records.ask(text);
    REQUIRE(answer.rows() == 1);
    CHECK(answer.value(0).is_missing() == (statistic != "count"));
    return;
  }
  const engine::Answer answer = records.ask(text);
  std::map<std::string, std::string> found, wanted;
  for (std::size_t row = 0; row < answer.rows(); ++row) {
    std::string key;
    for (std::size_t axis = 0; axis < answer.axes().size(); ++axis) key += (axis == 0 ? "" : " ") + answer.key_text(row, axis);
    found[key] = answer.value(row).is_missing() ? "missing" : answer.value(row).range.text();
    CHECK_FALSE(answer.value(row).maybe);
  }
  for (const auto& [key, group] : groups) wanted[key] = expected(statistic, group);
  CHECK(found == wanted);
  CHECK(answer.tight);
}

}  // namespace

// The machine's best instructions again when it goes.
struct WithKernels {
  explicit WithKernels(engine::KernelSet set) { engine::use_kernels(set); }
  WithKernels(const WithKernels&) = delete;
  ~WithKernels() { engine::use_kernels(engine::kernel_sets().back()); }
};

TEST_CASE("random aggregates of random records are what a loop over the rows gives, with all instructions") {
  for (const engine::KernelSet set : engine::kernel_sets()) {
    const WithKernels chosen(set);
    std::mt19937 random(7);
    for (const std::size_t rows : {1UL, 63UL, 64UL, 65UL, 4096UL, 4097UL, 9000UL})
      for (const bool large : {false, true}) {
        const Records records(random, rows, false, large);
        for (int i = 0; i < (rows > 4000 ? 25 : 60); ++i) check_query(records, random);
      }
  }
}

TEST_CASE("the same where some rows lack a value") {
  for (const engine::KernelSet set : engine::kernel_sets()) {
    const WithKernels chosen(set);
    std::mt19937 random(8);
    for (const std::size_t rows : {64UL, 500UL, 4500UL}) {
      const Records records(random, rows, true, false);
      for (int i = 0; i < 60; ++i) check_query(records, random);
    }
  }
}

TEST_CASE("large sums of records widen") {
  std::string csv = "org,v\n";
  for (int i = 0; i < 100; ++i) csv += "x,900000000000000000\n";
  lang::Session session([&](const std::string& path, const std::string&) { return lang::FileText{path, csv, {}}; });
  REQUIRE(session.run(std::make_shared<lang::SourceText>(lang::SourceText{"t", "unit EUR\ndimension org\nload \"x\" as records r(org) { v : EUR }"}),
                      [](const lang::Outcome&) {}));
  const auto ask = [&](const std::string& text) {
    return lang::prepare(session.environment(), std::make_shared<lang::SourceText>(lang::SourceText{"q", text})).run({}).value(0).range.text();
  };
  CHECK(ask("sum(v)") == "90000000000000000000");
  CHECK(ask("sum(flow(v * v))") == "81000000000000000000000000000000000000");
  CHECK(ask("avg(v * v)") == "810000000000000000000000000000000000");
  CHECK(ask("sum(flow(v * v * v))") == "72900000000000000000000000000000000000000000000000000000");
  CHECK(ask("sum(-v * 3)") == "-270000000000000000000");
}

TEST_CASE("sets of whole numbers") {
  using engine::ValueSet;
  const auto text = [](const ValueSet& set) {
    std::string all;
    for (const auto& [from, to] : set.intervals()) all += std::to_string(from) + ".." + std::to_string(to) + ' ';
    return all;
  };
  const ValueSet a = ValueSet::of(1, 5), b = ValueSet::of(4, 9), c = ValueSet::of(11, 12);
  CHECK(text(a.meet(b)) == "4..5 ");
  CHECK(text(a.join(b).join(c)) == "1..9 11..12 ");
  CHECK(text(a.join(c).negated().meet(ValueSet::of(0, 20))) == "0..0 6..10 13..20 ");
  CHECK(text(ValueSet::of(3, 2)).empty());
  CHECK(text(ValueSet::none().negated().negated()).empty());
  CHECK(text(ValueSet::of(INT64_MIN, 0).negated()) == "1..9223372036854775807 ");
  CHECK(ValueSet::all().negated().intervals().empty());
}

TEST_CASE("kernels keep what a loop keeps, with all instructions") {
  const auto set = GENERATE(from_range(engine::kernel_sets().begin(), engine::kernel_sets().end()));
  const WithKernels chosen(set);
  std::mt19937_64 random(3);
  for (const std::int64_t high : {200LL, 60'000LL, 4'000'000'000LL, 4'000'000'000'000LL}) {
    std::vector<std::int64_t> all(4096 + 130);
    for (auto& value : all) value = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high)) - 50;
    all[0] = -50;
    const engine::NarrowColumn column(all);
    for (int trial = 0; trial < 20; ++trial) {
      std::vector<engine::DistanceInterval> intervals;
      std::uint64_t at = 0;
      for (std::size_t i = 0; i <= random() % 3; ++i) {
        const std::uint64_t from = at + random() % static_cast<std::uint64_t>(high / 3), to = from + random() % static_cast<std::uint64_t>(high / 4);
        const auto most = static_cast<std::uint64_t>(column.high() - column.low());
        if (from > most) break;
        intervals.push_back({from, std::min(to, most)});
        at = to + 2;
      }
      for (const std::size_t first : {std::size_t{0}, std::size_t{4096}}) {
        const std::size_t rows = std::min<std::size_t>(4096, all.size() - first);
        engine::BlockMask mask;
        const std::size_t words = engine::select_all(mask, rows);
        engine::keep_within(column, first, words, intervals, mask);
        std::vector<std::uint16_t> kept(4096);
        kept.resize(engine::list_rows(mask, words, kept.data()));
        std::vector<std::uint16_t> wanted;
        for (std::size_t row = 0; row < rows; ++row) {
          const auto distance = static_cast<std::uint64_t>(all[first + row] - column.low());
          if (std::any_of(intervals.begin(), intervals.end(), [&](const auto& i) { return i.from <= distance && distance <= i.to; }))
            wanted.push_back(static_cast<std::uint16_t>(row));
        }
        CHECK(kept == wanted);
      }
    }
  }
}

TEST_CASE("columns are as narrow as their values allow") {
  const auto width = [](std::int64_t low, std::int64_t high) { return engine::NarrowColumn(std::vector<std::int64_t>{low, high}).width(); };
  CHECK(width(1'000'000, 1'000'255) == 1);
  CHECK(width(-1, 255) == 2);
  CHECK(width(0, 65'536) == 4);
  CHECK(width(0, std::int64_t{1} << 32) == 8);
  const engine::NarrowColumn widest(std::vector<std::int64_t>{INT64_MIN, -1, 0, INT64_MAX});
  CHECK(widest[0] == INT64_MIN);
  CHECK(widest[1] == -1);
  CHECK(widest[3] == INT64_MAX);
}

TEST_CASE("an explanation says what each operation read") {
  std::string csv = "org,day,v,n\n";
  for (int i = 0; i < 20'000; ++i)
    csv += "o" + std::to_string(i % 10) + ',' + engine::period_text(19'723 + i / 100, engine::Calendar::day) + ",1.5," + std::to_string(i % 7) + '\n';
  lang::Session session([&](const std::string& path, const std::string&) { return lang::FileText{path, csv, {}}; });
  std::vector<engine::Explanation> trees;
  const auto run = [&](const std::string& text) {
    return session.run(std::make_shared<lang::SourceText>(lang::SourceText{"t", text}), [&](const lang::Outcome& outcome) { trees = outcome.trees; });
  };
  REQUIRE(run("unit EUR\ndimension org\nload \"x\" as records r(org, day) { v : EUR, n : 1 flow }\nmeasure m(org) : EUR\nfact m(o1) = 1\nfact m(o2) = 2..3"));
  const auto detail = [&](const std::string& text) {
    REQUIRE(run("explain " + text));
    REQUIRE(trees.size() == 1);
    std::string words = trees.front().detail;
    const std::size_t time = words.find(", "), after = words.find(';');
    REQUIRE(words.find(" µs") < after);
    return after == std::string::npos ? words.substr(0, time) : words.erase(time, after - time);
  };
  // 100 rows a day: the first day and the second lie in the first block of 4,096 rows.
  CHECK(detail("sum(v where day = 2024-01-02 by org)") == "10 rows; 100 of 20,000 records in 1 of 5 blocks, 4,296 bytes, 1 thread");
  CHECK(detail("sum(v where org = o1)") == "1 row; 2,000 of 20,000 records in 5 of 5 blocks, 22,032 bytes, 1 thread");
  CHECK(trees.front().parts.front().detail == "read by the aggregate above");
  CHECK(detail("sum(v where day = 2026-01-01)") == "1 row; 0 of 20,000 records in 0 of 5 blocks, 0 bytes, 1 thread");
  CHECK(detail("v").substr(0, 28) == "20,000 rows; 20,000 rows in,");
  CHECK(detail("m + 1") == "2 rows; 3 rows in, " + std::to_string(2 * (4 + sizeof(engine::Value)) + sizeof(engine::Value)) + " bytes, 1 thread");
}

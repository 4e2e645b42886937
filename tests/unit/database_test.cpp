// The public interface: text in, answers out, errors as exceptions, prepared queries in several threads.
#include <atomic>
#include <thread>

#include "reckon/reckon.hpp"
#include "tests/catch.hpp"

namespace {

constexpr const char* declarations = R"(
dimension region { US, CN }
dimension org -> region { Microsoft 微软 -> US, Tencent -> CN, Baidu -> CN }
unit chip
source omdia on 2024-12-18
measure bought(org, year) : chip flow in 0..
facts bought from omdia {
  (Microsoft, 2024) = 485k
  (Tencent, 2024) = 200k..240k best 230k
}
fact bought(Baidu, 2024) = unknown from omdia
)";

reckon::Database race() {
  reckon::Database db;
  db.run(declarations);
  return db;
}

std::string message_of(const reckon::Database& db, const std::string& query) {
  try {
    db.query(query);
  } catch (const reckon::Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("an answer has rows, units, best figures and notes") {
  const reckon::Answer answer = race().query("sum(bought by org where year = 2024 and region = CN)");
  REQUIRE(answer.size() == 1);
  CHECK(answer.dimensions() == std::vector<std::string>{"org"});
  CHECK(answer.column_names() == std::vector<std::string>{"sum(bought by org)"});
  CHECK(answer[0]["org"] == "Tencent");
  CHECK(answer[0].low() == 200000);
  CHECK(answer[0].high() == 240000);
  CHECK(answer[0].best() == reckon::Number(230000));
  CHECK(answer[0].unit() == "chip");
  CHECK(answer.tight());
  CHECK(answer.notes() == std::vector<std::string>{"no bought for Baidu in 2024"});
  CHECK_THROWS_AS(answer[0]["chip"], std::out_of_range);
}

TEST_CASE("missing values and truths say what they are") {
  const reckon::Database db = race();
  CHECK(db.query("bought(Baidu, 2024)")[0].missing() == "no bought(Baidu, 2024)");
  CHECK(db.query("bought(Baidu, 2024)")[0].low().has_value() == false);
  CHECK(db.query("bought(Tencent, 2024) > 220k")[0].truth() == "maybe");
  CHECK(db.query("bought(Microsoft, 2024) > 220k")[0].truth() == "yes");
}

TEST_CASE("parameters are bound by name, as members and as numbers") {
  const reckon::Query query = race().prepare("sum(bought where year = $year and org = $org) * $factor");
  CHECK(query.run({{"year", 2024}, {"org", "微软"}, {"factor", "0.5"}})[0].low() == 242500);
  CHECK(query.run({{"factor", 2}, {"org", "Microsoft"}, {"year", "2024"}})[0].low() == 970000);
  CHECK_THROWS_AS(query.run({{"year", 2024}, {"org", "Microsoft"}}), reckon::Error);
  CHECK_THROWS_AS(query.run({{"year", 2024}, {"org", "Mircosoft"}, {"factor", 1}}), reckon::Error);
  CHECK_THROWS_AS(query.run({{"year", 2024}, {"org", "Microsoft"}, {"factor", "many"}}), reckon::Error);
}

TEST_CASE("an error carries its place, and leaves the database as it was") {
  reckon::Database db = race();
  try {
    db.run("fact bought(Microsoft, 2025) = 1\nfacts bought { (Tencent, 2025) = 2, (Tencnet, 2025) = 3 }", "new.rk");
    FAIL("the misspelt member was accepted");
  } catch (const reckon::Error& error) {
    REQUIRE(error.diagnostics().size() == 1);
    const reckon::Diagnostic& diagnostic = error.diagnostics().front();
    CHECK(diagnostic.file == "new.rk");
    CHECK(diagnostic.line == 2);
    CHECK(diagnostic.column == 38);
    CHECK(diagnostic.hint == "did you mean \"Tencent\"?");
  }
  CHECK(db.query("count(bought where year = 2025)")[0].low() == 1);
}

TEST_CASE("a failed check and a forbidden file are errors") {
  reckon::Database db = race();
  CHECK_THROWS_AS(db.run("check bought(Microsoft, 2024) < 1 \"too many\""), reckon::Error);
  CHECK_THROWS_AS(db.run("use \"/etc/passwd\""), reckon::Error);
  CHECK(message_of(db, "bougth(Microsoft, 2024)") == "there is no measure, definition or function \"bougth\"");
}

TEST_CASE("a prepared query keeps the database that it was prepared on") {
  reckon::Database db = race();
  const reckon::Query query = db.prepare("sum(bought where year = 2024 and org = Microsoft)");
  db.run("source later on 2025-06-01\nfact bought(Microsoft, 2024) = 500k from later");
  CHECK(query.run()[0].high() == 485000);
  CHECK(db.query("sum(bought where year = 2024 and org = Microsoft)")[0].high() == 500000);
}

TEST_CASE("a prepared query runs in several threads while the database changes") {
  reckon::Database db = race();
  const reckon::Query query = db.prepare("sum(bought where year = $year)");
  std::atomic<int> wrong{0};
  std::vector<std::thread> readers;
  for (int t = 0; t < 4; ++t)
    readers.emplace_back([&] {
      for (int i = 0; i < 500; ++i)
        if (query.run({{"year", 2024}})[0].low() != 685000) ++wrong;
    });
  for (int i = 0; i < 200; ++i) db.run("fact bought(Baidu, " + std::to_string(2030 + i) + ") = 1");
  for (std::thread& reader : readers) reader.join();
  CHECK(wrong == 0);
  CHECK(db.query("count(bought where org = Baidu)")[0].low() == 200);
}

TEST_CASE("a value says where its ends are reached and what drives its width") {
  reckon::Database db = race();
  db.run("fact bought(Baidu, 2024) = 10k..30k from omdia as estimate on 2025-01-01 note \"at most\"");
  const reckon::Answer answer = db.query("sum(bought where year = 2024) - 2 * bought(Baidu, 2024)");
  const reckon::Reached low = answer[0].reached(reckon::End::low);
  REQUIRE(low.known);
  CHECK_FALSE(low.limit);
  REQUIRE(low.places.size() == 2);
  for (const auto& place : low.places) CHECK(place.value == (place.cell == "bought(Tencent, 2024)" ? 200000 : 30000));
  const reckon::Drivers drivers = answer[0].drivers();
  CHECK(drivers.width == 60000);
  REQUIRE(drivers.cells.size() == 2);
  CHECK(drivers.cells[0].cell == "bought(Tencent, 2024)");
  CHECK(drivers.cells[0].held_at == 230000);
  CHECK(drivers.cells[0].goes == 40000);
  CHECK(drivers.cells[1].goes == 20000);
  CHECK(drivers.cells[1].proved);
  REQUIRE(drivers.cells[1].facts.size() == 1);
  CHECK(drivers.cells[1].facts[0].source == "omdia");
  CHECK(drivers.cells[1].facts[0].note == "at most");
  CHECK(drivers.rest == 0);
  CHECK(db.query("bought(Microsoft, 2024)")[0].drivers().cells.empty());
  CHECK(db.query("bought(Tencent, 2024) > 220k")[0].drivers().cells.empty());
  CHECK_FALSE(db.query("bought(Tencent, 2023)")[0].reached(reckon::End::high).known);
}

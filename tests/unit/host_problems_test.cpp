// Functions that the host gives, and what only a host can get wrong.
#include <stdexcept>
#include <string>

#include "reckon/reckon.hpp"
#include "tests/catch.hpp"

namespace {

using reckon::Database;
using reckon::Number;
using reckon::Range;
using Ranges = std::span<const Range>;

Database with_facts() {
  Database db;
  db.run(R"(
    unit km "kilometre"
    unit m = 0.001 km
    unit h "hour"
    dimension city { A, B, C }
    measure length(city) : km flow
    facts length { (A) = 10..20 best 15, (B) = 30 }
    measure pause(city) : h flow
    facts pause { (A) = 1..2, (B) = 1, (C) = 4 }
  )");
  return db;
}

std::string problem_of(const Database& db, const std::string& query) {
  try {
    db.query(query);
  } catch (const reckon::Error& error) { return error.id(); }
  return "";
}

// Rises with its argument.
std::optional<Range> plus_one(Ranges x) { return Range(x[0].low + Number(1), x[0].high + Number(1)); }

}  // namespace

TEST_CASE("a function of the host is called row by row, in its units") {
  Database db = with_facts();
  db.define("toll", {"km", "1"}, plus_one);
  const reckon::Answer answer = db.query("toll(length)");
  REQUIRE(answer.size() == 2);
  CHECK(answer[0].range() == Range(11, 21, 16));
  CHECK(answer[0].unit().empty());
  CHECK(answer[1].low() == 31);
  CHECK_FALSE(answer.tight());
  CHECK(db.query("toll(5)")[0].low() == 6);
  CHECK(db.query("toll(5000 m)")[0].low() == 6);
  CHECK(db.query("toll(length(A)) + toll(length(B))")[0].low() == 42);
  CHECK(db.query("toll(length(C))")[0].missing().find("length(C)") != std::string::npos);
  CHECK(db.prepare("toll(length)").why()[0].text.find("toll") != std::string::npos);
}

TEST_CASE("answers through a monotone function are tight where each cell is read once") {
  Database db = with_facts();
  db.define("toll", {"km", "1"}, plus_one, reckon::Tightness::monotone);
  db.define("speed", {"km", "h", "km/h"},
            [](Ranges x) { return std::optional<Range>(Range(x[0].low / x[1].high, x[0].high / x[1].low)); },
            reckon::Tightness::monotone);
  CHECK(db.query("toll(length)").tight());
  CHECK(db.query("toll(length) * 2 + 1").tight());
  CHECK_FALSE(db.query("toll(length) - length / 1 km").tight());
  const reckon::Answer speed = db.query("speed(length, pause)");
  REQUIRE(speed.size() == 3);
  CHECK(speed.tight());
  CHECK(speed[0].range() == Range(5, 20));
  CHECK(speed[2].missing() == "no length(C)");
  CHECK_FALSE(db.query("speed(length, length / 1 km * 1 h)").tight());
  CHECK(db.query("speed(length, 2)")[0].high() == 10);
}

TEST_CASE("rules and definitions may use it, and a value that it has not is missing") {
  Database db = with_facts();
  db.define("toll", {"km", "1"}, plus_one);
  db.run("measure cost(city) : 1 rate\nrule cost(city) = toll(length)\nlet twice(x) = toll(x) * 2");
  CHECK(db.query("cost(A)")[0].high() == 21);
  CHECK(db.query("twice(length(B))")[0].low() == 62);
  db.define("nothing", {"1", "1"}, [](Ranges) { return std::optional<Range>(); });
  CHECK(db.query("nothing(5)")[0].missing() != "");
  CHECK(db.query("nothing(5) ?? 3")[0].low() == 3);
}

TEST_CASE("its arguments are checked before anything runs") {
  Database db = with_facts();
  db.define("toll", {"km", "1"}, plus_one);
  CHECK(problem_of(db, "toll(pause)") == "unit-mismatch");
  CHECK(problem_of(db, "toll(length, 1)") == "wrong-arguments");
  CHECK(problem_of(db, "toll(length > 5)") == "not-a-number");
  CHECK(problem_of(db, "sum(toll(length))") == "not-additive");
  CHECK(problem_of(db, "tol(length)") == "unknown-name");
  const auto define = [&](const char* name, const std::vector<std::string>& units) {
    try {
      db.define(name, units, plus_one);
    } catch (const reckon::Error& error) { return error.id(); }
    return std::string();
  };
  CHECK(define("sum", {"1", "1"}) == "name-taken");
  CHECK(define("length", {"1", "1"}) == "name-taken");
  CHECK(define("two words", {"1", "1"}) == "name-taken");
  CHECK(define("in", {"1", "1"}) == "name-taken");
  CHECK(define("f", {"furlong", "1"}) == "unknown-unit");
  CHECK(define("f", {"1"}) == "wrong-arguments");
  CHECK(define("toll", {"1", "1"}).empty());  // again, in other units
  CHECK(problem_of(db, "toll(length)") == "unit-mismatch");
  CHECK_THROWS_AS(db.run("measure toll(city) : 1 rate"), reckon::Error);
}

TEST_CASE("a function that fails is an error that names it") {
  Database db;
  db.define("broken", {"1", "1"}, [](Ranges) -> std::optional<Range> { throw std::runtime_error("no luck"); });
  db.define("turned", {"1", "1"}, [](Ranges) { return std::optional<Range>(Range(2, 1)); });
  db.define("empty", {"1", "1"}, [](Ranges) { return std::optional<Range>(Range()); });
  for (const char* query : {"broken(1)", "turned(1)", "empty(1)"}) {
    INFO(query);
    CHECK(problem_of(db, query) == "host-function");
  }
  try {
    db.query("broken(1)");
  } catch (const reckon::Error& error) { CHECK(std::string(error.what()) == "the function broken failed: no luck"); }
}

TEST_CASE("a run that its host cancels says so") {
  Database db;
  reckon::Control control;
  control.cancel.emplace().cancel();
  try {
    db.query("1", {}, control);
    FAIL("it went on");
  } catch (const reckon::Error& error) { CHECK(error.id() == "cancelled"); }
}

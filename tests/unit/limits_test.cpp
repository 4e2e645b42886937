// What a host allows untrusted texts: each limit, hit, is an error that names it, and the database is as it was.
#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "reckon/reckon.hpp"
#include "tests/catch.hpp"

namespace {

using reckon::Database;

std::string problem_of(const std::function<void()>& what) {
  try {
    what();
  } catch (const reckon::Error& error) { return error.id(); }
  return "";
}

// n members, each with a number.
std::string members(int n) {
  std::string text = "dimension d\nmeasure a(x: d) : 1 rate\nmeasure b(y: d) : 1 rate\nmeasure c(z: d) : 1 rate\n";
  for (const char* measure : {"a", "b", "c"}) {
    text += std::string("facts ") + measure + " {\n";
    for (int i = 0; i < n; ++i) text += "(m" + std::to_string(i) + ") = " + std::to_string(i) + "..1000\n";
    text += "}\n";
  }
  return text;
}

// Who reaches whom along a chain of thousands: millions of rows, found again and again.
std::string endless() {
  std::string text =
      "dimension node\nrelation next(node, other: node)\nrelation reaches(node, other: node)\nfacts next {\n";
  for (int i = 0; i < 4000; ++i) text += "(n" + std::to_string(i) + ", n" + std::to_string(i + 1) + ")\n";
  return text + "}\nrule reaches(x, y) if next(x, y)\nrule reaches(x, y) if reaches(x, z) and reaches(z, y)\n";
}

reckon::Control within(std::chrono::milliseconds time) {
  reckon::Control control;
  control.deadline = std::chrono::steady_clock::now() + time;
  return control;
}

}  // namespace

TEST_CASE("steps of a query and of a whole text are limited, and counted alike each time") {
  Database db;
  db.run(members(50));
  reckon::Limits limits;
  limits.steps = 1000;
  db.set_limits(limits);
  CHECK(problem_of([&] { db.query("count(a * b)"); }) == "too-many-steps");
  CHECK(problem_of([&] { db.query("count(a)"); }) == "");
  const auto run_many = [&] {
    int answers = 0;
    std::string text;
    for (int i = 0; i < 100; ++i) text += "sum(a * 2 over x) + " + std::to_string(i) + "\n";
    const std::string problem =
        problem_of([&] { db.run("measure t : 1 rate\n" + text, "t", [&](const reckon::Outcome&) { ++answers; }); });
    CHECK(problem != "");
    return answers;
  };
  run_many();
  limits.steps = 100'000'000;
  db.set_limits(limits);
  CHECK(problem_of([&] { db.query("count(a * b)"); }) == "");
}

TEST_CASE("a text past its steps stops at once, and tells it once") {
  Database db;
  db.run(members(20));
  reckon::Limits limits;
  limits.steps = 2000;
  db.set_limits(limits);
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "count(a)\n";
  int answers = 0;
  try {
    db.run(text + "fact a(late) = 1", "text", [&](const reckon::Outcome&) { ++answers; });
    FAIL("nothing stopped it");
  } catch (const reckon::Error& error) {
    CHECK(error.diagnostics().size() == 1);
    CHECK(error.id() == "too-many-steps");
  }
  CHECK(answers > 0);
  CHECK(answers < 1000);
  CHECK(problem_of([&] { db.query("a(late)"); }) == "unknown-member");
}

TEST_CASE("rows of intermediate results and of facts are limited") {
  Database db;
  db.run(members(400));
  reckon::Limits limits;
  limits.rows = 1000;
  db.set_limits(limits);
  CHECK(problem_of([&] { db.query("count(a * b)"); }) == "too-many-rows");
  std::string facts = "facts a {";
  for (int i = 400; i < 1100; ++i) facts += "(m" + std::to_string(i) + ") = 1\n";
  CHECK(problem_of([&] { db.run(facts + "}"); }) == "too-many-rows");
  CHECK(db.query("count(a)")[0].low() == 400);
}

TEST_CASE("bytes of results, of long numbers and of facts are limited") {
  Database db;
  db.run(members(300));
  reckon::Limits limits;
  limits.bytes = 2'000'000;
  db.set_limits(limits);
  CHECK(problem_of([&] { db.query("count(a * b)"); }) == "too-many-bytes");
  CHECK(problem_of([&] { db.query("count((a + 3) ^ 50)"); }) == "");
  CHECK(problem_of([&] { db.query("count((a + 3) ^ 5000)"); }) == "too-many-bytes");
  std::string facts = "facts a {";
  for (int i = 300; i < 60'000; ++i) facts += "(m" + std::to_string(i) + ") = 1\n";
  CHECK(problem_of([&] { db.run(facts + "}"); }) == "too-many-bytes");
  CHECK(db.query("count(a)")[0].low() == 300);
}

TEST_CASE("a large load is turned down by rows and by bytes, and nothing of it stays") {
  std::string csv = "x,value\n";
  for (int i = 0; i < 20'000; ++i) csv += "n" + std::to_string(i) + ",1\n";
  Database db([&](const std::string&, const std::string&) { return reckon::File(csv); });
  db.run(members(1));
  reckon::Limits limits;
  limits.rows = 10'000;
  db.set_limits(limits);
  CHECK(problem_of([&] { db.run("load \"big.csv\" as a(x)"); }) == "too-many-rows");
  limits.rows = 1'000'000;
  limits.bytes = 1'000'000;
  db.set_limits(limits);
  CHECK(problem_of([&] { db.run("load \"big.csv\" as a(x)"); }) == "too-many-bytes");
  limits = {};
  limits.steps = 5'000;
  db.set_limits(limits);
  CHECK(problem_of([&] { db.run("load \"big.csv\" as a(x)"); }) == "too-many-steps");
  db.set_limits({});
  CHECK(db.query("count(a)")[0].low() == 1);
  db.run("load \"big.csv\" as a(x)");
  CHECK(db.query("count(a)")[0].low() == 20'001);
}

TEST_CASE("digits are limited: what is longer is enclosed") {
  Database db;
  reckon::Limits limits;
  limits.bits = 64;
  db.set_limits(limits);
  const reckon::Answer answer = db.query("3 ^ 100");
  CHECK_FALSE(answer.exact());
  CHECK(answer[0].low() < answer[0].high());
}

TEST_CASE("rules without end are stopped by steps, by a deadline and by a token") {
  Database db;
  db.run(endless());
  reckon::Limits limits;
  limits.steps = 200'000;
  db.set_limits(limits);
  CHECK(problem_of([&] { db.query("count(reaches)"); }) == "too-many-steps");
  db.set_limits({});
  CHECK(problem_of([&] { db.query("count(reaches)", {}, within(std::chrono::milliseconds(20))); }) == "past-deadline");
  reckon::Control control;
  control.cancel.emplace();
  std::thread other([token = *control.cancel] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    token.cancel();
  });
  CHECK(problem_of([&] { db.query("count(reaches)", {}, control); }) == "cancelled");
  other.join();
  int asked = 0;
  reckon::Control asking;
  asking.keep_going = [&] { return ++asked < 10; };
  CHECK(problem_of([&] { db.run("count(reaches)\nfact next(n1, n1)", "t", {}, asking); }) == "cancelled");
  CHECK(asked == 10);
  CHECK(problem_of([&] { db.query("count(reaches)", {}, within(std::chrono::milliseconds(20))); }) == "past-deadline");
}

TEST_CASE("a load is stopped by a token, and what is cancelled before it begins does not begin") {
  std::string csv = "x,value\n";
  for (int i = 0; i < 50'000; ++i) csv += "n" + std::to_string(i) + ",1\n";
  Database db([&](const std::string&, const std::string&) { return reckon::File(csv); });
  db.run(members(1));
  int asked = 0;
  reckon::Control control;
  control.keep_going = [&] { return ++asked < 5; };
  CHECK(problem_of([&] { db.run("load \"big.csv\" as a(x)", "t", {}, control); }) == "cancelled");
  CHECK(asked == 5);
  CHECK(db.query("count(a)")[0].low() == 1);
  reckon::Control cancelled;
  cancelled.cancel.emplace().cancel();
  CHECK(problem_of([&] { db.run("fact a(m0) = 1", "t", {}, cancelled); }) == "cancelled");
  CHECK(problem_of([&] { db.query("1", {}, cancelled); }) == "cancelled");
  cancelled.cancel->reset();
  CHECK(problem_of([&] { db.query("1", {}, cancelled); }) == "");
}

TEST_CASE("a search for narrow ends stops too") {
  Database db;
  db.run("dimension d\nmeasure a(d) : 1 rate\nfacts a { (p) = -3..5, (q) = -2..7, (r) = -1..3, (s) = -5..5 }");
  const std::string query =
      "((a(p) * a(q) - a(r)) / (200 + a(s) * a(p)) + a(q) * a(r) * a(p) - a(s) * a(q)) ^ 3 + a(p) * a(r) ^ 2 * a(s)";
  CHECK(problem_of([&] { db.query(query); }) == "");
  reckon::Limits limits;
  limits.steps = 150;
  db.set_limits(limits);
  CHECK(problem_of([&] { db.query(query); }) == "too-many-steps");
}

TEST_CASE("a chain of rules may be longer than the stack is deep") {
  constexpr int length = 3000;
  std::string text = "measure m0() : 1 flow\nfact m0() = 1..2\n";
  for (int i = 1; i < length; ++i)
    text += "measure m" + std::to_string(i) + "() : 1 flow\nrule m" + std::to_string(i) + "() = m" +
            std::to_string(i - 1) + " * 1\n";
  Database db;
  db.run(text);
  const auto answer = db.query("m" + std::to_string(length - 1));
  CHECK(answer[0].low() == 1);
  CHECK(answer[0].high() == 2);
}

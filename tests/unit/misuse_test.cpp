// What nobody should write and somebody will: no text may crash a session, or take all its time or memory.
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/unit/session_case.hpp"

using namespace reckon;
using Ids = std::vector<std::string>;

namespace {

std::string repeated(std::string_view part, int times) {
  std::string text;
  text.reserve(part.size() * static_cast<std::size_t>(times));
  for (int i = 0; i < times; ++i) text += part;
  return text;
}

Ids problems_of(std::string text) {
  test::SessionCase told;
  told.run(std::move(text));
  return told.problems();
}

// The value of a query on one row.
engine::Value value_of(const std::string& text) {
  test::SessionCase told;
  const bool good = told.run(text);
  INFO(told.complaints());
  REQUIRE(good);
  return told.outcomes().back().answer->value(0);
}

}  // namespace

TEST_CASE("nesting without end is refused") {
  constexpr int deep = 200'000;
  CHECK(problems_of(repeated("(", deep) + '1' + repeated(")", deep)) == Ids{"too-deep"});
  for (const char* part : {"(", "{", "-", "not ", "sum(", "1^", "if 1 > 0 then ", "(1 where "})
    CHECK(problems_of(repeated(part, deep) + '1') == Ids{"too-deep"});
  CHECK(problems_of("1" + repeated(" + 1", deep)) == Ids{"too-deep"});
  CHECK(problems_of("use compute\nh100e" + repeated("[year - 1]", deep)).size() == 1);
  CHECK(problems_of("use compute\nh100e where year in (2024" + repeated(", 2024", deep) + ')').size() <= 1);
}

TEST_CASE("names, texts and numbers without end are refused") {
  CHECK(problems_of(std::string(2'000'000, 'a')) == Ids{"too-long"});
  CHECK(problems_of('"' + std::string(2'000'000, 'a') + '"') == Ids{"too-long"});
  CHECK(problems_of(std::string(2'000'000, '9')) == Ids{"number-too-large"});
  CHECK(problems_of("0." + std::string(2'000'000, '9')) == Ids{"number-too-large"});
  CHECK(problems_of("1e999999999999999999") == Ids{"number-too-large"});
  CHECK(problems_of("1e-999999999") == Ids{"number-too-large"});
}

TEST_CASE("what is no text is refused") {
  CHECK(problems_of("1 + \xff\xfe") == Ids{"not-text"});
  CHECK(problems_of(std::string("1 + \0 1", 7)) == Ids{"not-text"});
  CHECK(problems_of("\xed\xa0\x80") == Ids{"not-text"});  // half of a surrogate pair
  CHECK(problems_of("\xc0\xaf") == Ids{"not-text"});      // longer than it need be
  CHECK(problems_of("").empty());
  CHECK(problems_of("\xef\xbb\xbf" "1 + 1\r\n").empty());
}

TEST_CASE("towers of powers end in an enclosure") {
  for (const char* power : {"9 ^ 9 ^ 9", "2 ^ 9223372036854775807", "(2 ^ 60000) ^ 60000", "10 ^ 19000 * 10 ^ 19000", "exp(10 ^ 9)"}) {
    INFO(power);
    CHECK(value_of(power).range.unbounded_above);
  }
  const engine::Value tiny = value_of("2 ^ -9223372036854775807");
  CHECK(tiny.range.low == engine::Number(0));
  CHECK(tiny.range.high < engine::Number::ratio(1, 1'000'000));
  CHECK(problems_of("9 ^ 9 ^ 9 ^ 9") == Ids{"wrong-arguments"});
  CHECK(problems_of("measure m(year) : 1 flow\nfact m(2024) = 9 ^ 9 ^ 9") == Ids{"not-constant"});
}

TEST_CASE("definitions that explode are refused") {
  std::string text = "let a0(x) = x + x\n";
  for (int i = 1; i < 60; ++i) text += "let a" + std::to_string(i) + "(x) = a" + std::to_string(i - 1) + "(a" + std::to_string(i - 1) + "(x))\n";
  CHECK(problems_of(text + "a59(1)") == Ids{"too-complex"});
  CHECK(problems_of("let ping(x) = pong(x)\nlet pong(x) = ping(x)\nping(1)") == Ids{"let-recursion"});
}

TEST_CASE("a cross join past the limit is refused") {
  std::string text = "dimension d\nmeasure a(x: d) : 1 rate\nmeasure b(y: d) : 1 rate\nmeasure c(z: d) : 1 rate\n";
  for (const char* measure : {"a", "b", "c"}) {
    text += std::string("facts ") + measure + " { ";
    for (int i = 0; i < 400; ++i) text += "(m" + std::to_string(i) + ") = 1, ";
    text += "}\n";
  }
  CHECK(problems_of(text + "count(a * b * c)") == Ids{"too-many-rows"});
}

TEST_CASE("at most twenty errors are told") { CHECK(problems_of(repeated("nobody\n", 100'000)).size() == 20); }

TEST_CASE("a session survives what goes wrong in it") {
  test::SessionCase told;
  REQUIRE(told.run("dimension org { A, B }\nmeasure m(org) : 1 flow\nfact m(A) = 1"));
  CHECK_FALSE(told.run("facts m { (B) = 2, (C) = 3 }"));           // all of a statement or nothing
  CHECK_FALSE(told.run("dimension org { D, E A -> nowhere }"));
  CHECK_FALSE(told.run("fact m(B) = 5\n)"));                       // a syntax error runs nothing
  REQUIRE(told.run("sum(m)"));
  CHECK(told.outcomes().back().answer->value(0).range == engine::Range(1));
  CHECK_FALSE(told.run("m(D)"));
}

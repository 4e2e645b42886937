// What is told of broken texts: which slip, where, once, and within limits.
#include "tests/unit/parse_case.hpp"

using namespace reckon::tests;

TEST_CASE("slips of other languages and keyboards are named") {
  for (const std::string text : {"a == b", "a => b", "a =< b", "a <> b", "a && b", "a || b", "a ** b", "a // b", "!a",
                                 "a ≥ b", "a × b", "a – b", "1…2"}) {
    INFO(text);
    CHECK(problems(text) == problem::foreign_operator);
  }
  for (const std::string text : {"f（a）", "f(a，b)", "a ＝ b", "f(“a”)", "f('a')", "{a：b}", "a　+ b"}) {
    INFO(text);
    CHECK(problems(text) == problem::foreign_character);
  }
  CHECK(blamed("sum(a where year == 2024)") == "==");
  CHECK(hint("a && b") == "write `and`");
  CHECK(problems("a != b").empty());
}

TEST_CASE("brackets and quotes that do not match") {
  CHECK(problems("sum(a") == problem::unclosed_bracket);
  CHECK(blamed("f(a, g[b = c, d") == "[");
  CHECK(problems("sum(a))") == problem::unmatched_bracket);
  CHECK(problems("sum(a]") == problem::unmatched_bracket);
  CHECK(problems("facts m { (a) = 5") == problem::unclosed_bracket);
  CHECK(problems("f(\"a, b)") == problem::unclosed_text);
  CHECK(problems("\"\"") == problem::unexpected);
}

TEST_CASE("reserved words are quoted to be names") {
  CHECK(problems("sum(where a)") == problem::reserved_name);
  CHECK(hint("a + over") == "if it is meant as a name, quote it: \"over\"");
  CHECK(query("\"over\"") == "\"over\"");
  CHECK(query("source + note") == "(+ source note)");
}

TEST_CASE("words that begin no statement are compared with those that do") {
  CHECK(hint("facs h100e(Meta, 2024) = 5").find("\"fact\"") != std::string::npos);
  CHECK(hint("dimension org region").find("dimension org -> region") != std::string::npos);
}

TEST_CASE("independent errors are all told, and each slip once") {
  CHECK(problems("a == b\ngood\nf(\nfact m(a) = 5USD\nfacts m {\n (a) = 5 5,\n (b) = ,\n (c) = 6\n}\nlet = 5\nx y") ==
        "foreign-operator unclosed-bracket touching-number unexpected unexpected");
  CHECK(problems("check a =\nrule r(x) if\n\n+") == "unfinished unexpected");
  CHECK(problems("sum(a\n\nb c") == "unclosed-bracket unexpected");
  CHECK(problems("a b; c d; e") == "unexpected unexpected");
  std::string many;
  for (int i = 0; i < 50; ++i) many += "a b\n";
  try {
    script(many);
    FAIL("many errors");
  } catch (const Failure& failure) { CHECK(failure.diagnostics.size() == 20); }
}

TEST_CASE("what is too much is an error") {
  const auto repeat = [](const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
  };
  CHECK(problems(repeat("(", 200) + "a" + repeat(")", 200)).empty());
  for (const std::string deep : {"(", "f(", "- ", "not ", "2^", "if a then b else ", "x[a = ", "{a: ", "a where ("}) {
    INFO(deep);
    CHECK(problems(repeat(deep, 200'000)) == problem::too_deep);
  }
  CHECK(problems("1" + repeat("+1", 1900)).empty());
  for (const std::string chain : {"1+", "a or ", "a ?? ", "f(x) * "}) {
    INFO(chain);
    CHECK(problems(repeat(chain, 100'000) + "1") == problem::too_deep);
  }
  CHECK(problems("x" + repeat("[year - 1]", 100'000)) == problem::too_deep);
  CHECK(problems("x in (" + repeat("a, ", 100'000) + "b)").empty());
  CHECK(problems(repeat("a", 1000)).empty());
  CHECK(problems(repeat("a", 1001)) == problem::too_long);
  CHECK(problems("\"" + repeat("a", 1001) + "\"") == problem::too_long);
  CHECK(problems("check a \"" + repeat("a", 5000) + "\"").empty());
  CHECK(problems(std::string((64U << 20U) + 1, ' ')) == problem::too_long);
}

TEST_CASE("bytes that are no text") {
  CHECK(problems(std::string("a\0b", 3)) == problem::not_text);
  CHECK(problems("a + \xff") == problem::not_text);
  CHECK(problems("\"\xe5\xbe\"") == problem::not_text);
  CHECK(problems(std::string("sum(aaaaaaaaaaaaaaaaaaaaaaa)\n#\xc0\x80")) == problem::not_text);
  CHECK(blamed("ab\xff") == "\xff");
}

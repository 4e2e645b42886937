// Trees to canonical text, and back: parsing what was printed gives the same tree.
#include "lang/ast/print.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include "lang/parse/parse.hpp"
#include "tests/catch.hpp"

namespace {

using namespace reckon::lang;

std::unique_ptr<Script> script(const std::string& text) {
  return parse_script(std::make_shared<SourceText>(SourceText{"test.rk", text}));
}

std::string canonical(const std::string& text) {
  const auto tree = script(text);
  const std::string printed = print(*tree);
  const auto again = script(printed);
  CHECK(same_tree(*tree, *again));
  CHECK(print(*again) == printed);
  return printed.substr(0, printed.size() - 1);
}

// Texts of random expressions, each level with or without needless parentheses.
class Writer {
 public:
  explicit Writer(std::uint64_t seed) : state_(seed) {}

  std::string expression(int depth) {
    std::string out = conditional(depth);
    std::vector<std::string> clauses = {" where " + conditional(depth - 1),
                                        " by " + dimension() + ", " + dimension(),
                                        " over " + dimension(),
                                        " to USD/chip",
                                        " as of 2024-12-31",
                                        " under prefer(a, \"b c\")",
                                        " assuming (m(x) = >= 5, n = 1..)"};
    for (const std::string& clause : clauses) {
      if (chance(12)) out += clause;
    }
    return out;
  }

 private:
  std::string conditional(int depth) {
    if (depth > 0 && chance(10)) {
      return "if " + conditional(depth - 1) + " then " + conditional(depth - 1) + " else " + conditional(depth - 1);
    }
    return logical(depth);
  }
  std::string logical(int depth) {
    if (depth <= 0 || !chance(3)) return truth(depth);
    return logical(depth - 1) + (chance(2) ? " and " : " or ") + logical(depth - 1);
  }
  std::string truth(int depth) {
    if (depth > 0 && chance(8)) return "not " + truth(depth - 1);
    if (depth <= 0 || !chance(3)) return range(depth);
    static const std::vector<std::string> signs = {" = ", " != ", " < ", " <= ", " > ", " >= ", " in ", " not in "};
    const std::string sign = pick(signs);
    if (sign.find("in") != std::string::npos && chance(2)) return range(depth - 1) + sign + "(" + range(0) + ", a..)";
    return range(depth - 1) + sign + (chance(2) ? name() : range(depth - 1));
  }
  std::string range(int depth) {
    if (depth <= 0 || !chance(4)) return sum(depth);
    const std::string best = chance(3) ? " best " + sum(0) : "";
    switch (next(5)) {
      case 0: return sum(depth - 1) + ".." + best;
      case 1: return ".." + sum(depth - 1) + best;
      case 2: return "~" + sum(depth - 1) + best;
      case 3: return sum(depth - 1) + " ± " + sum(depth - 1) + best;
      default: return sum(depth - 1) + ".." + sum(depth - 1) + best;
    }
  }
  std::string sum(int depth) {
    if (depth <= 0) return operand(depth);
    static const std::vector<std::string> signs = {" + ", " - ", " * ", " / ", " ^ ", " ?? "};
    if (chance(2)) return sum(depth - 1) + pick(signs) + sum(depth - 1);
    return chance(6) ? "-" + sum(depth - 1) : operand(depth);
  }
  std::string operand(int depth) {
    if (depth > 0 && chance(2)) {
      switch (next(6)) {
        case 0: return "f(" + expression(depth - 1) + ")";
        case 1: return "g((" + expression(depth - 1) + "), org: " + name() + ")";
        case 2: return "(" + expression(depth - 1) + ")";
        case 3: return name() + "[year - " + sum(0) + ", user.org = (" + expression(depth - 1) + ")]";
        case 4: return "{ a: " + conditional(depth - 1) + ", " + conditional(depth - 1) + " }";
        default: return "(" + expression(depth - 1) + ")[year = 2024]";
      }
    }
    static const std::vector<std::string> leaves = {"5",      "75万 chip", "1.5 USD/chip", "2024Q3", "2024-12-18",
                                                    "$limit", "user.org",  "f()",          "15%",    "\"x\".\"y z\""};
    return chance(2) ? name() : pick(leaves);
  }
  std::string name() {
    static const std::vector<std::string> names = {"a",     "微软",      "best",      "note",    "from",
                                                   "as",    "fact",      "why",       "plot",    "ci",
                                                   "value", "\"where\"", "\"GPT-4\"", "example", "of"};
    return pick(names);
  }
  std::string dimension() { return chance(2) ? "org" : "user.\"a b\""; }

  std::string pick(const std::vector<std::string>& from) { return from[next(from.size())]; }
  bool chance(std::uint64_t of) { return next(of) == 0; }
  std::uint64_t next(std::uint64_t below) {  // splitmix64
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return (z ^ (z >> 31U)) % below;
  }

  std::uint64_t state_;
};

}  // namespace

TEST_CASE("blanks and parentheses are canonical") {
  CHECK(canonical("sum(h100e where year=2024 and region=CN)") == "sum(h100e where year = 2024 and region = CN)");
  CHECK(canonical("((a+b))*c") == "(a + b) * c");
  CHECK(canonical("a+(b*c)") == "a + b * c");
  CHECK(canonical("a-(b-c)") == "a - (b - c)");
  CHECK(canonical("(-x)^2") == "(-x) ^ 2");
  CHECK(canonical("-(x^2)") == "-x ^ 2");
  CHECK(canonical("(2^3)^4") == "(2 ^ 3) ^ 4");
  CHECK(canonical("2^(3^4)") == "2 ^ 3 ^ 4");
  CHECK(canonical("not(a and b)or c") == "not (a and b) or c");
  CHECK(canonical("(if a then b else c)+1") == "(if a then b else c) + 1");
  CHECK(canonical("(a where b)/c") == "(a where b) / c");
  CHECK(canonical("(a where b) where c") == "(a where b) where c");
  CHECK(canonical("f((a by b),c)") == "f((a by b), c)");
  CHECK(canonical("(1..2)+3") == "(1..2) + 3");
  CHECK(canonical("x in(a,\"b\")") == "x in (a, \"b\")");
  CHECK(canonical("{a:b,c}") == "{ a: b, c }");
  CHECK(canonical("e[ year=2024 ][year-1]") == "e[year = 2024][year - 1]");
  CHECK(canonical("100k+-10%") == "100k ± 10%");
}

TEST_CASE("names are quoted where they must be") {
  CHECK(quoted_if_needed("Meta") == "Meta");
  CHECK(quoted_if_needed("微软") == "微软");
  CHECK(quoted_if_needed("GPT-4") == "\"GPT-4\"");
  CHECK(quoted_if_needed("3M") == "\"3M\"");
  CHECK(quoted_if_needed("where") == "\"where\"");
  CHECK(quoted_if_needed("note") == "note");
  CHECK(quoted_if_needed("€") == "\"€\"");
  CHECK(quoted_if_needed("say \"hi\"") == "\"say \"\"hi\"\"\"");
  CHECK(quoted_if_needed("") == "\"\"");
  CHECK(canonical("dimension \"org\" { \"A B\" \"d\", C \"d\" \"C\" \"x y\" -> \"p q\" }") ==
        "dimension org {\n  \"A B\" \"d\"\n  C \"d\" C \"x y\" -> \"p q\"\n}");
  CHECK(canonical("m(\"Meta\", Meta)") == "m(\"Meta\", Meta)");  // in a rule's body the quotes have a meaning
}

TEST_CASE("statements have one layout") {
  for (const std::string text : {
           "use compute",
           "use \"suppliers.rk\"",
           "unit MW = 1_000_000 W \"megawatts\" example \"5 MW\"",
           "unit chip",
           "source omdia \"Omdia\" on 2024-12-18 example \"q\"",
           "dimension day",
           "dimension empty {}",
           "dimension stage ordered \"d\" {\n  pilot\n  ramp\n}",
           "dimension city -> (nation, sector) {\n  Rome \"the city\" Roma 罗马 -> (IT, x)\n}",
           "measure h100e(org, year) : H100e stock in 0.. under prefer(a, b) \"words\" example \"q\"",
           "measure total : 1 rate",
           "relation supplies(provider: org, user: org)",
           "fact h100e(Meta, year: 2024) = 75万..90万 best 80万 from s as estimate on 2024-12-18 note \"n\" ci 90%",
           "fact h(a) = 30万.. from s",
           "fact h(a) = ~10万 as plan",
           "fact supplies(a, b)",
           "fact total = 5",
           "facts h from s ci 90% {\n  (a, 2024) = 5,\n  (b, 2024) = unknown note \"n\",\n}",
           "facts h {}",
           "retract h(a) from s on 2024-12-18",
           "load \"a.csv\" table \"t\" as h(org = \"Owner Name\", year format \"%Y\") value low..high best mid ci 90% "
           "from s "
           "as plan on 2024-01-01 note \"n\" skipping errors up to 5",
           "load \"a.csv\" as h(org) value v from column s as column k on column d format \"%Y\" note column n",
           "load \"a.csv\" as dimension part ordered -> (brand = B, maker)",
           "load \"a.csv\" as dimension part -> brand",
           "load \"a.csv\" as dimension part",
           "load \"a.csv\" as dimension part = \"Part key\" ordered -> brand",
           "load \"a.csv\" as records r(a, b) { revenue : USD, cost = \"C D\" : USD/item flow }",
           "rule as fleet bought(org) = sum(a by org) if b(org) and c \"words\"",
           "default h(org) = h[year - 1] where year in 2026..2030 example \"q\"",
           "let share(m, axis) = m / sum(m over axis) \"d\" example \"q\"",
           "check sum(a where b) < c \"message\"",
           "check -a < 0",
           "set reconcile = prefer(a, b)",
           "why sum(x)",
           "why not supplies(a, b)",
           "explain (..5)",
           "drivers x by org",
           "plot drivers x",
           "conflicts h100e",
           "e as of 2024-12-31 under meet assuming (m(a) = 1..2, n = 5) to MW",
       }) {
    CHECK(canonical(text) == text);
  }
}

TEST_CASE("what follows an open range is never taken for its upper end") {
  CHECK(canonical("fact m(a) = 30..(note) note \"n\"") == "fact m(a) = 30..(note) note \"n\"");
  CHECK(canonical("30..(best) best 5") == "30..(best) best 5");
  CHECK(canonical("check x in (30..) \"message\"") == "check x in (30..) \"message\"");
}

TEST_CASE("printed expressions parse to the same tree") {
  int parsed = 0;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    const std::string text = Writer(seed).expression(4);
    INFO(text);
    std::unique_ptr<Script> tree;
    try {
      tree = script("(" + text + ")\nlet x = (" + text + ")\nfact m(a) = (" + text + ") note \"n\"");
    } catch (const Failure&) {
      continue;  // such as chained comparisons
    }
    ++parsed;
    const std::string printed = print(*tree);
    INFO(printed);
    const auto again = script(printed);
    REQUIRE(same_tree(*tree, *again));
    REQUIRE(print(*again) == printed);
  }
  CHECK(parsed > 1500);
}

TEST_CASE("trees that differ are told apart") {
  const auto same = [](const std::string& a, const std::string& b) { return same_tree(*script(a), *script(b)); };
  CHECK(same("a  +  b # c", "(a + b)"));
  CHECK_FALSE(same("a + b", "a - b"));
  CHECK_FALSE(same("a + b", "b + a"));
  CHECK_FALSE(same("m(\"a\")", "m(a)"));
  CHECK_FALSE(same("5 USD", "5 EUR"));
  CHECK_FALSE(same("e by a", "e over a"));
  CHECK_FALSE(same("f(a: b)", "f(b)"));
  CHECK_FALSE(same("1..2", "1..2 best 1"));
  CHECK_FALSE(same("why a", "explain a"));
  CHECK_FALSE(same("a", "a\na"));
  CHECK_FALSE(same("fact m(a) = 5", "fact m(a) = 5 note \"n\""));
  CHECK_FALSE(same("fact m(a) = 5", "facts m { (a) = 5 }"));
  CHECK_FALSE(same("dimension a { b c }", "dimension a { b, c }"));
  CHECK_FALSE(same("rule a(x) = 1", "default a(x) = 1"));
  CHECK_FALSE(same("load \"a\" as b(c)", "load \"a\" as b(c = d)"));
  CHECK_FALSE(same("measure a : 1 rate", "measure a : 1 flow"));
}

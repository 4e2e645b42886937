// Text to tree: every kind of expression as it must be read, and next to it what must not be read so.
#include "lang/parse/grammar_problems.hpp"
#include "lang/parse/literal.hpp"
#include "tests/unit/parse_case.hpp"

using namespace reckon::tests;

TEST_CASE("the grammar has no rule that repeats without taking anything") { CHECK(grammar_problems() == 0); }

TEST_CASE("operators bind as the precedence table says") {
  CHECK(query("a or b and not c = d") == "(or a (and b (not (= c d))))");
  CHECK(query("a + b - c * d / e") == "(- (+ a b) (/ (* c d) e))");
  CHECK(query("a ?? b + c") == "(?? a (+ b c))");
  CHECK(query("a < b ?? c") == "(< a (?? b c))");
  CHECK(query("-x ^ 2") == "(neg (^ x 2))");
  CHECK(query("2 ^ -3 ^ 2") == "(^ 2 (neg (^ 3 2)))");
  CHECK(query("-a * b") == "(* (neg a) b)");
  CHECK(query("a[year - 1] ^ 2") == "(^ (index a (- year 1)) 2)");
  CHECK(query("1 * 2..3 + 4") == "(range (* 1 2) (+ 3 4) _)");
  CHECK(query("a in 1..2 and b") == "(and (in a (range 1 2 _)) b)");
  CHECK(query("a - b - c") == "(- (- a b) c)");
  CHECK(query("a - (b - c)") == "(- a (- b c))");
  CHECK(query("if a or b then c else if d then e else f") == "(if (or a b) c (if d e f))");
  CHECK(query("a = b or c != d and e >= f") == "(or (= a b) (and (!= c d) (>= e f)))");
  CHECK(query("a <= b and c < d and e > f") == "(and (and (<= a b) (< c d)) (> e f))");
}

TEST_CASE("comparisons do not chain") {
  CHECK(problems("a < b < c") == problem::chained_comparison);
  CHECK(problems("a = b in (c)") == problem::chained_comparison);
  CHECK(problems("a < b and b < c").empty());
}

TEST_CASE("names, calls, paths, indices") {
  CHECK(query("h100e") == "h100e");
  CHECK(query("微软") == "微软");
  CHECK(query("\"GPT-4\"") == "\"GPT-4\"");
  CHECK(query("\"say \"\"hi\"\"\"") == "\"say \"hi\"\"");
  CHECK(query("f()") == "(f)");
  CHECK(query("f(a, 2024, g(b))") == "(f a 2024 (g b))");
  CHECK(query("f(org: Meta, 2024)") == "(f org:Meta 2024)");
  CHECK(query("\"GPT-4\"(x)") == "(\"GPT-4\" x)");
  CHECK(query("user.region = \"CN\"") == "(= user.region \"CN\")");
  CHECK(query("e[year = 2024, org = Meta]") == "(index e (= year 2024) (= org Meta))");
  CHECK(query("e[year - 1][user.org = x]") == "(index (index e (- year 1)) (= user.org x))");
  CHECK(query("$limit") == "$limit");
  CHECK(problems("f(a + b: c)") == problem::malformed_label);
  CHECK(problems("f((a): c)") == problem::malformed_label);
  CHECK(problems("e[2024]") == problem::malformed_index);
  CHECK(problems("e[f(x) = 1]") == problem::malformed_index);
  CHECK(problems("a.b.c") == problem::unexpected);
  CHECK(problems("f(a,)") == problem::unexpected);
  CHECK(problems("$ limit") == problem::unexpected);
}

TEST_CASE("numbers keep the digits and suffix as written") {
  for (const std::string text :
       {"1_000_000", "7.5e5", "75万", "1.5亿", "3万亿", "2萬億", "15%", "3k", "4M", "5B", "6T"}) {
    CHECK(query(text) == text);
  }
  CHECK(problems("75万片") == problem::touching_number);
  CHECK(problems("5USD") == problem::touching_number);
  CHECK(problems("5%5") == problem::touching_number);
  CHECK(problems("1_") == problem::touching_number);
  CHECK(problems("5兆") == problem::ambiguous_suffix);
  CHECK(problems("5 兆") == problem::ambiguous_suffix);
  CHECK(hint("75 兆") == "write 75M or 75万亿");
  CHECK(problems("75 万") == problem::suffix_apart);
  CHECK(hint("75 万") == "write it without the blank: 75万");
  CHECK(problems("5 %") == problem::suffix_apart);
  CHECK(problems(".5") == problem::unexpected);
  CHECK(problems("x > 1,000") == problem::thousands_separator);
  CHECK(blamed("x > 12,000 ") == "12,000");
  CHECK(problems("top(1,000, e)") == problem::thousands_separator);
  CHECK(problems("top(3, e)").empty());
  CHECK(problems("f(1,200)").empty());  // two arguments, for all that can be seen
}

TEST_CASE("the value of a number is exact") {
  const auto text = [](std::string_view written) {
    const auto found = literal_value(written);
    return found ? found->text() : "none";
  };
  CHECK(text("1_000") == "1000");
  CHECK(text("7.5e5") == "750000");
  CHECK(text("75万") == "750000");
  CHECK(text("1.5亿") == "150000000");
  CHECK(text("2万亿") == "2000000000000");
  CHECK(text("2萬億") == "2000000000000");
  CHECK(text("12.5%") == "0.125");
  CHECK(text("0.1k") == "100");
  CHECK(text("3M") == "3000000");
  CHECK(text("3B") == "3000000000");
  CHECK(text("3T") == "3000000000000");
  CHECK(text("1e999999999") == "none");
  CHECK(text("万") == "none");
  CHECK(text("") == "none");
}

TEST_CASE("units stand behind numbers, apart, without blanks inside") {
  CHECK(query("30B USD") == "30B:USD");
  CHECK(query("1.5 USD/chip + x") == "(+ 1.5:USD/chip x)");
  CHECK(query("2 kW*h / d") == "(/ 2:kW*h d)");
  CHECK(query("9 m/s^2") == "9:m/s^2");
  CHECK(query("5 USD/2") == "(/ 5:USD 2)");
  CHECK(query("5 USD/f(x)") == "(/ 5:USD (f x))");
  CHECK(query("5 USD ^ 2") == "(^ 5:USD 2)");
  CHECK(query("x > 5 and y") == "(and (> x 5) y)");
  CHECK(query("(1\n)") == "1");
  CHECK(problems("5 f(x)") == problem::unexpected);
  CHECK(problems("5 \"USD\"") == problem::unexpected);
  CHECK(problems("2024Q3 USD") == problem::unexpected);
}

TEST_CASE("periods and dates") {
  CHECK(query("2024Q3") == "period:2024Q3");
  CHECK(query("2024M11") == "period:2024M11");
  CHECK(query("2024M") == "2024M");
  CHECK(query("2024-12-18") == "date:2024-12-18");
  CHECK(query("2024 - 12 - 18") == "(- (- 2024 12) 18)");
  CHECK(query("x in 2024Q1..2024Q3") == "(in x (range period:2024Q1 period:2024Q3 _))");
  CHECK(problems("2024Q5") == problem::no_such_period);
  CHECK(problems("2024M13") == problem::no_such_period);
  CHECK(problems("2024Q3x") == problem::touching_number);
  CHECK(problems("2024-1-5") == problem::malformed_date);
}

TEST_CASE("ranges and central figures") {
  CHECK(value("75万..90万") == "(range 75万 90万 _)");
  CHECK(value("30万..") == "(range 30万 _ _)");
  CHECK(value("..500万") == "(range _ 500万 _)");
  CHECK(value(">= 30万") == "(range 30万 _ _)");
  CHECK(value("<= 500万 best 400万") == "(range _ 500万 400万)");
  CHECK(value("100k ± 10k") == "(± 100k 10k _)");
  CHECK(value("100k +- 10%") == "(± 100k 10% _)");
  CHECK(value("~10万") == "(~ 10万 _)");
  CHECK(value("~10万 best 9万") == "(~ 10万 9万)");
  CHECK(value("300k..700k best 450k") == "(range 300k 700k 450k)");
  CHECK(value("1/3") == "(/ 1 3)");
  CHECK(value("0.15 * 2..0.4") == "(range (* 0.15 2) 0.4 _)");
  CHECK(query("(30.. best 40)") == "(range 30 _ 40)");
  CHECK(query("0..best") == "(range 0 best _)");
  CHECK(query("x in ..5") == "(in x (range _ 5 _))");
  CHECK(problems("fact m(a) = > 5") == problem::unexpected);
  CHECK(problems("1..2..3") == problem::unexpected);
}

TEST_CASE("behind an open range the words of provenance are no upper end") {
  for (const std::string behind : {"from s", "as plan", "on 2024-01-01", "note \"n\"", "ci 90%", "best 5"}) {
    INFO(behind);
    const Only<FactsStatement> only("fact m(a) = 30.. " + behind);
    CHECK(only->rows.front().value->args[1] == nullptr);
  }
  CHECK(query("30..source") == "(range 30 source _)");
  CHECK(value("30..(note)") == "(range 30 note _)");
  const Only<MeasureDeclaration> measure("measure m : 1 rate in 0.. \"words\"");
  CHECK(measure->domain->args[1] == nullptr);
  CHECK(measure->doc.description == "words");
}

TEST_CASE("lists and columns") {
  CHECK(query("org in (Meta, \"X\", 1..2)") == "(in org (list Meta \"X\" (range 1 2 _)))");
  CHECK(query("org not in (Meta)") == "(not-in org (list Meta))");
  CHECK(query("not a in (b)") == "(not (in a (list b)))");
  CHECK(query("{ held: h100e, share(h100e, org) }") == "{held:h100e (share h100e org)}");
  CHECK(query("{ a: (b where c),\n d: e }") == "{a:(clauses b (where c)) d:e}");
  CHECK(problems("x in ()") == problem::unexpected);
  CHECK(problems("{ }") == problem::unexpected);
  CHECK(problems("a not b") == problem::unexpected);
  CHECK(problems("{ a: b where c }") == problem::unexpected);
}

TEST_CASE("clauses end an expression at the top, in parentheses and in arguments") {
  CHECK(query("sum(h100e where year=2024 and region=CN)") ==
        "(sum (clauses h100e (where (and (= year 2024) (= region CN)))))");
  CHECK(query("sum(e by a, b.c over d)") == "(sum (clauses e (by a b.c) (over d)))");
  CHECK(query("a / b where c") == "(clauses (/ a b) (where c))");
  CHECK(query("(a where c) / (b where d)") == "(/ (clauses a (where c)) (clauses b (where d)))");
  CHECK(query("(a where c) where d") == "(clauses (clauses a (where c)) (where d))");
  CHECK(query("e to MW") == "(clauses e (to MW))");
  CHECK(query("e to 1/year") == "(clauses e (to 1/year))");
  CHECK(query("e as of 2024-12-31") == "(clauses e (as-of date:2024-12-31))");
  CHECK(query("e as of $day") == "(clauses e (as-of $day))");
  CHECK(query("e under meet") == "(clauses e (under meet))");
  CHECK(query("e under prefer(omdia, gpu_race)") == "(clauses e (under prefer omdia gpu_race))");
  CHECK(query("e assuming (h(Tencent, 2024) = 50%, x = >= 5)") ==
        "(clauses e (assuming (h Tencent 2024) 50% x (range 5 _ _)))");
  CHECK(query("f(a where b, c)") == "(f (clauses a (where b)) c)");
  CHECK(query("if a then b else c where d") == "(clauses (if a b c) (where d))");
  CHECK(query("a where b under latest by c") == "(clauses a (where b) (under latest) (by c))");
  CHECK(query("as + of") == "(+ as of)");
}

TEST_CASE("clauses that cannot be meant") {
  CHECK(problems("a where c / b where d") == problem::repeated_clause);
  CHECK(hint("a where c / b where d").find("(a where c) / (b where d)") != std::string::npos);
  CHECK(problems("a by c / b") == problem::clause_in_arithmetic);
  CHECK(problems("a to MW / b") == problem::clause_in_arithmetic);
  CHECK(problems("a under best") == problem::unknown_policy);
  CHECK(problems("a under prefer") == problem::unfinished);
  CHECK(problems("a under meet(b)") == problem::unexpected);
  CHECK(problems("a to \"MW\"") == problem::unexpected);
  CHECK(problems("a as of yesterday") == problem::unexpected);
  CHECK(problems("a assuming b = 1") == problem::unexpected);
  CHECK(problems("a by 5") == problem::unexpected);
}

TEST_CASE("nodes know their places, with the parentheses around them") {
  const std::string text = "(a + b) * f(c, 5 USD)";
  const Only<QueryStatement> only(text);
  const auto at = [&](Span s) { return text.substr(s.begin, s.end - s.begin); };
  const Expr& product = *only->expr;
  CHECK(at(product.span) == text);
  CHECK(at(product.args[0]->span) == "a + b");
  CHECK(at(product.args[1]->span) == "f(c, 5 USD)");
  CHECK(at(product.args[1]->args[1]->span) == "5 USD");
  CHECK(at(only->span) == text);
  const Only<QueryStatement> clauses("sum(a where b = 1 ) # c");
  const Clause& where = *clauses->expr->args[0]->clauses[0];
  CHECK(where.span.begin == 6);
  CHECK(where.span.end == 17);
}

// Text to tree: every construct as it must be read, and next to it what must not be read so.
#include <string>

#include "lang/diagnostics/problems.hpp"
#include "lang/parse/grammar_problems.hpp"
#include "lang/parse/literal.hpp"
#include "lang/parse/parse.hpp"
#include "tests/catch.hpp"
#include "tests/unit/tree_shape.hpp"

namespace {

using namespace reckon::lang;
using reckon::tests::shape;

std::unique_ptr<Script> script(const std::string& text) {
  return parse_script(std::make_shared<SourceText>(SourceText{"test.rk", text}));
}

// The only statement of a text, kept alive with its script.
template <class T>
struct Only {
  explicit Only(const std::string& text) : tree(script(text)) { REQUIRE(tree->statements.size() == 1); }
  const T* operator->() const { return static_cast<const T*>(tree->statements.front()); }
  std::unique_ptr<Script> tree;
};

std::string query(const std::string& text) {
  const Only<QueryStatement> only(text);
  REQUIRE(only->kind == StatementKind::query);
  return shape(*only->expr);
}

std::string value(const std::string& text) {
  const Only<FactsStatement> only("fact m(a) = " + text);
  return shape(*only->rows.front().value);
}

// The ids of the errors of a text, with a blank between; empty where there are none.
std::string problems(const std::string& text) {
  try {
    script(text);
    return {};
  } catch (const Failure& failure) {
    std::string ids;
    for (const Diagnostic& d : failure.diagnostics) {
      if (!ids.empty()) ids += ' ';
      ids += d.id;
      CHECK_FALSE(d.message.empty());
      CHECK(d.span.begin <= d.span.end);
      CHECK(d.span.end <= text.size());
    }
    return ids;
  }
}

// The text that the first error points at.
std::string blamed(const std::string& text) {
  try {
    script(text);
  } catch (const Failure& failure) {
    const Span at = failure.diagnostics.front().span;
    return text.substr(at.begin, at.end - at.begin);
  }
  return "nothing is wrong";
}

std::string hint(const std::string& text) {
  try {
    script(text);
  } catch (const Failure& failure) { return failure.diagnostics.front().hint; }
  return "nothing is wrong";
}

}  // namespace

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

TEST_CASE("verbs stand before queries, and are names where the syntax leaves no doubt") {
  CHECK(Only<QueryStatement>("why sum(x)")->verb == Verb::why);
  CHECK(Only<QueryStatement>("why not supplies(a, b)")->verb == Verb::why_not);
  CHECK(Only<QueryStatement>("explain (a)")->verb == Verb::explain);
  CHECK(Only<QueryStatement>("drivers sum(x) by org")->verb == Verb::drivers);
  CHECK(Only<QueryStatement>("plot -x")->verb == Verb::plot);
  CHECK(Only<QueryStatement>("plot drivers x")->inner == Verb::drivers);
  CHECK(Only<QueryStatement>("conflicts h100e")->verb == Verb::conflicts);
  CHECK(query("plot drivers x") == "x");
  for (const std::string name : {"plot(3)", "why + 1", "why - x", "why", "explain where a", "fact", "check as of 2024",
                                 "source in (a)", "why not in (a)", "load = 5", "drivers[year - 1]"}) {
    INFO(name);
    CHECK(Only<QueryStatement>(name)->verb == Verb::none);
  }
  CHECK(problems("conflicts a + b") == problem::unexpected);
}

TEST_CASE("use, unit, source") {
  CHECK(Only<Use>("use compute")->module.text == "compute");
  CHECK_FALSE(Only<Use>("use compute")->module.quoted);
  CHECK(Only<Use>("use \"suppliers.rk\"")->module.quoted);
  CHECK(problems("use 5") == problem::unexpected);

  const Only<UnitDeclaration> unit("unit MW = 1_000_000 W \"megawatts\" example \"5 MW\"");
  CHECK(unit->name.text == "MW");
  CHECK(shape(*unit->factor) == "1_000_000:W");
  CHECK(unit->doc.description == "megawatts");
  CHECK(unit->doc.example == "5 MW");
  CHECK(Only<UnitDeclaration>("unit chip \"c\"")->factor == nullptr);
  CHECK(Only<UnitDeclaration>("unit dozen = 12 example \"q\"")->factor->unit.empty());
  CHECK(problems("unit \"x\"") == problem::unexpected);
  CHECK(problems("unit rate") == problem::unexpected);

  const Only<SourceDeclaration> source("source omdia \"Omdia\" on 2024-12-18");
  CHECK(source->name.text == "omdia");
  CHECK(source->doc.description == "Omdia");
  CHECK(shape(*source->date) == "date:2024-12-18");
  CHECK(Only<SourceDeclaration>("source omdia on 2024-12-18 \"Omdia\"")->doc.description == "Omdia");
  CHECK(problems("source a \"b\" on 2024-12-18 \"c\"") == problem::repeated_clause);
  CHECK(problems("source a on yesterday") == problem::unexpected);
}

TEST_CASE("dimensions and their members") {
  const Only<DimensionDeclaration> region("dimension region { US \"United States\", CN \"China\" 中国 中國 }");
  REQUIRE(region->members.size() == 2);
  CHECK(region->closed);
  CHECK(region->members[0].description == "United States");
  CHECK(region->members[1].aliases.size() == 2);
  CHECK(region->members[1].aliases[1].text == "中國");

  const Only<DimensionDeclaration> city(
      "dimension city -> (nation, sector) {\n  Rome \"the city\" Roma -> (IT, x)\n\n  # c\n  Bonn\n}");
  CHECK(city->parents.size() == 2);
  REQUIRE(city->members.size() == 2);
  CHECK(city->members[0].parents[1].text == "x");
  CHECK(city->members[0].aliases[0].text == "Roma");
  CHECK(city->members[1].aliases.empty());

  CHECK(Only<DimensionDeclaration>("dimension stage ordered { pilot, ramp }")->ordered);
  CHECK_FALSE(Only<DimensionDeclaration>("dimension part -> brand")->closed);
  CHECK(Only<DimensionDeclaration>("dimension empty {}")->closed);
  CHECK(Only<DimensionDeclaration>("dimension d \"words\" example \"q\" { a }")->doc.example == "q");
  CHECK(problems("dimension org region") == problem::unexpected);
  CHECK(problems("dimension org -> { a }") == problem::unexpected);
  CHECK(problems("dimension org { a b: c }") == problem::unexpected);
}

TEST_CASE("measures and relations") {
  const Only<MeasureDeclaration> m(
      "measure hands(user: org, year) : H100e/chip rate in 0..5 under least \"w\" example \"q\"");
  CHECK(m->name.text == "hands");
  REQUIRE(m->axes.size() == 2);
  CHECK(m->axes[0].role.text == "user");
  CHECK(m->axes[0].dimension.text == "org");
  CHECK(m->axes[1].role.text.empty());
  CHECK(m->unit == "H100e/chip");
  CHECK(m->additivity == AdditivityWord::rate);
  CHECK(shape(*m->domain) == "(range 0 5 _)");
  CHECK(m->policy->text == "least");
  CHECK(m->doc.example == "q");
  const Only<MeasureDeclaration> plain("measure total : USD");
  CHECK(plain->axes.empty());
  CHECK(plain->additivity == AdditivityWord::unstated);
  CHECK(Only<MeasureDeclaration>("measure a : 1 flow under prefer(x, y)")->policy->names.size() == 2);
  CHECK(problems("measure m(org)") == problem::unfinished);
  CHECK(problems("measure m(org) : flow") == problem::unexpected);
  CHECK(problems("measure m(org) : 1 flow stock") == problem::repeated_clause);

  CHECK(Only<RelationDeclaration>("relation supplies(provider: org, user: org) \"d\"")->axes.size() == 2);
  CHECK(problems("relation supplies") == problem::unfinished);
}

TEST_CASE("facts one by one") {
  const Only<FactsStatement> fact(
      "fact h100e(Microsoft, year: 2024) = 75万..90万 ci 90% from gpu_race as estimate on 2025-01-05 note \"n\"");
  CHECK_FALSE(fact->grouped);
  CHECK(fact->head.text == "h100e");
  REQUIRE(fact->rows.size() == 1);
  const FactRow& row = fact->rows.front();
  CHECK(shape(*row.args[1]) == "2024");
  CHECK(row.labels[1] == "year");
  CHECK(row.labels[0].empty());
  CHECK(row.provenance.source.text == "gpu_race");
  CHECK(row.provenance.kind.text == "estimate");
  CHECK(row.provenance.note == "n");
  CHECK(shape(*row.provenance.date) == "date:2025-01-05");
  CHECK(shape(*row.provenance.confidence) == "90%");
  CHECK(value("unknown from omdia") == "unknown");
  CHECK(value("5 from s") == "5");
  CHECK(Only<FactsStatement>("fact supplies(a, b)")->rows.front().value == nullptr);
  CHECK(Only<FactsStatement>("fact total = 5")->rows.front().args.empty());
  CHECK(problems("fact h(a) 5") == problem::unexpected);
  CHECK(problems("fact h(a) = 5 from a from b") == problem::repeated_clause);
  CHECK(problems("fact h(a) =") == problem::unfinished);
  CHECK(problems("fact h(a) = 5 = 6") == problem::unexpected);
}

TEST_CASE("facts in groups") {
  const Only<FactsStatement> facts(
      "facts h100e from gpu_race as forecast {\n  (Microsoft, 2025) = 250万..310万,\n  (Google, 2025) = unknown\n"
      "  (Meta, 2025) = 30..\n    note \"on the next line\"\n\n  (A, 2025) = 1 from other,\n}");
  CHECK(facts->grouped);
  CHECK(facts->provenance.source.text == "gpu_race");
  REQUIRE(facts->rows.size() == 4);
  CHECK(shape(*facts->rows[1].value) == "unknown");
  CHECK(facts->rows[2].provenance.note == "on the next line");
  CHECK(facts->rows[3].provenance.source.text == "other");
  CHECK(facts->rows[0].provenance.source.text.empty());
  CHECK(Only<FactsStatement>("facts supplies from g { (A, B), (C, D) }")->rows.size() == 2);
  CHECK(Only<FactsStatement>("facts m {}")->rows.empty());
  CHECK(problems("facts m { (a) = 5 (b) = 6 }") == problem::unexpected);
  CHECK(problems("facts m { a = 5 }") == problem::unexpected);
  CHECK(problems("facts m from s") == problem::unfinished);
}

TEST_CASE("retract and set") {
  const Only<RetractStatement> retract("retract h100e(Microsoft, 2024) from gpu_race on 2024-12-18");
  CHECK(shape(*retract->cell) == "(h100e Microsoft 2024)");
  CHECK(retract->source.text == "gpu_race");
  CHECK(retract->date != nullptr);
  CHECK(problems("retract h100e(a) from") == problem::unfinished);
  CHECK(problems("retract h100e(a) note \"n\"") == problem::unexpected);

  CHECK(shape(*Only<SetStatement>("set about = 10%")->value) == "10%");
  CHECK(shape(*Only<SetStatement>("set reconcile = prefer(a, b)")->value) == "(prefer a b)");
  CHECK(problems("set about 5") == problem::unexpected);
}

TEST_CASE("loading facts") {
  const Only<LoadStatement> load(
      "load \"owners.csv\" table \"t\" as held(org = \"Owner\", quarter = \"End date\" format \"%m/%d/%Y\", chip) "
      "value \"p5\"..\"p95\" best \"median\" ci 90% from epoch as estimate on 2025-01-01 note \"n\" "
      "skipping errors up to 10");
  CHECK(load->what == LoadKind::facts);
  CHECK(load->file == "owners.csv");
  CHECK(load->table == "t");
  CHECK(load->head.text == "held");
  REQUIRE(load->targets.size() == 3);
  CHECK(load->targets[1].dimension.text == "quarter");
  CHECK(load->targets[1].column.column.text == "End date");
  CHECK(load->targets[1].column.format == "%m/%d/%Y");
  CHECK(load->targets[2].column.column.text == "chip");
  CHECK(load->value_low.text == "p5");
  CHECK(load->value_high.text == "p95");
  CHECK(load->value_is_range);
  CHECK(load->best.text == "median");
  CHECK(shape(*load->confidence) == "90%");
  CHECK(load->source.text == "epoch");
  CHECK(static_cast<const LoadStatement*>(load.operator->())->LoadStatement::kind.text == "estimate");
  CHECK(load->note == "n");
  CHECK(shape(*load->skip_limit) == "10");
  CHECK(problems("load owners as held(org)") == problem::unexpected);
  CHECK(problems("load \"x\" held(org)") == problem::unexpected);
  CHECK(problems("load \"x\" as held") == problem::unfinished);
  CHECK(problems("load \"x\" as held(org) skipping 5") == problem::unexpected);
}

TEST_CASE("loading with columns of provenance") {
  const Only<LoadStatement> load(
      "load \"c.csv\" as h(org = company) value low from column source as column kind on column \"d\" format \"%Y\" "
      "note column note");
  CHECK_FALSE(load->value_is_range);
  CHECK(load->source.text.empty());
  CHECK(load->source_column.text == "source");
  CHECK(load->kind_column.text == "kind");
  CHECK(load->date_column.text == "d");
  CHECK(load->date_format == "%Y");
  CHECK(load->note_column.text == "note");
}

TEST_CASE("loading dimensions and records") {
  const Only<LoadStatement> part("load \"parts.csv\" as dimension part ordered -> (brand = \"B\", maker)");
  CHECK(part->what == LoadKind::dimension);
  CHECK(part->head.text == "part");
  CHECK(part->ordered);
  REQUIRE(part->targets.size() == 2);
  CHECK(part->targets[0].column.column.text == "B");
  CHECK(Only<LoadStatement>("load \"p\" as dimension part -> brand")->targets.size() == 1);

  const Only<LoadStatement> lines(
      "load \"lines.csv\" as records lineorder(customer, day) { revenue : USD, cost = \"LO_COST\" : USD/item flow,\n"
      "discount : 1 rate, }");
  CHECK(lines->what == LoadKind::records);
  REQUIRE(lines->measures.size() == 3);
  CHECK(lines->measures[0].additivity == AdditivityWord::unstated);
  CHECK(lines->measures[1].column.text == "LO_COST");
  CHECK(lines->measures[1].unit == "USD/item");
  CHECK(lines->measures[2].additivity == AdditivityWord::rate);
  CHECK(problems("load \"l\" as records r(a) { b }") == problem::unexpected);
  CHECK(problems("load \"l\" as records r(a)") == problem::unfinished);
}

TEST_CASE("rules and defaults") {
  const Only<RuleStatement> named("rule as fleet bought(org, year) = sum(a * b over chip) \"words\"");
  CHECK(named->name.text == "fleet");
  CHECK(shape(*named->head) == "(bought org year)");
  CHECK(shape(*named->value) == "(sum (clauses (* a b) (over chip)))");
  CHECK(named->body == nullptr);
  CHECK(named->doc.description == "words");

  const Only<RuleStatement> body("rule hands(u, p) = hands(u, x) + 1 if supplies(p, x) and not y(_)");
  CHECK(shape(*body->value) == "(+ (hands u x) 1)");
  CHECK(shape(*body->body) == "(and (supplies p x) (not (y _)))");

  const Only<RuleStatement> bare("rule depends(a, b) if supplies(b, a)");
  CHECK(bare->value == nullptr);
  const Only<RuleStatement> filled("default h(org) = h[year - 1] * 1.5 where year in 2026..2030");
  CHECK(filled->is_default);
  CHECK(shape(*filled->value) == "(clauses (* (index h (- year 1)) 1.5) (where (in year (range 2026 2030 _))))");
  const Only<RuleStatement> conditional("rule m(x) = if a then b else c if d");
  CHECK(shape(*conditional->value) == "(if a b c)");
  CHECK(shape(*conditional->body) == "d");
  CHECK(problems("rule r(x) if") == problem::unfinished);
  CHECK(problems("rule r(x) = 1 where a if b where c") == problem::unexpected);
}

TEST_CASE("definitions and checks") {
  const Only<LetStatement> let("let share(m, axis) = m / sum(m over axis) \"d\" example \"share(h, org)\"");
  CHECK(let->parameters.size() == 2);
  CHECK(shape(*let->value) == "(/ m (sum (clauses m (over axis))))");
  CHECK(let->doc.example == "share(h, org)");
  CHECK(Only<LetStatement>("let x = 5 example \"x\"")->value->unit.empty());
  CHECK(problems("let x") == problem::unfinished);
  CHECK(problems("let f(1) = 2") == problem::unexpected);

  const Only<CheckStatement> check("check sum(a where b) < c(d, 2024) \"message\"");
  CHECK(shape(*check->condition) == "(< (sum (clauses a (where b))) (c d 2024))");
  CHECK(check->message == "message");
  CHECK(Only<CheckStatement>("check a in 0.. \"message\"")->message == "message");
  CHECK(problems("check a <") == problem::unfinished);
}

TEST_CASE("where statements end") {
  CHECK(script("a\nb;c # d\n\n;; e")->statements.size() == 4);
  CHECK(script("a +\n b")->statements.size() == 1);
  CHECK(script("f(a,\n # c\n b)\n")->statements.size() == 1);
  CHECK(script("if a then\n b else\n c")->statements.size() == 1);
  CHECK(script("let x =\n 5")->statements.size() == 1);
  CHECK(script("a and\r\n b\r\nc\r\n")->statements.size() == 2);
  CHECK(script("1..\n2")->statements.size() == 2);
  CHECK(script("\xef\xbb\xbf"
               "a")
            ->statements.size() == 1);
  CHECK(script("")->statements.empty());
  CHECK(problems("a b") == problem::unexpected);
  CHECK(problems("a\n+ b") == problem::unexpected);
}

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
  CHECK(problems(repeat("a", 1001)) == problem::too_long_name);
  CHECK(problems("\"" + repeat("a", 1001) + "\"") == problem::too_long_name);
  CHECK(problems("check a \"" + repeat("a", 5000) + "\"").empty());
  CHECK(problems(std::string((64U << 20U) + 1, ' ')) == problem::too_long_text);
}

TEST_CASE("bytes that are no text") {
  CHECK(problems(std::string("a\0b", 3)) == problem::not_text);
  CHECK(problems("a + \xff") == problem::not_text);
  CHECK(problems("\"\xe5\xbe\"") == problem::not_text);
  CHECK(problems(std::string("sum(aaaaaaaaaaaaaaaaaaaaaaa)\n#\xc0\x80")) == problem::not_text);
  CHECK(blamed("ab\xff") == "\xff");
}

TEST_CASE("exactly one query is parsed as a query") {
  const auto parse = [](const std::string& text) -> std::string {
    try {
      const auto only = parse_query(std::make_shared<SourceText>(SourceText{"", text}));
      return only->statements.size() == 1 ? "one" : "several";
    } catch (const Failure& failure) { return std::string(failure.diagnostics.front().id); }
  };
  CHECK(parse("sum(h100e where year=2024 and region=CN)") == "one");
  CHECK(parse(" why a \n ; # end") == "one");
  CHECK(parse("") == problem::not_a_query);
  CHECK(parse("# nothing") == problem::not_a_query);
  CHECK(parse("a; b") == problem::not_a_query);
  CHECK(parse("let x = 5") == problem::not_a_query);
  CHECK(parse("a b") == problem::unexpected);
}

TEST_CASE("texts that go on") {
  for (const std::string text :
       {"f(", "facts m {\n (a) = 5,", "a +", "a and", "let x =", "a,", "if a then", "1 ±", "a ??"}) {
    INFO(text);
    CHECK(is_incomplete(text));
  }
  for (const std::string text : {"", "f(a)", "30..", "a # (", "\"(\"", "sum(x)\n", "a)", "a +;", "\"unclosed"}) {
    INFO(text);
    CHECK_FALSE(is_incomplete(text));
  }
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

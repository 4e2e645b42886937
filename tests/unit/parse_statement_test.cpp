// Text to tree: every statement, each part in its place, and what is missing or too much.
#include "tests/unit/parse_case.hpp"

using namespace reckon::tests;

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

TEST_CASE("exactly one query is parsed as a query") {
  const auto parse = [](const std::string& text) -> std::string {
    try {
      const auto only = parse_query(std::make_shared<SourceText>(SourceText{"", text}));
      return only->statements.size() == 1 ? "one" : "several";
    } catch (const Failure& failure) { return std::string(failure.diagnostics.front().id); }
  };
  CHECK(parse("sum(h100e where year=2024 and region=CN)") == "one");
  CHECK(parse(" why a \n ; # end") == "one");
  CHECK(parse("") == problem::unfinished);
  CHECK(parse("# nothing") == problem::unfinished);
  CHECK(parse("a; b") == problem::unexpected);
  CHECK(parse("let x = 5") == problem::unexpected);
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

// The examples that the standard library's declarations carry are good queries, beside the facts of the main example.
#include <string>
#include <vector>

#include "lang/parse/parse.hpp"
#include "lang/stdlib/modules.hpp"
#include "tests/catch.hpp"
#include "tests/unit/session_case.hpp"

using namespace reckon;
using lang::StatementKind;

namespace {

const lang::Doc* doc_of(const lang::Statement& statement) {
  switch (statement.kind) {
    case StatementKind::unit: return &static_cast<const lang::UnitDeclaration&>(statement).doc;
    case StatementKind::source: return &static_cast<const lang::SourceDeclaration&>(statement).doc;
    case StatementKind::dimension: return &static_cast<const lang::DimensionDeclaration&>(statement).doc;
    case StatementKind::measure: return &static_cast<const lang::MeasureDeclaration&>(statement).doc;
    case StatementKind::relation: return &static_cast<const lang::RelationDeclaration&>(statement).doc;
    case StatementKind::let: return &static_cast<const lang::LetStatement&>(statement).doc;
    default: return nullptr;
  }
}

}  // namespace

TEST_CASE("the examples in the standard library run") {
  test::SessionCase told;
  REQUIRE(told.run("use units\nuse time\nuse compute"));
  const bool good = told.run_file(test::example_folder / "arms_race" / "facts.rk");
  INFO(told.complaints());
  REQUIRE(good);
  for (const lang::Module& module : lang::modules()) {
    std::size_t examples = 0;
    const auto script = lang::parse_script(std::make_shared<lang::SourceText>(
        lang::SourceText{std::string(module.name) + ".rk", std::string(module.text)}));
    for (const lang::Statement* statement : script->statements) {
      const lang::Doc* doc = doc_of(*statement);
      if (!doc || doc->example.empty()) continue;
      ++examples;
      const bool runs = told.run(std::string(doc->example));
      INFO(doc->example << '\n' << told.complaints());
      CHECK(runs);
      CHECK(told.outcomes().size() == 1);
    }
    INFO(module.name);
    CHECK(examples > 0);
  }
}

TEST_CASE("every unit, dimension, measure, relation and definition of the standard library says what it is") {
  for (const lang::Module& module : lang::modules()) {
    const auto script = lang::parse_script(std::make_shared<lang::SourceText>(
        lang::SourceText{std::string(module.name) + ".rk", std::string(module.text)}));
    for (const lang::Statement* statement : script->statements) {
      const lang::Doc* doc = doc_of(*statement);
      if (!doc) continue;
      INFO(module.name << ": " << std::string_view(script->source->text).substr(statement->span.begin, 60));
      CHECK_FALSE(doc->description.empty());
    }
  }
}

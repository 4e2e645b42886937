// Units, sources, measures and relations.
#include "lang/ast/print.hpp"
#include "lang/check/functions.hpp"
#include "lang/statements/statement_runner.hpp"

namespace reckon::lang {

using engine::Additivity;

// Names that may stand where a number belongs share one space: measures, relations, definitions, functions.
void StatementRunner::check_free(const Name& name) const {
  const std::string shown(name.text);
  if (environment_.functions.contains(name.text))
    fail(problem::name_taken, name.span, '"' + shown + "\" is a function of the host program", "choose another name");
  if (find_function(name.text))
    fail(problem::name_taken, name.span, '"' + shown + "\" is a built-in function", "choose another name");
  if (environment_.catalog().find_measure(name.text))
    fail(problem::name_taken, name.span, '"' + shown + "\" is declared already", "choose another name");
  if (environment_.lets.contains(name.text))
    fail(problem::name_taken, name.span, '"' + shown + "\" is defined already by `let`", "choose another name");
}

void StatementRunner::declare(const UnitDeclaration& unit) {
  const std::string name(unit.name.text);
  if (environment_.catalog().units().find(name))
    fail(problem::name_taken, unit.name.span, "the unit " + name + " is declared already", "choose another name");
  Checker checker = this->checker();
  if (!unit.factor) {
    environment_.store.edit_catalog().units().add(name, std::string(unit.doc.description));
    return;
  }
  const Constant factor = checker.constant(*unit.factor);
  if (factor.bare || !factor.value.is_point() || factor.value.low.sign() <= 0)
    fail(problem::not_constant, unit.factor->span, "a unit is an exact positive multiple of another unit",
         "write unit MW = 1_000_000 W");
  environment_.store.edit_catalog().units().add(name, std::string(unit.doc.description), factor.value.low, factor.unit);
}

void StatementRunner::declare(const SourceDeclaration& source) {
  Checker checker = this->checker();
  const engine::Day date = source.date ? checker.date(*source.date) : engine::no_code;
  if (environment_.catalog().find_source(source.name.text))
    fail(problem::name_taken, source.name.span,
         "the source \"" + std::string(source.name.text) + "\" is declared already",
         "choose another name, or leave this line out");
  engine::Source added;
  added.name = std::string(source.name.text);
  added.description = std::string(source.doc.description);
  added.date = date;
  environment_.store.edit_catalog().add(std::move(added));
}

std::vector<engine::Axis> StatementRunner::axes(List<Axis> written, const Name& owner) {
  Checker checker = this->checker();
  std::vector<engine::Axis> axes;
  for (const Axis& axis : written) {
    engine::Axis made{std::string(axis.role.text.empty() ? axis.dimension.text : axis.role.text),
                      checker.dimension(axis.dimension)};
    for (const engine::Axis& other : axes)
      if (other.name == made.name)
        fail(problem::name_taken, axis.dimension.span,
             std::string(owner.text) + " has two dimensions called " + made.name,
             "give them roles: " + std::string(owner.text) + "(one: " + std::string(axis.dimension.text) +
                 ", other: " + std::string(axis.dimension.text) + ')');
    axes.push_back(std::move(made));
  }
  if (axes.size() > 16) fail(problem::too_complex, owner.span, "a measure has at most 16 dimensions", "");
  return axes;
}

void StatementRunner::declare(const MeasureDeclaration& declaration) {
  check_free(declaration.name);
  Checker checker = this->checker();
  engine::Measure measure;
  measure.name = std::string(declaration.name.text);
  measure.description = std::string(declaration.doc.description);
  measure.axes = axes(declaration.axes, declaration.name);
  measure.unit = checker.unit(declaration.unit, declaration.unit_span);
  const std::string text = environment_.catalog().units().text(measure.unit);
  const bool quotient = measure.unit.is_one() || text.find('/') != std::string::npos;
  switch (declaration.additivity) {
    case AdditivityWord::stock: measure.additivity = Additivity::stock; break;
    case AdditivityWord::rate: measure.additivity = Additivity::rate; break;
    case AdditivityWord::flow: measure.additivity = Additivity::flow; break;
    case AdditivityWord::unstated:
      if (quotient)
        fail(problem::additivity_unstated, declaration.unit_span,
             "a measure in " + (measure.unit.is_one() ? std::string("1") : text) + " must say whether it may be summed",
             "write rate after the unit for a ratio or price, flow or stock for an amount");
      measure.additivity = Additivity::flow;
  }
  if (declaration.domain) measure.domain = checker.value_in(*declaration.domain, measure.unit);
  if (declaration.policy)
    measure.policy = checker.policy(declaration.policy->text, declaration.policy->names, declaration.policy->span);
  environment_.store.add_measure(std::move(measure));
}

void StatementRunner::declare(const RelationDeclaration& declaration) {
  check_free(declaration.name);
  engine::Measure relation;
  relation.name = std::string(declaration.name.text);
  relation.description = std::string(declaration.doc.description);
  relation.axes = axes(declaration.axes, declaration.name);
  relation.is_relation = true;
  relation.additivity = Additivity::flow;
  environment_.store.add_measure(std::move(relation));
}

}  // namespace reckon::lang

// Dispatch by kind of statement.
#include "lang/statements/statement_runner.hpp"

namespace reckon::lang {

void StatementRunner::fail(std::string_view id, Span span, std::string message, std::string hint) const {
  throw Failure({id, std::move(message), std::move(hint), script_->source, span});
}

std::string StatementRunner::written(Span span) const {
  std::string text = script_->source->text.substr(span.begin, span.end - span.begin);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r' || text.back() == ';'))
    text.pop_back();
  return text;
}

void StatementRunner::run(const Statement& statement) {
  switch (statement.kind) {
    case StatementKind::use: return use(static_cast<const Use&>(statement));
    case StatementKind::unit: return declare(static_cast<const UnitDeclaration&>(statement));
    case StatementKind::source: return declare(static_cast<const SourceDeclaration&>(statement));
    case StatementKind::dimension: return declare(static_cast<const DimensionDeclaration&>(statement));
    case StatementKind::measure: return declare(static_cast<const MeasureDeclaration&>(statement));
    case StatementKind::relation: return declare(static_cast<const RelationDeclaration&>(statement));
    case StatementKind::facts: return facts(static_cast<const FactsStatement&>(statement));
    case StatementKind::retract: return retract(static_cast<const RetractStatement&>(statement));
    case StatementKind::load: return load(static_cast<const LoadStatement&>(statement));
    case StatementKind::rule: return rule(static_cast<const RuleStatement&>(statement));
    case StatementKind::let: return let(static_cast<const LetStatement&>(statement));
    case StatementKind::check: return check(static_cast<const CheckStatement&>(statement));
    case StatementKind::set: return set(static_cast<const SetStatement&>(statement));
    case StatementKind::query: return query(static_cast<const QueryStatement&>(statement));
  }
}

}  // namespace reckon::lang

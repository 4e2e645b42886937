// Whether two scripts say the same, tree by tree. Places do not count, nor whether a declared name was quoted.
#include <algorithm>

#include "lang/ast/print.hpp"

namespace reckon::lang {
namespace {

bool same(std::string_view a, std::string_view b) { return a == b; }
bool same(const Name& a, const Name& b) { return a.text == b.text; }
bool same(const Expr*, const Expr*);
bool same(const Clause*, const Clause*);
bool same(const Assumption&, const Assumption&);
bool same(const Member&, const Member&);
bool same(const Axis&, const Axis&);
bool same(const FactRow&, const FactRow&);
bool same(const LoadTarget&, const LoadTarget&);
bool same(const RecordMeasure&, const RecordMeasure&);

template <class T>
bool same(const List<T>& a, const List<T>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const T& x, const T& y) { return same(x, y); });
}

bool same(const Assumption& a, const Assumption& b) { return same(a.cell, b.cell) && same(a.value, b.value); }

bool same(const Clause* a, const Clause* b) {
  if (a == nullptr || b == nullptr) return a == b;
  return a->kind == b->kind && a->text == b->text && same(a->expr, b->expr) && same(a->names, b->names) &&
         same(a->assumptions, b->assumptions);
}

bool same(const Expr* a, const Expr* b) {
  if (a == nullptr || b == nullptr) return a == b;
  return a->kind == b->kind && a->op == b->op && a->quoted == b->quoted && a->text == b->text && a->unit == b->unit &&
         same(a->args, b->args) && same(a->labels, b->labels) && same(a->clauses, b->clauses);
}

bool same(const Doc& a, const Doc& b) { return a.description == b.description && a.example == b.example; }

bool same(const Axis& a, const Axis& b) { return same(a.role, b.role) && same(a.dimension, b.dimension); }

bool same(const Member& a, const Member& b) {
  return same(a.name, b.name) && a.description == b.description && same(a.aliases, b.aliases) &&
         same(a.parents, b.parents);
}

bool same(const Provenance& a, const Provenance& b) {
  return same(a.source, b.source) && same(a.kind, b.kind) && same(a.date, b.date) && a.note == b.note &&
         same(a.confidence, b.confidence);
}

bool same(const FactRow& a, const FactRow& b) {
  return same(a.args, b.args) && same(a.labels, b.labels) && same(a.value, b.value) && same(a.provenance, b.provenance);
}

bool same(const LoadTarget& a, const LoadTarget& b) {
  return same(a.dimension, b.dimension) && same(a.column.column, b.column.column) && a.column.format == b.column.format;
}

bool same(const RecordMeasure& a, const RecordMeasure& b) {
  return same(a.name, b.name) && same(a.column, b.column) && a.unit == b.unit && a.additivity == b.additivity;
}

bool same(const Use& a, const Use& b) { return same(a.module, b.module) && a.module.quoted == b.module.quoted; }

bool same(const UnitDeclaration& a, const UnitDeclaration& b) {
  return same(a.name, b.name) && same(a.factor, b.factor) && same(a.doc, b.doc);
}

bool same(const SourceDeclaration& a, const SourceDeclaration& b) {
  return same(a.name, b.name) && same(a.date, b.date) && same(a.doc, b.doc);
}

bool same(const DimensionDeclaration& a, const DimensionDeclaration& b) {
  return same(a.name, b.name) && a.ordered == b.ordered && a.closed == b.closed && same(a.parents, b.parents) &&
         same(a.members, b.members) && same(a.doc, b.doc);
}

bool same(const MeasureDeclaration& a, const MeasureDeclaration& b) {
  return same(a.name, b.name) && same(a.axes, b.axes) && a.unit == b.unit && a.additivity == b.additivity &&
         same(a.domain, b.domain) && same(a.policy, b.policy) && same(a.doc, b.doc);
}

bool same(const RelationDeclaration& a, const RelationDeclaration& b) {
  return same(a.name, b.name) && same(a.axes, b.axes) && same(a.doc, b.doc);
}

bool same(const FactsStatement& a, const FactsStatement& b) {
  return same(a.head, b.head) && a.grouped == b.grouped && same(a.provenance, b.provenance) && same(a.rows, b.rows);
}

bool same(const RetractStatement& a, const RetractStatement& b) {
  return same(a.cell, b.cell) && same(a.source, b.source) && same(a.date, b.date);
}

bool same(const LoadStatement& a, const LoadStatement& b) {
  return a.what == b.what && a.file == b.file && a.table == b.table && same(a.head, b.head) &&
         same(a.column, b.column) && same(a.targets, b.targets) && a.ordered == b.ordered &&
         same(a.measures, b.measures) && same(a.value_low, b.value_low) && same(a.value_high, b.value_high) &&
         a.value_is_range == b.value_is_range && same(a.best, b.best) && same(a.confidence, b.confidence) &&
         same(a.source, b.source) && same(a.source_column, b.source_column) && same(a.kind_column, b.kind_column) &&
         same(a.date_column, b.date_column) && same(a.note_column, b.note_column) && a.date_format == b.date_format &&
         same(a.kind, b.kind) && same(a.date, b.date) && a.note == b.note && same(a.skip_limit, b.skip_limit);
}

bool same(const RuleStatement& a, const RuleStatement& b) {
  return a.is_default == b.is_default && same(a.name, b.name) && same(a.head, b.head) && same(a.value, b.value) &&
         same(a.body, b.body) && same(a.doc, b.doc);
}

bool same(const LetStatement& a, const LetStatement& b) {
  return same(a.name, b.name) && same(a.parameters, b.parameters) && same(a.value, b.value) && same(a.doc, b.doc);
}

bool same(const CheckStatement& a, const CheckStatement& b) {
  return same(a.condition, b.condition) && a.message == b.message;
}

bool same(const SetStatement& a, const SetStatement& b) { return same(a.name, b.name) && same(a.value, b.value); }

bool same(const QueryStatement& a, const QueryStatement& b) {
  return a.verb == b.verb && a.inner == b.inner && same(a.expr, b.expr);
}

template <class T>
bool same_as(const Statement& a, const Statement& b) {
  return same(static_cast<const T&>(a), static_cast<const T&>(b));
}

bool same(const Statement& a, const Statement& b) {
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case StatementKind::use: return same_as<Use>(a, b);
    case StatementKind::unit: return same_as<UnitDeclaration>(a, b);
    case StatementKind::source: return same_as<SourceDeclaration>(a, b);
    case StatementKind::dimension: return same_as<DimensionDeclaration>(a, b);
    case StatementKind::measure: return same_as<MeasureDeclaration>(a, b);
    case StatementKind::relation: return same_as<RelationDeclaration>(a, b);
    case StatementKind::facts: return same_as<FactsStatement>(a, b);
    case StatementKind::retract: return same_as<RetractStatement>(a, b);
    case StatementKind::load: return same_as<LoadStatement>(a, b);
    case StatementKind::rule: return same_as<RuleStatement>(a, b);
    case StatementKind::let: return same_as<LetStatement>(a, b);
    case StatementKind::check: return same_as<CheckStatement>(a, b);
    case StatementKind::set: return same_as<SetStatement>(a, b);
    case StatementKind::query: return same_as<QueryStatement>(a, b);
  }
  return false;
}

}  // namespace

bool same_tree(const Script& a, const Script& b) {
  return std::equal(a.statements.begin(), a.statements.end(), b.statements.begin(), b.statements.end(),
                    [](const Statement* x, const Statement* y) { return same(*x, *y); });
}

}  // namespace reckon::lang

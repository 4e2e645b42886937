// Walking the tree.
#include "lang/format/format_marks.hpp"

namespace reckon::lang {
namespace {

class MarkCollector {
 public:
  explicit MarkCollector(const Script& script) : text_(script.source->text) {}

  void statement(const Statement& s) {
    switch (s.kind) {
      case StatementKind::unit: return expr(static_cast<const UnitDeclaration&>(s).factor);
      case StatementKind::source: return expr(static_cast<const SourceDeclaration&>(s).date);
      case StatementKind::measure: return measure(static_cast<const MeasureDeclaration&>(s));
      case StatementKind::relation: return call(static_cast<const RelationDeclaration&>(s).name);
      case StatementKind::facts: return facts(static_cast<const FactsStatement&>(s));
      case StatementKind::retract: return retract(static_cast<const RetractStatement&>(s));
      case StatementKind::load: return load(static_cast<const LoadStatement&>(s));
      case StatementKind::rule: return rule(static_cast<const RuleStatement&>(s));
      case StatementKind::let:
        call(static_cast<const LetStatement&>(s).name);
        return expr(static_cast<const LetStatement&>(s).value);
      case StatementKind::check: return expr(static_cast<const CheckStatement&>(s).condition);
      case StatementKind::set: return expr(static_cast<const SetStatement&>(s).value);
      case StatementKind::query: return expr(static_cast<const QueryStatement&>(s).expr);
      case StatementKind::use:
      case StatementKind::dimension: return;
    }
  }

  FormatMarks take() { return std::move(marks_); }

 private:
  void call(const Name& name) { marks_.calls.insert(name.span.begin); }
  void unit(Span span) {
    if (span.end > span.begin) marks_.units[span.begin] = span.end;
  }
  // A unit that the tree keeps as a piece of the source.
  void unit(std::string_view text) {
    if (text.empty() || text.data() < text_.data() || text.data() >= text_.data() + text_.size()) return;
    const auto begin = static_cast<std::uint32_t>(text.data() - text_.data());
    unit(Span{begin, begin + static_cast<std::uint32_t>(text.size())});
  }

  void measure(const MeasureDeclaration& s) {
    call(s.name);
    unit(s.unit_span);
    expr(s.domain);
    if (s.policy != nullptr) clause(*s.policy);
  }

  void facts(const FactsStatement& s) {
    call(s.head);
    provenance(s.provenance);
    for (const FactRow& row : s.rows) {
      for (const Expr* arg : row.args) expr(arg);
      expr(row.value);
      provenance(row.provenance);
    }
  }

  void provenance(const Provenance& said) {
    expr(said.date);
    expr(said.confidence);
  }

  void retract(const RetractStatement& s) {
    expr(s.cell);
    expr(s.date);
  }

  void load(const LoadStatement& s) {
    call(s.head);
    for (const RecordMeasure& each : s.measures) unit(each.unit_span);
    for (const Expr* each : {s.confidence, s.date, s.skip_limit}) expr(each);
  }

  void rule(const RuleStatement& s) {
    for (const Expr* each : {s.head, s.value, s.body}) expr(each);
  }

  void clause(const Clause& clause) {
    expr(clause.expr);
    for (const Expr* name : clause.names) expr(name);
    for (const Assumption& each : clause.assumptions) {
      expr(each.cell);
      expr(each.value);
    }
    if (clause.kind == ClauseKind::to) unit(clause.text);
    if (clause.kind != ClauseKind::under || clause.text.data() < text_.data() ||
        clause.text.data() >= text_.data() + text_.size())
      return;
    marks_.calls.insert(static_cast<std::uint32_t>(clause.text.data() - text_.data()));
  }

  void expr(const Expr* e) {
    if (e == nullptr) return;
    if (e->kind == ExprKind::call) marks_.calls.insert(e->span.begin);
    if (e->kind == ExprKind::unary && e->op == Op::negate) marks_.negations.insert(e->span.begin);
    if (e->kind == ExprKind::range && e->args[0] == nullptr) marks_.open_below.insert(e->span.begin);
    if (e->kind == ExprKind::range && e->args[1] != nullptr) marks_.upper_ends.insert(e->args[1]->span.begin);
    unit(e->unit);
    for (const Expr* arg : e->args) expr(arg);
    for (const Clause* each : e->clauses) clause(*each);
  }

  std::string_view text_;
  FormatMarks marks_;
};

}  // namespace

FormatMarks format_marks(const Script& script) {
  MarkCollector collector(script);
  for (const Statement* statement : script.statements) collector.statement(*statement);
  return collector.take();
}

}  // namespace reckon::lang

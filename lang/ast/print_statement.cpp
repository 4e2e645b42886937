// Statements to canonical text: one line each, with a line for each member and each fact row of a group.
#include "lang/ast/print.hpp"
#include "lang/ast/print_expression.hpp"
#include "lang/parse/scan.hpp"

namespace reckon::lang {
namespace {

class StatementPrinter {
 public:
  explicit StatementPrinter(std::string& out) : out_(out) {}

  void print(const Statement& s) {
    switch (s.kind) {
      case StatementKind::use: return print(static_cast<const Use&>(s));
      case StatementKind::unit: return print(static_cast<const UnitDeclaration&>(s));
      case StatementKind::source: return print(static_cast<const SourceDeclaration&>(s));
      case StatementKind::dimension: return print(static_cast<const DimensionDeclaration&>(s));
      case StatementKind::measure: return print(static_cast<const MeasureDeclaration&>(s));
      case StatementKind::relation: return print(static_cast<const RelationDeclaration&>(s));
      case StatementKind::facts: return print(static_cast<const FactsStatement&>(s));
      case StatementKind::retract: return print(static_cast<const RetractStatement&>(s));
      case StatementKind::load: return print(static_cast<const LoadStatement&>(s));
      case StatementKind::rule: return print(static_cast<const RuleStatement&>(s));
      case StatementKind::let: return print(static_cast<const LetStatement&>(s));
      case StatementKind::check: return print(static_cast<const CheckStatement&>(s));
      case StatementKind::set: return print(static_cast<const SetStatement&>(s));
      case StatementKind::query: return print(static_cast<const QueryStatement&>(s));
    }
  }

 private:
  void print(const Use& s) {
    out_ += "use ";
    append_name(out_, s.module.text, s.module.quoted);
  }

  void print(const UnitDeclaration& s) {
    (out_ += "unit ") += s.name.text;
    expression(" = ", s.factor, Level::sum);
    doc(s.doc);
  }

  void print(const SourceDeclaration& s) {
    name("source ", s.name);
    text(" ", s.doc.description);
    expression(" on ", s.date, Level::operand);
    text(" example ", s.doc.example);
  }

  void print(const DimensionDeclaration& s) {
    name("dimension ", s.name);
    if (s.ordered) out_ += " ordered";
    parents(s.parents);
    doc(s.doc);
    if (!s.closed) return;
    out_ += s.members.empty() ? " {" : " {\n";
    for (const Member& member : s.members) print(member);
    out_ += '}';
  }

  void print(const Member& member) {
    name("  ", member.name);
    text(" ", member.description);
    for (const Name& alias : member.aliases) name(" ", alias);
    parents(member.parents);
    out_ += '\n';
  }

  void print(const MeasureDeclaration& s) {
    name("measure ", s.name);
    if (!s.axes.empty()) axes(s.axes);
    (out_ += " : ") += s.unit;
    additivity(s.additivity);
    expression(" in ", s.domain, Level::range);
    if (s.policy != nullptr) {
      out_ += ' ';
      append(out_, *s.policy);
    }
    doc(s.doc);
  }

  void print(const RelationDeclaration& s) {
    name("relation ", s.name);
    axes(s.axes);
    doc(s.doc);
  }

  void print(const FactsStatement& s) {
    name(s.grouped ? "facts " : "fact ", s.head);
    provenance(s.provenance);
    if (!s.grouped) return row(s.rows.front(), !s.rows.front().args.empty());
    out_ += s.rows.empty() ? " {" : " {\n";
    for (const FactRow& each : s.rows) {
      out_ += "  ";
      row(each, true);
      out_ += ",\n";
    }
    out_ += '}';
  }

  void row(const FactRow& each, bool with_arguments) {
    if (with_arguments) append_arguments(out_, each.args, each.labels);
    expression(" = ", each.value, Level::range);
    provenance(each.provenance);
  }

  void provenance(const Provenance& said) {
    name(" from ", said.source);
    name(" as ", said.kind);
    expression(" on ", said.date, Level::operand);
    text(" note ", said.note);
    expression(" ci ", said.confidence, Level::operand);
  }

  void print(const RetractStatement& s) {
    expression("retract ", s.cell, Level::operand);
    name(" from ", s.source);
    expression(" on ", s.date, Level::operand);
  }

  void print(const LoadStatement& s) {
    text("load ", s.file);
    text(" table ", s.table);
    out_ += s.what == LoadKind::dimension ? " as dimension" : s.what == LoadKind::records ? " as records" : " as";
    name(" ", s.head);
    column(s.head, s.column);
    if (s.ordered) out_ += " ordered";
    if (s.what == LoadKind::dimension) {
      load_parents(s.targets);
    } else {
      targets(s.targets);
    }
    if (s.what == LoadKind::records) records(s.measures);
    name(" value ", s.value_low);
    if (s.value_is_range) name("..", s.value_high);
    name(" best ", s.best);
    expression(" ci ", s.confidence, Level::operand);
    name(" from ", s.source);
    name(" from column ", s.source_column);
    name(" as ", s.kind);
    name(" as column ", s.kind_column);
    expression(" on ", s.date, Level::operand);
    name(" on column ", s.date_column);
    text(" format ", s.date_format);
    text(" note ", s.note);
    name(" note column ", s.note_column);
    expression(" skipping errors up to ", s.skip_limit, Level::operand);
  }

  void load_parents(const List<LoadTarget>& all) {
    if (all.empty()) return;
    out_ += " -> ";
    if (all.size() != 1) return targets(all);
    target(all.front());
  }

  void targets(const List<LoadTarget>& all) {
    out_ += '(';
    append_list(out_, all, [this](const LoadTarget& each) { target(each); });
    out_ += ')';
  }

  void target(const LoadTarget& each) {
    name("", each.dimension);
    column(each.dimension, each.column.column);
    text(" format ", each.column.format);
  }

  void records(const List<RecordMeasure>& all) {
    out_ += " { ";
    append_list(out_, all, [this](const RecordMeasure& each) {
      name("", each.name);
      column(each.name, each.column);
      (out_ += " : ") += each.unit;
      additivity(each.additivity);
    });
    out_ += " }";
  }

  void column(const Name& own, const Name& other) {
    if (other.text != own.text) name(" = ", other);
  }

  void print(const RuleStatement& s) {
    out_ += s.is_default ? "default" : "rule";
    name(" as ", s.name);
    expression(" ", s.head, Level::operand);
    expression(" = ", s.value, Level::clauses);
    expression(" if ", s.body, Level::logical_or);
    doc(s.doc);
  }

  void print(const LetStatement& s) {
    name("let ", s.name);
    if (!s.parameters.empty()) {
      out_ += '(';
      append_list(out_, s.parameters, [this](const Name& each) { name("", each); });
      out_ += ')';
    }
    expression(" = ", s.value, Level::clauses);
    doc(s.doc);
  }

  void print(const CheckStatement& s) {
    asked("check ", *s.condition);
    text(" ", s.message);
  }

  void print(const SetStatement& s) {
    name("set ", s.name);
    expression(" = ", s.value, Level::conditional);
  }

  void print(const QueryStatement& s) {
    static constexpr std::string_view verbs[] = {"", "why ", "why not ", "explain ", "drivers ", "plot ", "conflicts "};
    const std::string_view verb = verbs[static_cast<std::size_t>(s.verb)];
    if (s.inner != Verb::none) {
      out_ += verb;
      asked(verbs[static_cast<std::size_t>(s.inner)], *s.expr);
    } else if (s.verb == Verb::none) {
      append(out_, *s.expr, Level::clauses);
    } else {
      asked(verb, *s.expr);
    }
  }

  // An expression behind a word that is a name itself where an operator follows.
  void asked(std::string_view word, const Expr& e) {
    std::string expr = reckon::lang::print(e);
    out_ += word;
    out_ += expr.front() == '.' ? "(" + expr + ")" : expr;
  }

  // ---- parts, each with the words before it, or nothing where it is not there

  void name(std::string_view before, const Name& each) {
    if (each.text.empty()) return;
    out_ += before;
    out_ += quoted_if_needed(each.text);
  }

  void text(std::string_view before, std::string_view what) {
    if (what.empty()) return;
    out_ += before;
    append_text(out_, what);
  }

  void expression(std::string_view before, const Expr* e, Level place) {
    if (e == nullptr) return;
    out_ += before;
    append(out_, *e, place);
  }

  void doc(const Doc& said) {
    text(" ", said.description);
    text(" example ", said.example);
  }

  void parents(const List<Name>& all) {
    if (all.empty()) return;
    out_ += all.size() == 1 ? " -> " : " -> (";
    append_list(out_, all, [this](const Name& each) { name("", each); });
    if (all.size() != 1) out_ += ')';
  }

  void axes(const List<Axis>& all) {
    out_ += '(';
    append_list(out_, all, [this](const Axis& axis) {
      name("", axis.role);
      name(axis.role.text.empty() ? "" : ": ", axis.dimension);
    });
    out_ += ')';
  }

  void additivity(AdditivityWord word) {
    static constexpr std::string_view words[] = {"", " flow", " stock", " rate"};
    out_ += words[static_cast<std::size_t>(word)];
  }

  std::string& out_;
};

}  // namespace

std::string print(const Statement& s) {
  std::string out;
  StatementPrinter(out).print(s);
  return out;
}

std::string print(const Script& script) {
  std::string out;
  for (const Statement* s : script.statements) {
    StatementPrinter(out).print(*s);
    out += '\n';
  }
  return out;
}

}  // namespace reckon::lang

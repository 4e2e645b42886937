// What the builder does at each rule of the statements, but load.
#pragma once

#include "lang/parse/expression_actions.hpp"
#include "lang/parse/statement.hpp"

namespace reckon::lang::grammar {

AdditivityWord additivity_of(std::string_view word);

// ---- what many statements share

inline void on(rule<description>, Builder& b) {
  b.once(b.doc.description.empty(), b.name.span, "the description");
  b.doc.description = b.name.text;
}
inline void on(rule<example_text>, Builder& b) { b.doc.example = b.name.text, b.doc.example_span = b.name.span; }
inline void on(rule<declared_name>, Builder& b) { b.head = b.name; }
inline void on(rule<listed_name>, Builder& b) { b.names.push_back(b.name); }
inline void on(rule<alias>, Builder& b) { b.names.push_back(b.name); }
inline void on(rule<axis_name>, Builder& b) { b.axes.push_back({Name(), b.name}); }
inline void on(rule<axis_dimension>, Builder& b) {
  Axis& axis = b.axes.back();
  axis.role = axis.dimension;
  axis.dimension = b.name;
}
inline void on(rule<additivity_word>, Builder& b, std::string_view read) { b.word = read; }

// ---- declarations

inline void on(rule<use_word>, Builder& b) { b.start<Use>(StatementKind::use); }
inline void on(rule<use>, Builder& b) { b.current<Use>().module = b.head; }

inline void on(rule<unit_word>, Builder& b) { b.start<UnitDeclaration>(StatementKind::unit, Followers::texts); }
inline void on(rule<unit_name>, Builder& b, std::string_view read) {
  b.read_name(read);
  b.current<UnitDeclaration>().name = b.name;
}
inline void on(rule<unit_factor>, Builder& b) { b.current<UnitDeclaration>().factor = b.pop(); }
inline void on(rule<unit_declaration>, Builder& b) { b.current<UnitDeclaration>().doc = b.take(b.doc); }

inline void on(rule<source_word>, Builder& b) { b.start<SourceDeclaration>(StatementKind::source); }
inline void on(rule<source_date>, Builder& b) { b.current<SourceDeclaration>().date = b.pop(); }
inline void on(rule<source_declaration>, Builder& b) {
  auto& made = b.current<SourceDeclaration>();
  made.name = b.head;
  made.doc = b.take(b.doc);
}

inline void on(rule<dimension_word>, Builder& b) { b.start<DimensionDeclaration>(StatementKind::dimension); }
inline void on(rule<ordered_word>, Builder& b) { b.current<DimensionDeclaration>().ordered = true; }
inline void on(rule<dimension_parents>, Builder& b) { b.current<DimensionDeclaration>().parents = b.take(b.names); }
inline void on(rule<member_name>, Builder& b) { b.members.emplace_back().name = b.name; }
inline void on(rule<member_description>, Builder& b) { b.members.back().description = b.name.text; }
inline void on(rule<aliases>, Builder& b) { b.members.back().aliases = b.take(b.names); }
inline void on(rule<member_parents>, Builder& b) { b.members.back().parents = b.take(b.names); }
inline void on(rule<members>, Builder& b) { b.current<DimensionDeclaration>().closed = true; }
inline void on(rule<dimension_declaration>, Builder& b) {
  auto& made = b.current<DimensionDeclaration>();
  made.name = b.head;
  made.members = b.take(b.members);
  made.doc = b.take(b.doc);
}

inline void on(rule<measure_word>, Builder& b) {
  b.start<MeasureDeclaration>(StatementKind::measure, Followers::texts);
}
inline void on(rule<measure_unit>, Builder& b) {
  b.current<MeasureDeclaration>().unit = b.word;
  b.current<MeasureDeclaration>().unit_span = b.word_span();
}
inline void on(rule<measure_additivity>, Builder& b) {
  auto& made = b.current<MeasureDeclaration>();
  b.once(made.additivity == AdditivityWord::unstated, b.word_span(), "flow, stock or rate");
  made.additivity = additivity_of(b.word);
}
inline void on(rule<measure_domain>, Builder& b) {
  auto& made = b.current<MeasureDeclaration>();
  b.once(made.domain == nullptr, b.top_span(), "the domain");
  made.domain = b.pop();
}
inline void on(rule<measure_policy>, Builder& b, std::string_view read) {
  auto& made = b.current<MeasureDeclaration>();
  b.once(made.policy == nullptr, b.word_span(), "the policy");
  made.policy = b.policy(read.data());
}
inline void on(rule<measure_declaration>, Builder& b) {
  auto& made = b.current<MeasureDeclaration>();
  made.name = b.head;
  made.axes = b.take(b.axes);
  made.doc = b.take(b.doc);
}

inline void on(rule<relation_word>, Builder& b) { b.start<RelationDeclaration>(StatementKind::relation); }
inline void on(rule<relation_declaration>, Builder& b) {
  auto& made = b.current<RelationDeclaration>();
  made.name = b.head;
  made.axes = b.take(b.axes);
  made.doc = b.take(b.doc);
}

// ---- facts

inline void on(rule<source_name>, Builder& b) {
  b.once(b.provenance.source.text.empty(), b.name.span, "`from`");
  b.provenance.source = b.name;
}
inline void on(rule<kind_name>, Builder& b) {
  b.once(b.provenance.kind.text.empty(), b.name.span, "`as`");
  b.provenance.kind = b.name;
}
inline void on(rule<fact_date>, Builder& b) {
  b.once(b.provenance.date == nullptr, b.top_span(), "`on`");
  b.provenance.date = b.pop();
}
inline void on(rule<note_text>, Builder& b) {
  b.once(b.provenance.note.empty(), b.name.span, "`note`");
  b.provenance.note = b.name.text;
}
inline void on(rule<confidence>, Builder& b) {
  b.once(b.provenance.confidence == nullptr, b.top_span(), "`ci`");
  b.provenance.confidence = b.pop();
}

inline void on(rule<fact_word>, Builder& b) {
  b.start<FactsStatement>(StatementKind::facts, Followers::provenance);
  b.rows.emplace_back();
}
inline void on(rule<fact_cell>, Builder& b) {
  const Builder::Group group = b.take_group();
  b.rows.back().args = group.items;
  b.rows.back().labels = group.labels;
}
inline void on(rule<stated_value>, Builder& b) { b.rows.back().value = b.pop(); }
inline void on(rule<fact>, Builder& b, std::string_view read) {
  auto& made = b.current<FactsStatement>();
  made.head = b.head;
  b.rows.back().provenance = b.take(b.provenance);
  b.rows.back().span = b.span_to_here(read.data());
  made.rows = b.take(b.rows);
}

inline void on(rule<facts_word>, Builder& b) {
  b.start<FactsStatement>(StatementKind::facts, Followers::provenance).grouped = true;
}
inline void on(rule<rows_open>, Builder& b) {
  b.current<FactsStatement>().head = b.head;
  b.current<FactsStatement>().provenance = b.take(b.provenance);
}
inline void on(rule<row_begin>, Builder& b) { b.rows.emplace_back(); }
inline void on(rule<row>, Builder& b, std::string_view read) {
  b.rows.back().provenance = b.take(b.provenance);
  b.rows.back().span = b.span_to_here(read.data());
}
inline void on(rule<facts>, Builder& b) { b.current<FactsStatement>().rows = b.take(b.rows); }

inline void on(rule<retract_word>, Builder& b) { b.start<RetractStatement>(StatementKind::retract); }
inline void on(rule<retract>, Builder& b) {
  auto& made = b.current<RetractStatement>();
  made.cell = b.pop();
  made.source = b.provenance.source;
  made.date = b.provenance.date;
  b.provenance = {};
}

// ---- rules and definitions

inline void on(rule<rule_word>, Builder& b) { b.start<RuleStatement>(StatementKind::rule, Followers::texts); }
inline void on(rule<default_word>, Builder& b) {
  b.start<RuleStatement>(StatementKind::rule, Followers::texts).is_default = true;
}
inline void on(rule<rule_name>, Builder& b) { b.current<RuleStatement>().name = b.name; }
inline void on(rule<rule_head>, Builder& b) { b.current<RuleStatement>().head = b.pop(); }
inline void on(rule<rule_value>, Builder& b) { b.current<RuleStatement>().value = b.pop(); }
inline void on(rule<rule_body>, Builder& b) { b.current<RuleStatement>().body = b.pop(); }
inline void on(rule<rule_statement>, Builder& b) { b.current<RuleStatement>().doc = b.take(b.doc); }

inline void on(rule<let_word>, Builder& b) { b.start<LetStatement>(StatementKind::let, Followers::texts); }
inline void on(rule<let_parameters>, Builder& b) { b.current<LetStatement>().parameters = b.take(b.names); }
inline void on(rule<let>, Builder& b) {
  auto& made = b.current<LetStatement>();
  made.name = b.head;
  made.value = b.pop();
  made.doc = b.take(b.doc);
}

inline void on(rule<check_word>, Builder& b) { b.start<CheckStatement>(StatementKind::check, Followers::texts); }
inline void on(rule<check_message>, Builder& b) { b.current<CheckStatement>().message = b.name.text; }
inline void on(rule<check>, Builder& b) { b.current<CheckStatement>().condition = b.pop(); }

inline void on(rule<set_word>, Builder& b) { b.start<SetStatement>(StatementKind::set); }
inline void on(rule<set>, Builder& b) {
  b.current<SetStatement>().name = b.head;
  b.current<SetStatement>().value = b.pop();
}

// ---- queries

template <Verb which, class Opener>
void on(rule<query_verb<which, Opener>>, Builder& b) {
  b.start<QueryStatement>(StatementKind::query).verb = which;
}
template <Verb which, class Opener>
void on(rule<inner_verb<which, Opener>>, Builder& b) {
  b.current<QueryStatement>().inner = which;
}
inline void on(rule<plain_query>, Builder& b) { b.start<QueryStatement>(StatementKind::query); }
inline void on(rule<query>, Builder& b) { b.current<QueryStatement>().expr = b.pop(); }

}  // namespace reckon::lang::grammar

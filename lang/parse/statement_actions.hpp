// What the builder does at each rule of the statements, but load.
#pragma once

#include "lang/parse/expression_actions.hpp"
#include "lang/parse/statement.hpp"

namespace reckon::lang::grammar {

// An action that needs only the builder.
template <void (*act)(Builder&)>
struct simply {
  static void apply0(Builder& b) { act(b); }
};

AdditivityWord additivity_of(std::string_view word);

// ---- what many statements share

template <>
struct action<description> : simply<[](Builder& b) {
  b.once(b.doc.description.empty(), "the description");
  b.doc.description = b.name.text;
}> {};
template <>
struct action<example_text> : simply<[](Builder& b) { b.doc.example = b.name.text, b.doc.example_span = b.name.span; }> {};
template <>
struct action<declared_name> : simply<[](Builder& b) { b.head = b.name; }> {};
template <>
struct action<listed_name> : simply<[](Builder& b) { b.names.push_back(b.name); }> {};
template <>
struct action<alias> : action<listed_name> {};
template <>
struct action<axis_name> : simply<[](Builder& b) { b.axes.push_back({Name(), b.name}); }> {};
template <>
struct action<axis_dimension> : simply<[](Builder& b) {
  Axis& axis = b.axes.back();
  axis.role = axis.dimension;
  axis.dimension = b.name;
}> {};
template <>
struct action<additivity_word> {
  template <class In>
  static void apply(const In& in, Builder& b) { b.word = in.string_view(); }
};

// ---- declarations

template <>
struct action<use_word> : simply<[](Builder& b) { b.start<Use>(StatementKind::use); }> {};
template <>
struct action<use> : simply<[](Builder& b) { b.current<Use>().module = b.head; }> {};

template <>
struct action<unit_word> : simply<[](Builder& b) { b.start<UnitDeclaration>(StatementKind::unit, Followers::texts); }> {};
template <>
struct action<unit_name> {
  template <class In>
  static void apply(const In& in, Builder& b) { b.read_name(in.string_view()); }
};
template <>
struct action<unit_factor> : simply<[](Builder& b) { b.current<UnitDeclaration>().factor = b.pop(); }> {};
template <>
struct action<unit_declaration> : simply<[](Builder& b) { b.current<UnitDeclaration>().doc = b.take(b.doc); }> {};

template <>
struct action<source_word> : simply<[](Builder& b) { b.start<SourceDeclaration>(StatementKind::source); }> {};
template <>
struct action<source_date> : simply<[](Builder& b) { b.current<SourceDeclaration>().date = b.pop(); }> {};
template <>
struct action<source_declaration> : simply<[](Builder& b) {
  auto& made = b.current<SourceDeclaration>();
  made.name = b.head;
  made.doc = b.take(b.doc);
}> {};

template <>
struct action<dimension_word> : simply<[](Builder& b) { b.start<DimensionDeclaration>(StatementKind::dimension); }> {};
template <>
struct action<ordered_word> : simply<[](Builder& b) { b.current<DimensionDeclaration>().ordered = true; }> {};
template <>
struct action<dimension_parents> : simply<[](Builder& b) {
  b.current<DimensionDeclaration>().parents = b.take(b.names);
}> {};
template <>
struct action<member_name> : simply<[](Builder& b) { b.members.emplace_back().name = b.name; }> {};
template <>
struct action<member_description> : simply<[](Builder& b) { b.members.back().description = b.name.text; }> {};
template <>
struct action<aliases> : simply<[](Builder& b) { b.members.back().aliases = b.take(b.names); }> {};
template <>
struct action<member_parents> : simply<[](Builder& b) { b.members.back().parents = b.take(b.names); }> {};
template <>
struct action<members> : simply<[](Builder& b) { b.current<DimensionDeclaration>().closed = true; }> {};
template <>
struct action<dimension_declaration> : simply<[](Builder& b) {
  auto& made = b.current<DimensionDeclaration>();
  made.name = b.head;
  made.members = b.take(b.members);
  made.doc = b.take(b.doc);
}> {};

template <>
struct action<measure_word> : simply<[](Builder& b) {
  b.start<MeasureDeclaration>(StatementKind::measure, Followers::texts);
}> {};
template <>
struct action<measure_unit> : simply<[](Builder& b) {
  b.current<MeasureDeclaration>().unit = b.word;
  b.current<MeasureDeclaration>().unit_span = b.span(b.word.data(), b.word.data() + b.word.size());
}> {};
template <>
struct action<measure_additivity> : simply<[](Builder& b) {
  auto& made = b.current<MeasureDeclaration>();
  b.once(made.additivity == AdditivityWord::unstated, "flow, stock or rate");
  made.additivity = additivity_of(b.word);
}> {};
template <>
struct action<measure_domain> : simply<[](Builder& b) {
  auto& made = b.current<MeasureDeclaration>();
  b.once(made.domain == nullptr, "the domain");
  made.domain = b.pop();
}> {};
template <>
struct action<measure_policy> : from_here<[](Builder& b, const char* at) {
  auto& made = b.current<MeasureDeclaration>();
  b.once(made.policy == nullptr, "the policy");
  made.policy = b.policy(at);
}> {};
template <>
struct action<measure_declaration> : simply<[](Builder& b) {
  auto& made = b.current<MeasureDeclaration>();
  made.name = b.head;
  made.axes = b.take(b.axes);
  made.doc = b.take(b.doc);
}> {};

template <>
struct action<relation_word> : simply<[](Builder& b) { b.start<RelationDeclaration>(StatementKind::relation); }> {};
template <>
struct action<relation_declaration> : simply<[](Builder& b) {
  auto& made = b.current<RelationDeclaration>();
  made.name = b.head;
  made.axes = b.take(b.axes);
  made.doc = b.take(b.doc);
}> {};

// ---- facts

template <>
struct action<source_name> : simply<[](Builder& b) {
  b.once(b.provenance.source.text.empty(), "`from`");
  b.provenance.source = b.name;
}> {};
template <>
struct action<kind_name> : simply<[](Builder& b) {
  b.once(b.provenance.kind.text.empty(), "`as`");
  b.provenance.kind = b.name;
}> {};
template <>
struct action<fact_date> : simply<[](Builder& b) {
  b.once(b.provenance.date == nullptr, "`on`");
  b.provenance.date = b.pop();
}> {};
template <>
struct action<note_text> : simply<[](Builder& b) {
  b.once(b.provenance.note.empty(), "`note`");
  b.provenance.note = b.name.text;
}> {};
template <>
struct action<confidence> : simply<[](Builder& b) {
  b.once(b.provenance.confidence == nullptr, "`ci`");
  b.provenance.confidence = b.pop();
}> {};

template <>
struct action<fact_word> : simply<[](Builder& b) {
  b.start<FactsStatement>(StatementKind::facts, Followers::provenance);
  b.rows.emplace_back();
}> {};
template <>
struct action<fact_cell> : simply<[](Builder& b) {
  const Builder::Group group = b.take_group();
  b.rows.back().args = group.items;
  b.rows.back().labels = group.labels;
}> {};
template <>
struct action<stated_value> : simply<[](Builder& b) { b.rows.back().value = b.pop(); }> {};
template <>
struct action<fact> : from_here<[](Builder& b, const char* at) {
  auto& made = b.current<FactsStatement>();
  made.head = b.head;
  b.rows.back().provenance = b.take(b.provenance);
  b.rows.back().span = b.span_to_here(at);
  made.rows = b.take(b.rows);
}> {};

template <>
struct action<facts_word> : simply<[](Builder& b) {
  b.start<FactsStatement>(StatementKind::facts, Followers::provenance).grouped = true;
}> {};
template <>
struct action<rows_open> : simply<[](Builder& b) {
  b.current<FactsStatement>().head = b.head;
  b.current<FactsStatement>().provenance = b.take(b.provenance);
}> {};
template <>
struct action<row_begin> : simply<[](Builder& b) { b.rows.emplace_back(); }> {};
template <>
struct action<row> : from_here<[](Builder& b, const char* at) {
  b.rows.back().provenance = b.take(b.provenance);
  b.rows.back().span = b.span_to_here(at);
}> {};
template <>
struct action<facts> : simply<[](Builder& b) { b.current<FactsStatement>().rows = b.take(b.rows); }> {};

template <>
struct action<retract_word> : simply<[](Builder& b) { b.start<RetractStatement>(StatementKind::retract); }> {};
template <>
struct action<retract> : simply<[](Builder& b) {
  auto& made = b.current<RetractStatement>();
  made.cell = b.pop();
  made.source = b.provenance.source;
  made.date = b.provenance.date;
  b.provenance = {};
}> {};

// ---- rules and definitions

template <>
struct action<rule_word> : simply<[](Builder& b) { b.start<RuleStatement>(StatementKind::rule, Followers::texts); }> {};
template <>
struct action<default_word> : simply<[](Builder& b) {
  b.start<RuleStatement>(StatementKind::rule, Followers::texts).is_default = true;
}> {};
template <>
struct action<rule_name> : simply<[](Builder& b) { b.current<RuleStatement>().name = b.name; }> {};
template <>
struct action<rule_head> : simply<[](Builder& b) { b.current<RuleStatement>().head = b.pop(); }> {};
template <>
struct action<rule_value> : simply<[](Builder& b) { b.current<RuleStatement>().value = b.pop(); }> {};
template <>
struct action<rule_body> : simply<[](Builder& b) { b.current<RuleStatement>().body = b.pop(); }> {};
template <>
struct action<rule> : simply<[](Builder& b) { b.current<RuleStatement>().doc = b.take(b.doc); }> {};

template <>
struct action<let_word> : simply<[](Builder& b) { b.start<LetStatement>(StatementKind::let, Followers::texts); }> {};
template <>
struct action<let_parameters> : simply<[](Builder& b) { b.current<LetStatement>().parameters = b.take(b.names); }> {};
template <>
struct action<let> : simply<[](Builder& b) {
  auto& made = b.current<LetStatement>();
  made.name = b.head;
  made.value = b.pop();
  made.doc = b.take(b.doc);
}> {};

template <>
struct action<check_word> : simply<[](Builder& b) { b.start<CheckStatement>(StatementKind::check, Followers::texts); }> {};
template <>
struct action<check_message> : simply<[](Builder& b) { b.current<CheckStatement>().message = b.name.text; }> {};
template <>
struct action<check> : simply<[](Builder& b) { b.current<CheckStatement>().condition = b.pop(); }> {};

template <>
struct action<set_word> : simply<[](Builder& b) { b.start<SetStatement>(StatementKind::set); }> {};
template <>
struct action<set> : simply<[](Builder& b) {
  b.current<SetStatement>().name = b.head;
  b.current<SetStatement>().value = b.pop();
}> {};

// ---- queries

template <Verb which, class Opener>
struct action<query_verb<which, Opener>> {
  static void apply0(Builder& b) { b.start<QueryStatement>(StatementKind::query).verb = which; }
};
template <Verb which, class Opener>
struct action<inner_verb<which, Opener>> {
  static void apply0(Builder& b) { b.current<QueryStatement>().inner = which; }
};
template <>
struct action<plain_query> : simply<[](Builder& b) { b.start<QueryStatement>(StatementKind::query); }> {};
template <>
struct action<query> : simply<[](Builder& b) { b.current<QueryStatement>().expr = b.pop(); }> {};

}  // namespace reckon::lang::grammar

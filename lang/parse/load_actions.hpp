// What the builder does at each rule of the load statement.
#pragma once

#include "lang/parse/load.hpp"
#include "lang/parse/statement_actions.hpp"

namespace reckon::lang::grammar {

inline LoadStatement& loading(Builder& b) { return b.current<LoadStatement>(); }

template <>
struct action<load_word> : simply<[](Builder& b) {
  b.start<LoadStatement>(StatementKind::load, Followers::provenance);
}> {};
template <>
struct action<file_name> : simply<[](Builder& b) { loading(b).file = b.name.text, loading(b).file_span = b.name.span; }> {};
template <>
struct action<table_name> : simply<[](Builder& b) { loading(b).table = b.name.text; }> {};
template <>
struct action<load_head> : simply<[](Builder& b) { loading(b).head = b.name; }> {};
template <>
struct action<load_ordered> : simply<[](Builder& b) { loading(b).ordered = true; }> {};
template <>
struct action<load_dimension_word> : simply<[](Builder& b) { loading(b).what = LoadKind::dimension; }> {};
template <>
struct action<records_word> : simply<[](Builder& b) { loading(b).what = LoadKind::records; }> {};

template <>
struct action<target_name> : simply<[](Builder& b) { b.targets.push_back({b.name, {b.name, {}}}); }> {};
template <>
struct action<target_column> : simply<[](Builder& b) { b.targets.back().column.column = b.name; }> {};
template <>
struct action<target_format> : simply<[](Builder& b) { b.targets.back().column.format = b.name.text; }> {};

template <>
struct action<record_name> : simply<[](Builder& b) {
  RecordMeasure& made = b.measures.emplace_back();
  made.name = made.column = b.name;
}> {};
template <>
struct action<record_column> : simply<[](Builder& b) { b.measures.back().column = b.name; }> {};
template <>
struct action<record_unit> : simply<[](Builder& b) {
  b.measures.back().unit = b.word;
  b.measures.back().unit_span = b.span(b.word.data(), b.word.data() + b.word.size());
}> {};
template <>
struct action<record_additivity> : simply<[](Builder& b) { b.measures.back().additivity = additivity_of(b.word); }> {};

template <>
struct action<value_low> : simply<[](Builder& b) {
  b.once(loading(b).value_low.text.empty(), "`value`");
  loading(b).value_low = b.name;
}> {};
template <>
struct action<value_high> : simply<[](Builder& b) { loading(b).value_high = b.name, loading(b).value_is_range = true; }> {};
template <>
struct action<best_column> : simply<[](Builder& b) { loading(b).best = b.name; }> {};
template <>
struct action<source_column> : simply<[](Builder& b) { loading(b).source_column = b.name; }> {};
template <>
struct action<kind_column> : simply<[](Builder& b) { loading(b).kind_column = b.name; }> {};
template <>
struct action<date_column> : simply<[](Builder& b) { loading(b).date_column = b.name; }> {};
template <>
struct action<date_format> : simply<[](Builder& b) { loading(b).date_format = b.name.text; }> {};
template <>
struct action<note_column> : simply<[](Builder& b) { loading(b).note_column = b.name; }> {};
template <>
struct action<skip_limit> : simply<[](Builder& b) { loading(b).skip_limit = b.pop(); }> {};

template <>
struct action<load> : simply<[](Builder& b) {
  LoadStatement& made = loading(b);
  const Provenance said = b.take(b.provenance);
  made.source = said.source;
  made.kind = said.kind;
  made.date = said.date;
  made.note = said.note;
  made.confidence = said.confidence;
  made.targets = b.take(b.targets);
  made.measures = b.take(b.measures);
}> {};

}  // namespace reckon::lang::grammar

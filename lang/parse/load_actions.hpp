// What the builder does at each rule of the load statement.
#pragma once

#include "lang/parse/load.hpp"
#include "lang/parse/statement_actions.hpp"

namespace reckon::lang::grammar {

inline LoadStatement& loading(Builder& b) { return b.current<LoadStatement>(); }

inline void on(rule<load_word>, Builder& b) { b.start<LoadStatement>(StatementKind::load, Followers::provenance); }
inline void on(rule<file_name>, Builder& b) { loading(b).file = b.name.text, loading(b).file_span = b.name.span; }
inline void on(rule<table_name>, Builder& b) { loading(b).table = b.name.text; }
inline void on(rule<load_head>, Builder& b) { loading(b).head = loading(b).column = b.name; }
inline void on(rule<load_column>, Builder& b) { loading(b).column = b.name; }
inline void on(rule<load_ordered>, Builder& b) { loading(b).ordered = true; }
inline void on(rule<load_dimension_word>, Builder& b) { loading(b).what = LoadKind::dimension; }
inline void on(rule<records_word>, Builder& b) { loading(b).what = LoadKind::records; }

inline void on(rule<target_name>, Builder& b) { b.targets.push_back({b.name, {b.name, {}}}); }
inline void on(rule<target_column>, Builder& b) { b.targets.back().column.column = b.name; }
inline void on(rule<target_format>, Builder& b) { b.targets.back().column.format = b.name.text; }

inline void on(rule<record_name>, Builder& b) {
  RecordMeasure& made = b.measures.emplace_back();
  made.name = made.column = b.name;
}
inline void on(rule<record_column>, Builder& b) { b.measures.back().column = b.name; }
inline void on(rule<record_unit>, Builder& b) {
  b.measures.back().unit = b.word;
  b.measures.back().unit_span = b.word_span();
}
inline void on(rule<record_additivity>, Builder& b) { b.measures.back().additivity = additivity_of(b.word); }

inline void on(rule<value_low>, Builder& b) {
  b.once(loading(b).value_low.text.empty(), b.name.span, "`value`");
  loading(b).value_low = b.name;
}
inline void on(rule<value_high>, Builder& b) { loading(b).value_high = b.name, loading(b).value_is_range = true; }
inline void on(rule<best_column>, Builder& b) { loading(b).best = b.name; }
inline void on(rule<source_column>, Builder& b) { loading(b).source_column = b.name; }
inline void on(rule<kind_column>, Builder& b) { loading(b).kind_column = b.name; }
inline void on(rule<date_column>, Builder& b) { loading(b).date_column = b.name; }
inline void on(rule<date_format>, Builder& b) { loading(b).date_format = b.name.text; }
inline void on(rule<note_column>, Builder& b) { loading(b).note_column = b.name; }
inline void on(rule<skip_limit>, Builder& b) { loading(b).skip_limit = b.pop(); }

inline void on(rule<load>, Builder& b) {
  LoadStatement& made = loading(b);
  const Provenance said = b.take(b.provenance);
  made.source = said.source;
  made.kind = said.kind;
  made.date = said.date;
  made.note = said.note;
  made.confidence = said.confidence;
  made.targets = b.take(b.targets);
  made.measures = b.take(b.measures);
}

// What PEGTL asks for, found among the functions above.
template <class Rule>
concept acts = requires(Builder& b) {
  on(rule<Rule>(), b);
};
template <class Rule>
concept acts_on_text = requires(Builder& b, std::string_view read) {
  on(rule<Rule>(), b, read);
};

template <class Rule>
struct action : pegtl::nothing<Rule> {};
template <acts Rule>
struct action<Rule> {
  static void apply0(Builder& b) { on(rule<Rule>(), b); }
};
template <acts_on_text Rule>
struct action<Rule> {
  template <class In>
  static void apply(const In& in, Builder& b) {
    on(rule<Rule>(), b, in.string_view());
  }
};

}  // namespace reckon::lang::grammar

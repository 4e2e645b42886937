// What the builder does at each rule of the expression grammar.
#pragma once

#include "lang/parse/expression.hpp"

namespace reckon::lang::grammar {

// `on(rule<R>, builder)` runs when the rule R has matched; with a third parameter it is given the text that R took,
// the gap behind included.
template <class Rule>
struct rule {};

// ---- words

inline void on(rule<identifier>, Builder& b, std::string_view read) { b.read_name(read); }
inline void on(rule<quoted_name>, Builder& b, std::string_view read) { b.read_quoted_name(read); }
inline void on(rule<quoted_text>, Builder& b, std::string_view read) { b.read_quoted(read); }
inline void on(rule<stated_unit>, Builder& b, std::string_view read) { b.word = read; }

// ---- operands

inline void on(rule<literal>, Builder& b, std::string_view read) { b.push(b.literal_kind, read, read); }
inline void on(rule<unit_after_number>, Builder& b, std::string_view read) { b.attach_unit(read); }
inline void on(rule<parameter_name>, Builder& b, std::string_view read) {
  b.push(ExprKind::parameter, {read.data() - 1, read.size() + 1}, read);
}
inline void on(rule<operand_name>, Builder& b) { b.push_name(); }
inline void on(rule<path_part>, Builder& b) { b.push_name(); }
inline void on(rule<path>, Builder& b) { b.path(); }
inline void on(rule<parenthesis>, Builder& b, std::string_view read) { b.close_parenthesis(read.data()); }

// ---- groups

inline void on(rule<group_open>, Builder& b, std::string_view read) { b.begin_group(read.data()); }
inline void on(rule<columns_open>, Builder& b, std::string_view read) { b.begin_group(read.data()); }
inline void on(rule<index_open>, Builder& b, std::string_view read) { b.begin_group(read.data()); }
inline void on(rule<list_open>, Builder& b, std::string_view read) { b.begin_group(read.data()); }
inline void on(rule<assuming_open>, Builder& b, std::string_view read) { b.begin_group(read.data()); }
inline void on(rule<by_word>, Builder& b, std::string_view read) { b.begin_group(read.data()); }
inline void on(rule<over_word>, Builder& b, std::string_view read) { b.begin_group(read.data()); }
inline void on(rule<label_colon>, Builder& b) { b.label(); }
inline void on(rule<call>, Builder& b) { b.call(); }
inline void on(rule<columns>, Builder& b) { b.columns(); }
inline void on(rule<index>, Builder& b) { b.index(); }
inline void on(rule<list>, Builder& b) { b.list(); }

// ---- operators

template <Op op, class Sign, class Operand>
void on(rule<operation<op, Sign, Operand>>, Builder& b) {
  b.binary(op);
}
inline void on(rule<negation>, Builder& b, std::string_view read) { b.unary(Op::negate, read.data()); }
inline void on(rule<negated>, Builder& b, std::string_view read) { b.unary(Op::logical_not, read.data()); }
inline void on(rule<conditional>, Builder& b, std::string_view read) { b.conditional(read.data()); }

inline void on(rule<upper_end>, Builder& b) { b.range(b.layout.token_end, true, true); }
inline void on(rule<no_upper_end>, Builder& b) { b.range(b.layout.token_end, true, false); }
inline void on(rule<lower_open>, Builder& b, std::string_view read) { b.range(read.data(), false, true); }
inline void on(rule<at_least>, Builder& b, std::string_view read) { b.range(read.data(), true, false); }
inline void on(rule<at_most>, Builder& b, std::string_view read) { b.range(read.data(), false, true); }
inline void on(rule<about>, Builder& b, std::string_view read) { b.about(read.data()); }
inline void on(rule<plus_minus>, Builder& b) { b.plus_minus(); }
inline void on(rule<best_figure>, Builder& b) { b.best(); }

// ---- clauses

inline void on(rule<where_clause>, Builder& b, std::string_view read) { b.where_clause(read.data()); }
inline void on(rule<by_clause>, Builder& b, std::string_view read) { b.names_clause(ClauseKind::by, read.data()); }
inline void on(rule<over_clause>, Builder& b, std::string_view read) { b.names_clause(ClauseKind::over, read.data()); }
inline void on(rule<to_clause>, Builder& b, std::string_view read) { b.unit_clause(read.data()); }
inline void on(rule<as_of_clause>, Builder& b, std::string_view read) { b.as_of_clause(read.data()); }
inline void on(rule<under_clause>, Builder& b, std::string_view read) { b.under_clause(read.data()); }
inline void on(rule<assuming_clause>, Builder& b, std::string_view read) { b.assuming_clause(read.data()); }
inline void on(rule<plain_policy>, Builder& b, std::string_view read) {
  b.word = read;
  b.begin_group(read.data());
}
inline void on(rule<prefer_word>, Builder& b, std::string_view read) { on(rule<plain_policy>(), b, read); }

}  // namespace reckon::lang::grammar

// What the builder does at each rule of the expression grammar.
#pragma once

#include "lang/parse/expression.hpp"

namespace reckon::lang::grammar {

template <class Rule>
struct action : pegtl::nothing<Rule> {};

// An action that calls the builder with the place where the rule began.
template <void (*act)(Builder&, const char*)>
struct from_here {
  template <class In>
  static void apply(const In& in, Builder& b) {
    act(b, in.begin());
  }
};

// ---- words

template <>
struct action<identifier> {
  template <class In>
  static void apply(const In& in, Builder& b) { b.read_name(in.string_view()); }
};
template <>
struct action<quoted_name> {
  template <class In>
  static void apply(const In& in, Builder& b) { b.read_quoted_name(in.string_view()); }
};
template <>
struct action<quoted_text> {
  template <class In>
  static void apply(const In& in, Builder& b) { b.read_quoted(in.string_view()); }
};
template <>
struct action<stated_unit> {
  template <class In>
  static void apply(const In& in, Builder& b) { b.word = in.string_view(); }
};

// ---- operands

template <>
struct action<literal> {
  template <class In>
  static void apply(const In& in, Builder& b) { b.push(b.literal_kind, in.string_view(), in.string_view()); }
};
template <>
struct action<unit_after_number> {
  template <class In>
  static void apply(const In& in, Builder& b) { b.attach_unit(in.string_view()); }
};
template <>
struct action<parameter_name> {
  template <class In>
  static void apply(const In& in, Builder& b) {
    b.push(ExprKind::parameter, {in.begin() - 1, in.size() + 1}, in.string_view());
  }
};
template <>
struct action<operand_name> {
  static void apply0(Builder& b) { b.push_name(); }
};
template <>
struct action<path_part> : action<operand_name> {};
template <>
struct action<path> {
  static void apply0(Builder& b) { b.path(); }
};
template <>
struct action<parenthesis> : from_here<[](Builder& b, const char* at) { b.close_parenthesis(at); }> {};

// ---- groups

template <>
struct action<group_open> : from_here<[](Builder& b, const char* at) { b.begin_group(at); }> {};
template <>
struct action<columns_open> : action<group_open> {};
template <>
struct action<index_open> : action<group_open> {};
template <>
struct action<list_open> : action<group_open> {};
template <>
struct action<assuming_open> : action<group_open> {};
template <>
struct action<by_word> : action<group_open> {};
template <>
struct action<over_word> : action<group_open> {};
template <>
struct action<label_colon> {
  static void apply0(Builder& b) { b.label(); }
};
template <>
struct action<call> {
  static void apply0(Builder& b) { b.call(); }
};
template <>
struct action<columns> {
  static void apply0(Builder& b) { b.columns(); }
};
template <>
struct action<index> {
  static void apply0(Builder& b) { b.index(); }
};
template <>
struct action<list> {
  static void apply0(Builder& b) { b.list(); }
};

// ---- operators

template <Op op, class Sign, class Operand>
struct action<operation<op, Sign, Operand>> {
  static void apply0(Builder& b) { b.binary(op); }
};
template <>
struct action<negation> : from_here<[](Builder& b, const char* at) { b.unary(Op::negate, at); }> {};
template <>
struct action<negated> : from_here<[](Builder& b, const char* at) { b.unary(Op::logical_not, at); }> {};
template <>
struct action<conditional> : from_here<[](Builder& b, const char* at) { b.conditional(at); }> {};

template <>
struct action<upper_end> {
  static void apply0(Builder& b) { b.range(b.layout.token_end, true, true); }
};
template <>
struct action<no_upper_end> {
  static void apply0(Builder& b) { b.range(b.layout.token_end, true, false); }
};
template <>
struct action<lower_open> : from_here<[](Builder& b, const char* at) { b.range(at, false, true); }> {};
template <>
struct action<at_least> : from_here<[](Builder& b, const char* at) { b.range(at, true, false); }> {};
template <>
struct action<at_most> : from_here<[](Builder& b, const char* at) { b.range(at, false, true); }> {};
template <>
struct action<about> : from_here<[](Builder& b, const char* at) { b.about(at); }> {};
template <>
struct action<plus_minus> {
  static void apply0(Builder& b) { b.plus_minus(); }
};
template <>
struct action<best_figure> {
  static void apply0(Builder& b) { b.best(); }
};

// ---- clauses

template <>
struct action<where_clause> : from_here<[](Builder& b, const char* at) { b.where_clause(at); }> {};
template <>
struct action<by_clause> : from_here<[](Builder& b, const char* at) { b.names_clause(ClauseKind::by, at); }> {};
template <>
struct action<over_clause> : from_here<[](Builder& b, const char* at) { b.names_clause(ClauseKind::over, at); }> {};
template <>
struct action<to_clause> : from_here<[](Builder& b, const char* at) { b.unit_clause(at); }> {};
template <>
struct action<as_of_clause> : from_here<[](Builder& b, const char* at) { b.as_of_clause(at); }> {};
template <>
struct action<under_clause> : from_here<[](Builder& b, const char* at) { b.under_clause(at); }> {};
template <>
struct action<assuming_clause> : from_here<[](Builder& b, const char* at) { b.assuming_clause(at); }> {};
template <>
struct action<plain_policy> {
  template <class In>
  static void apply(const In& in, Builder& b) {
    b.word = in.string_view();
    b.begin_group(in.begin());
  }
};
template <>
struct action<prefer_word> : action<plain_policy> {};

}  // namespace reckon::lang::grammar

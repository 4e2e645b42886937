// Grammar, first floor: expressions. Each level is named for what binds at it, loosest last.
// Invariant: no alternative is left after its first word has been taken, so no action is ever undone.
#pragma once

#include "lang/parse/lexical.hpp"

namespace reckon::lang::grammar {

struct expression;         // with clauses
struct conditional_level;  // without
struct unary_level;
struct fact_value;

// `left sign right`: the operation that the action puts on the stack.
template <Op op, class Sign, class Operand>
struct operation : if_must<Sign, Operand> {};

// ---- operands

struct unit_after_number : token<tokens::unit_after_number> {};
struct number : seq<literal, gap, opt<unit_after_number, gap>> {};

struct parameter_name : token<tokens::identifier> {};
struct parameter : seq<one<'$'>, must<parameter_name>, gap> {};

struct parenthesis_open : open<'('> {};
struct parenthesis : if_must<parenthesis_open, expression, close<')'>> {};

struct operand_name : any_name {};
struct label_colon : colon {};
struct argument : seq<expression, opt<if_must<label_colon, expression>>> {};
struct column : seq<conditional_level, opt<if_must<label_colon, conditional_level>>> {};

struct group_open : open<'('> {};
struct group_close : close<')'> {};
struct arguments : seq<argument, star<if_must<comma, argument>>> {};
struct call : seq<sight<tokens::call_follows>, group_open, opt<arguments>, must<group_close>> {};

struct path_part : any_name {};
struct path : if_must<seq<sight<tokens::path_follows>, one<'.'>>, path_part> {};
struct named : seq<operand_name, opt<sor<call, path>>> {};

struct columns_open : open<'{'> {};
struct columns : if_must<columns_open, column, star<if_must<comma, column>>, close<'}'>> {};

struct operand : sor<named, number, parenthesis, columns, parameter> {};

// ---- levels

struct index_open : open<'['> {};
struct index : if_must<index_open, conditional_level, star<if_must<comma, conditional_level>>, close<']'>> {};
struct postfix_level : seq<operand, star<index>> {};

struct caret : seq<one<'^'>, lines> {};
struct power_level : seq<postfix_level, opt<operation<Op::power, caret, nested<unary_level>>>> {};

struct minus_sign : seq<one<'-'>, not_at<one<'>'>>, gap> {};
struct negation : if_must<minus_sign, nested<unary_level>> {};
struct unary_level : sor<negation, power_level> {};

struct times : seq<one<'*'>, not_at<one<'*'>>, lines> {};
struct divided : seq<one<'/'>, not_at<one<'/'>>, lines> {};
struct product_level
    : seq<unary_level,
          star<sor<operation<Op::multiply, times, unary_level>, operation<Op::divide, divided, unary_level>>>> {};

struct plus_sign : seq<one<'+'>, not_at<one<'-'>>, lines> {};
struct minus : seq<one<'-'>, not_at<one<'>'>>, lines> {};
struct sum_level
    : seq<product_level,
          star<sor<operation<Op::add, plus_sign, product_level>, operation<Op::subtract, minus, product_level>>>> {};

struct two_questions : seq<sign<"??">, lines> {};
struct coalesce_level : seq<sum_level, star<operation<Op::coalesce, two_questions, sum_level>>> {};

// ---- ranges: `a..b`, `a..`, `..b`, `a ± b`, `~a`, each with `best c`

struct best_figure : if_must<seq<token<tokens::best>, gap>, coalesce_level> {};
struct upper_end : if_must<sight<tokens::operand_follows>, coalesce_level> {};
struct no_upper_end : success {};
struct range_rest : seq<dots, sor<upper_end, no_upper_end>, opt<best_figure>> {};
struct plus_minus_sign : seq<sor<sign<"±">, sign<"+-">>, lines> {};
struct plus_minus : if_must<plus_minus_sign, coalesce_level> {};
struct plus_minus_rest : seq<plus_minus, opt<best_figure>> {};
struct lower_open : if_must<dots, coalesce_level> {};
struct tilde : seq<one<'~'>, gap> {};
struct about : if_must<tilde, coalesce_level> {};
struct range_level
    : sor<seq<coalesce_level, opt<sor<range_rest, plus_minus_rest>>>, seq<sor<lower_open, about>, opt<best_figure>>> {};

// ---- truths

struct equal_sign : equals {};
struct not_equal_sign : seq<sign<"!=">, not_at<one<'='>>, lines> {};
struct less_equal_sign : seq<sign<"<=">, not_at<one<'>'>>, lines> {};
struct less_sign : seq<one<'<'>, not_at<one<'>', '=', '<'>>, lines> {};
struct greater_equal_sign : seq<sign<">=">, lines> {};
struct greater_sign : seq<one<'>'>, not_at<one<'=', '>'>>, lines> {};

struct in_word : seq<word<"in">, lines> {};
struct not_in_words : if_must<keyword<"not">, in_word> {};
struct list_open : open<'('> {};
struct list : if_must<list_open, range_level, star<if_must<comma, range_level>>, close<')'>> {};
struct container : sor<list, range_level> {};

struct comparison
    : sor<operation<Op::equal, equal_sign, range_level>, operation<Op::less_equal, less_equal_sign, range_level>,
          operation<Op::less, less_sign, range_level>, operation<Op::greater_equal, greater_equal_sign, range_level>,
          operation<Op::greater, greater_sign, range_level>, operation<Op::not_equal, not_equal_sign, range_level>,
          operation<Op::in, in_word, container>, operation<Op::not_in, not_in_words, container>> {};
struct no_second_comparison : not_at<sor<one<'=', '<', '>'>, sign<"!=">, word<"in">, word<"not">>> {};
struct comparison_level : seq<range_level, opt<comparison, must<no_second_comparison>>> {};

struct not_word : keyword<"not"> {};
struct negated : if_must<not_word, nested<struct not_level>> {};
struct not_level : sor<negated, comparison_level> {};

struct and_word : seq<word<"and">, lines> {};
struct and_level : seq<not_level, star<operation<Op::logical_and, and_word, not_level>>> {};

struct or_word : seq<word<"or">, lines> {};
struct or_level : seq<and_level, star<operation<Op::logical_or, or_word, and_level>>> {};

struct if_word : seq<word<"if">, lines> {};
struct then_word : seq<word<"then">, lines> {};
struct else_word : seq<word<"else">, lines> {};
struct conditional : if_must<if_word, nested<conditional_level>, then_word, nested<conditional_level>, else_word,
                             nested<conditional_level>> {};
struct conditional_level : sor<conditional, or_level> {};

// ---- clauses

struct where_clause : if_must<keyword<"where">, conditional_level> {};

struct dimension : seq<operand_name, opt<path>> {};
struct dimensions : seq<dimension, star<if_must<comma, dimension>>> {};
struct by_word : keyword<"by"> {};
struct by_clause : if_must<by_word, dimensions> {};
struct over_word : keyword<"over"> {};
struct over_clause : if_must<over_word, dimensions> {};

struct to_clause : if_must<keyword<"to">, unit_here> {};

struct date : sor<seq<literal, gap>, parameter> {};
struct as_of_clause : if_must<seq<sight<tokens::as_of_follows>, keyword<"as">, keyword<"of">>, date> {};

struct plain_policy : token<tokens::policy> {};
struct prefer_word : word<"prefer"> {};
struct sources : if_must<open<'('>, operand_name, star<if_must<comma, operand_name>>, close<')'>> {};
struct policy : sor<seq<plain_policy, gap>, if_must<seq<prefer_word, gap>, sources>> {};
struct under_clause : if_must<keyword<"under">, policy> {};

struct cell : seq<operand_name, opt<call>> {};
struct assumption : seq<cell, must<equals, fact_value>> {};
struct assuming_open : open<'('> {};
struct assuming_clause
    : if_must<keyword<"assuming">, assuming_open, assumption, star<if_must<comma, assumption>>, close<')'>> {};

struct clause : sor<where_clause, by_clause, over_clause, to_clause, as_of_clause, under_clause, assuming_clause> {};
struct no_operator_behind_clauses
    : not_at<sor<one<'+', '-', '*', '/', '^', '=', '<', '>', '['>, sign<"!=">, sign<"??">>> {};
struct expression : seq<conditional_level, opt<plus<clause>, must<no_operator_behind_clauses>>> {};

// ---- values of facts: a range, also as `>= 30万` or `<= 500万`

struct at_least : if_must<greater_equal_sign, coalesce_level> {};
struct at_most : if_must<less_equal_sign, coalesce_level> {};
struct fact_value : sor<seq<sor<at_least, at_most>, opt<best_figure>>, range_level> {};

}  // namespace reckon::lang::grammar

// Grammar, second floor: declarations, facts, rules, queries.
// Invariant: a statement's opening word commits to it, so an error names what that statement needs next.
#pragma once

#include "lang/parse/expression.hpp"

namespace reckon::lang::grammar {

// ---- what many statements share

struct description : text {};
struct example_text : text {};
struct example : if_must<seq<sight<tokens::example_follows>, keyword<"example">>, example_text> {};
struct doc : seq<opt<description>, opt<example>> {};

struct declared_name : any_name {};
struct listed_name : any_name {};  // goes to the names not yet placed
template <class Item>
struct comma_list : seq<Item, star<if_must<comma, Item>>> {};
template <class Item>
struct in_parentheses : if_must<open<'('>, comma_list<Item>, close<')'>> {};

struct axis_name : any_name {};
struct axis_dimension : any_name {};
struct axis : seq<axis_name, opt<if_must<colon, axis_dimension>>> {};
struct axes_close : close<')'> {};
struct axes : if_must<open<'('>, opt<comma_list<axis>>, axes_close> {};

struct parents : if_must<arrow, sor<in_parentheses<listed_name>, listed_name>> {};
struct additivity_word : token<tokens::additivity> {};

// ---- declarations

struct use_word : opener<"use"> {};
struct use : if_must<use_word, declared_name> {};

struct unit_word : opener<"unit"> {};
struct unit_name : token<tokens::unit_name> {};
struct unit_factor : if_must<equals, sum_level> {};
struct unit_declaration : if_must<unit_word, unit_name, gap, opt<unit_factor>, doc> {};

struct source_word : opener<"source"> {};
struct source_date : if_must<keyword<"on">, date> {};
struct source_declaration : if_must<source_word, declared_name, opt<description>, opt<source_date>, doc> {};

struct dimension_word : opener<"dimension"> {};
struct ordered_word : keyword<"ordered"> {};
struct dimension_parents : parents {};
struct member_name : any_name {};
struct member_description : text {};
struct alias : listed_name {};
struct member_parents : parents {};
struct aliases : star<alias> {};
struct member : seq<member_name, opt<member_description>, aliases, opt<member_parents>> {};
struct item_separator : seq<sor<one<','>, one<'\n'>>, lines> {};
struct members_open : open<'{', Newlines::end_items> {};
struct members_close : close<'}'> {};
struct members : if_must<members_open, opt<member>, star<item_separator, opt<member>>, members_close> {};
struct dimension_declaration
    : if_must<dimension_word, declared_name, opt<ordered_word>, opt<dimension_parents>, doc, opt<members>> {};

struct measure_word : opener<"measure"> {};
struct measure_unit : unit_here {};
struct measure_additivity : seq<additivity_word, gap> {};
struct measure_domain : if_must<seq<word<"in">, lines>, range_level> {};
struct measure_policy : if_must<keyword<"under">, policy> {};
struct measure_declaration : if_must<measure_word, declared_name, opt<axes>, colon, measure_unit,
                                     star<sor<measure_additivity, measure_domain, measure_policy>>, doc> {};

struct relation_word : opener<"relation"> {};
struct relation_declaration : if_must<relation_word, declared_name, axes, doc> {};

// ---- facts

struct source_name : any_name {};
struct kind_name : any_name {};
struct fact_date : date {};
struct note_text : text {};
struct confidence : seq<literal, gap> {};
struct from_part : if_must<keyword<"from">, source_name> {};
struct as_part : if_must<keyword<"as">, kind_name> {};
struct on_part : if_must<keyword<"on">, fact_date> {};
struct note_part : if_must<keyword<"note">, note_text> {};
struct ci_part : if_must<keyword<"ci">, confidence> {};
struct provenance : star<sor<from_part, as_part, on_part, note_part, ci_part>> {};

struct fact_cell : if_must<group_open, opt<arguments>, group_close> {};
struct stated_value : if_must<equals, fact_value> {};
struct fact_word : opener<"fact"> {};
struct fact : if_must<fact_word, declared_name, opt<fact_cell>, opt<stated_value>, provenance> {};

struct facts_word : opener<"facts"> {};
struct row_begin : at<one<'('>> {};
struct row : seq<row_begin, fact_cell, opt<stated_value>, provenance> {};
struct rows_open : open<'{', Newlines::rows, Followers::provenance> {};
struct rows_close : close<'}'> {};
struct rows : if_must<rows_open, opt<row>, star<item_separator, opt<row>>, rows_close> {};
struct facts : if_must<facts_word, declared_name, provenance, rows> {};

struct retract_word : opener<"retract"> {};
struct retracted : cell {};
struct retract : if_must<retract_word, retracted, star<sor<from_part, on_part>>> {};

// ---- rules and definitions

struct rule_word : opener<"rule"> {};
struct default_word : opener<"default"> {};
struct rule_name : any_name {};
struct rule_naming : if_must<opener<"as">, rule_name> {};
struct rule_head : cell {};
struct rule_value : if_must<equals, expression> {};
struct rule_body : if_must<if_word, or_level> {};
struct rule_statement
    : if_must<sor<rule_word, default_word>, opt<rule_naming>, rule_head, opt<rule_value>, opt<rule_body>, doc> {};

struct let_word : opener<"let"> {};
struct let_parameters : in_parentheses<listed_name> {};
struct let_value : expression {};
struct let : if_must<let_word, declared_name, opt<let_parameters>, equals, let_value, doc> {};

struct check_word : verb<"check"> {};
struct check_condition : expression {};
struct check_message : text {};
struct check : if_must<check_word, check_condition, opt<check_message>> {};

struct set_word : opener<"set"> {};
struct set_value : conditional_level {};
struct set : if_must<set_word, declared_name, equals, set_value> {};

// ---- queries

template <Verb which, class Opener>
struct query_verb : Opener {};
template <Verb which, class Opener>
struct inner_verb : Opener {};
struct why_verbs : seq<query_verb<Verb::why, verb<"why">>, opt<query_verb<Verb::why_not, keyword<"not">>>> {};
struct plot_verbs : seq<query_verb<Verb::plot, verb<"plot">>, opt<inner_verb<Verb::drivers, verb<"drivers">>>> {};
struct verbs : sor<why_verbs, plot_verbs, query_verb<Verb::explain, verb<"explain">>,
                   query_verb<Verb::drivers, verb<"drivers">>> {};
struct conflicts : if_must<query_verb<Verb::conflicts, verb<"conflicts">>, operand_name> {};
struct plain_query : success {};
struct query : sor<conflicts, if_must<verbs, expression>, seq<plain_query, expression>> {};

}  // namespace reckon::lang::grammar

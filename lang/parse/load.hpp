// Grammar, the load statement, and with it the top: any statement, up to its end.
#pragma once

#include "lang/parse/statement.hpp"

namespace reckon::lang::grammar {

struct load_word : opener<"load"> {};
struct file_name : text {};
struct table_name : text {};
struct table_part : if_must<keyword<"table">, table_name> {};

// `name`, `name = "Header"`, `name = "Header" format "%m/%d/%Y"`
struct target_name : any_name {};
struct target_column : any_name {};
struct target_format : text {};
struct target : seq<target_name, opt<if_must<equals, target_column>>, opt<if_must<keyword<"format">, target_format>>> {
};
struct targets_close : close<')'> {};
struct targets : if_must<open<'('>, opt<comma_list<target>>, targets_close> {};

struct load_head : any_name {};
struct load_ordered : keyword<"ordered"> {};
struct load_parents : if_must<arrow, sor<in_parentheses<target>, target>> {};
struct load_dimension_word : opener<"dimension"> {};
struct load_column : any_name {};
struct load_dimension
    : if_must<load_dimension_word, load_head, opt<if_must<equals, load_column>>, opt<load_ordered>, opt<load_parents>> {
};

struct record_name : any_name {};
struct record_column : any_name {};
struct record_unit : unit_here {};
struct record_additivity : seq<additivity_word, gap> {};
struct record_measure
    : seq<record_name, opt<if_must<equals, record_column>>, must<colon, record_unit>, opt<record_additivity>> {};
struct records_word : opener<"records"> {};
struct records_close : close<'}'> {};
struct record_measures : if_must<open<'{'>, opt<record_measure>, star<comma, opt<record_measure>>, records_close> {};
struct load_records : if_must<records_word, load_head, targets, record_measures> {};

struct load_facts : seq<load_head, must<targets>> {};

struct column_word : seq<sight<tokens::column_follows>, keyword<"column">> {};
struct source_column : any_name {};
struct kind_column : any_name {};
struct date_column : any_name {};
struct date_format : text {};
struct note_column : any_name {};
struct value_low : any_name {};
struct value_high : any_name {};
struct best_column : any_name {};
struct skip_limit : seq<literal, gap> {};
struct load_value : if_must<keyword<"value">, value_low, opt<if_must<dots, value_high>>> {};
struct load_best : if_must<keyword<"best">, best_column> {};
struct load_from : if_must<keyword<"from">, sor<if_must<column_word, source_column>, source_name>> {};
struct load_as : if_must<keyword<"as">, sor<if_must<column_word, kind_column>, kind_name>> {};
struct load_on
    : if_must<keyword<"on">,
              sor<if_must<column_word, date_column, opt<if_must<keyword<"format">, date_format>>>, fact_date>> {};
struct load_note : if_must<keyword<"note">, sor<if_must<column_word, note_column>, note_text>> {};
struct load_skip : if_must<keyword<"skipping">, keyword<"errors">, keyword<"up">, keyword<"to">, skip_limit> {};
struct load_part : sor<load_value, load_best, load_from, load_as, load_on, load_note, ci_part, load_skip> {};

struct load : if_must<load_word, file_name, opt<table_part>, keyword<"as">,
                      sor<load_dimension, load_records, load_facts>, star<load_part>> {};

struct statement_end : sight<tokens::statement_end> {};
struct statement : seq<sor<fact, facts, rule_statement, let, check, set, use, unit_declaration, source_declaration,
                           dimension_declaration, measure_declaration, relation_declaration, retract, load, query>,
                       must<statement_end>> {};

}  // namespace reckon::lang::grammar

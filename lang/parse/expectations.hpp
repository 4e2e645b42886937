// What is expected where a rule of the grammar had to match and did not, and the control that says so.
#pragma once

#include "lang/diagnostics/problems.hpp"
#include "lang/parse/complaint.hpp"
#include "lang/parse/load.hpp"

namespace reckon::lang::grammar {

// Levels of expressions, and whatever begins with one, expect a value.
template <class Rule>
inline constexpr Expectation expectation{"a value"};

template <char bracket>
inline constexpr Expectation expectation<close<bracket>>{bracket == ')'   ? "`)` or `,`"
                                                         : bracket == ']' ? "`]` or `,`"
                                                                          : "`}` or `,`",
                                                         {},
                                                         {},
                                                         true};
template <>
inline constexpr Expectation expectation<group_close>{"`)` or `,`", {}, {}, true, "a value or `)`"};
template <>
inline constexpr Expectation expectation<axes_close>{"`)` or `,`", {}, {}, true, "the name of a dimension or `)`"};
template <>
inline constexpr Expectation expectation<targets_close> = expectation<axes_close>;
template <>
inline constexpr Expectation expectation<members_close>{
    "another name, a comma, a newline or `}`", {}, {}, true, "the name of a member or `}`"};
template <>
inline constexpr Expectation expectation<rows_close>{
    "`}`, a comma or a newline", "a row is `(Meta, 2024) = 55万..65万`", {}, true, "a row in parentheses or `}`"};
template <>
inline constexpr Expectation expectation<records_close>{
    "`}` or `,`", "a measure of a record is `revenue : USD`", {}, true, "the name of a measure or `}`"};
template <char bracket, Newlines inside, Followers after>
inline constexpr Expectation expectation<open<bracket, inside, after>>{bracket == '(' ? "`(`" : "`{`"};

template <>
inline constexpr Expectation expectation<statement_end>{"the end of the statement"};
template <>
inline constexpr Expectation expectation<no_second_comparison>{"comparisons do not chain", "write `a < b and b < c`",
                                                               problem::chained_comparison};
template <>
inline constexpr Expectation expectation<no_operator_behind_clauses>{
    "a clause ends its expression, so no operator can follow it", "put the expression with its clauses in parentheses",
    problem::clause_in_arithmetic};
template <>
inline constexpr Expectation expectation<policy>{"there is no such way to reconcile facts",
                                                 "write hull, meet, latest, least, greatest or prefer(source, …)",
                                                 problem::unknown_policy};

template <>
inline constexpr Expectation expectation<then_word>{"`then`"};
template <>
inline constexpr Expectation expectation<else_word>{"`else`", "an `if` in a value has an `else`"};
template <>
inline constexpr Expectation expectation<in_word>{"`in`", "a condition is negated as `not a = b`, or `a not in (…)`"};
template <>
inline constexpr Expectation expectation<equals>{"`=`"};
template <>
inline constexpr Expectation expectation<colon>{"`:` and a unit", "a pure number's unit is 1"};
template <>
inline constexpr Expectation expectation<unit_here>{"a unit", "a pure number's unit is 1; a unit is not quoted"};
template <>
inline constexpr Expectation expectation<measure_unit> = expectation<unit_here>;
template <>
inline constexpr Expectation expectation<record_unit> = expectation<unit_here>;
template <>
inline constexpr Expectation expectation<unit_name>{"the name of a unit", "a unit is not quoted"};
template <>
inline constexpr Expectation expectation<date>{"a date", "dates are written 2024-12-18"};
template <>
inline constexpr Expectation expectation<fact_date> = expectation<date>;
template <>
inline constexpr Expectation expectation<confidence>{"a level", "as in `ci 90%`"};
template <>
inline constexpr Expectation expectation<skip_limit>{"a number", "as in `skipping errors up to 10`"};

inline constexpr Expectation a_name{"a name"};
template <>
inline constexpr Expectation expectation<declared_name> = a_name;
template <>
inline constexpr Expectation expectation<operand_name> = a_name;
template <>
inline constexpr Expectation expectation<parameter_name>{"a parameter, as in `$limit`"};
template <>
inline constexpr Expectation expectation<sources>{"`(` and sources", "as in `under prefer(omdia, gpu_race)`"};
template <>
inline constexpr Expectation expectation<rule_name> = a_name;
template <>
inline constexpr Expectation expectation<rule_head>{"the name of a measure or relation"};
template <>
inline constexpr Expectation expectation<retracted> = expectation<rule_head>;
template <>
inline constexpr Expectation expectation<assumption> = expectation<rule_head>;
template <>
inline constexpr Expectation expectation<path_part>{"the name of a level", "as in `user.region`; a range has two dots"};
template <>
inline constexpr Expectation expectation<axis_dimension>{"the name of a dimension"};
template <>
inline constexpr Expectation expectation<dimension> = expectation<axis_dimension>;
template <>
inline constexpr Expectation expectation<dimensions> = expectation<axis_dimension>;
template <>
inline constexpr Expectation expectation<axis> = expectation<axis_dimension>;
template <>
inline constexpr Expectation expectation<axes>{"`(` and dimensions"};
template <>
inline constexpr Expectation expectation<listed_name> = a_name;
template <>
inline constexpr Expectation expectation<comma_list<listed_name>> = a_name;
template <>
inline constexpr Expectation expectation<sor<in_parentheses<listed_name>, listed_name>>{"the name of a dimension"};
template <>
inline constexpr Expectation expectation<source_name>{"the name of a source"};
template <>
inline constexpr Expectation expectation<kind_name>{"the name of a kind", "actual, estimate, forecast, plan or rumour"};

inline constexpr Expectation a_text{"a text in quotes"};
template <>
inline constexpr Expectation expectation<note_text> = a_text;
template <>
inline constexpr Expectation expectation<example_text> = a_text;
template <>
inline constexpr Expectation expectation<file_name>{"the name of a file in quotes"};
template <>
inline constexpr Expectation expectation<table_name> = a_text;
template <>
inline constexpr Expectation expectation<target_format> = a_text;
template <>
inline constexpr Expectation expectation<date_format> = a_text;

inline constexpr Expectation a_column{"the name of a column"};
template <>
inline constexpr Expectation expectation<target> = a_column;
template <>
inline constexpr Expectation expectation<comma_list<target>> = a_column;
template <>
inline constexpr Expectation expectation<target_column> = a_column;
template <>
inline constexpr Expectation expectation<load_column> = a_column;
template <>
inline constexpr Expectation expectation<record_column> = a_column;
template <>
inline constexpr Expectation expectation<value_low> = a_column;
template <>
inline constexpr Expectation expectation<value_high> = a_column;
template <>
inline constexpr Expectation expectation<best_column> = a_column;
template <>
inline constexpr Expectation expectation<targets>{"`(` and the columns of the dimensions"};
template <>
inline constexpr Expectation expectation<load_head>{"the name of what is loaded"};
template <>
inline constexpr Expectation expectation<sor<load_dimension, load_records, load_facts>>{"the name of what is loaded"};
template <>
inline constexpr Expectation expectation<keyword<"as">>{"`as` and what is loaded"};
template <>
inline constexpr Expectation expectation<keyword<"errors">>{"`errors`", "as in `skipping errors up to 10`"};
template <>
inline constexpr Expectation expectation<keyword<"up">>{"`up`", "as in `skipping errors up to 10`"};
template <>
inline constexpr Expectation expectation<keyword<"to">>{"`to`", "as in `skipping errors up to 10`"};
template <>
inline constexpr Expectation expectation<rows>{"`{` and rows", "a single fact is written `fact …`"};
template <>
inline constexpr Expectation expectation<record_measures>{"`{` and the measures of a record"};

// Rules that had to match become diagnostics; everything else is as PEGTL has it.
template <class Rule>
struct control : pegtl::normal<Rule> {
  template <class In>
  [[noreturn]] static void raise(const In& in, Builder& b) {
    complain(b, expectation<Rule>, in.current());
  }
};

}  // namespace reckon::lang::grammar

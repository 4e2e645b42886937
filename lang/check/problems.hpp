// The ids of what can be wrong with the meaning of a text. Each names its entry in tests/errors.
#pragma once

#include <string_view>

namespace reckon::lang::problem {

inline constexpr std::string_view unknown_name = "unknown-name";
inline constexpr std::string_view unknown_member = "unknown-member";
inline constexpr std::string_view unknown_axis = "unknown-axis";        // no such dimension or level here
inline constexpr std::string_view ambiguous_level = "ambiguous-level";  // reached by two roles
inline constexpr std::string_view unknown_source = "unknown-source";
inline constexpr std::string_view unknown_kind = "unknown-kind";
inline constexpr std::string_view unknown_module = "unknown-module";
inline constexpr std::string_view unknown_setting = "unknown-setting";
inline constexpr std::string_view wrong_arguments = "wrong-arguments";  // number or names of arguments
inline constexpr std::string_view unit_mismatch = "unit-mismatch";
inline constexpr std::string_view not_additive = "not-additive";
inline constexpr std::string_view not_a_number = "not-a-number";  // a truth or relation where a number belongs
inline constexpr std::string_view not_a_truth = "not-a-truth";
inline constexpr std::string_view not_constant = "not-constant";
inline constexpr std::string_view not_a_date = "not-a-date";
inline constexpr std::string_view not_ordered = "not-ordered";
inline constexpr std::string_view number_too_large = "number-too-large";
inline constexpr std::string_view empty_range = "empty-range";              // low above high, best outside
inline constexpr std::string_view percent_deviation = "percent-deviation";  // 34% ± 2%
inline constexpr std::string_view misplaced_clause = "misplaced-clause";
inline constexpr std::string_view condition_dimension =
    "condition-dimension";  // the condition needs a dimension e lacks
inline constexpr std::string_view name_taken = "name-taken";
inline constexpr std::string_view not_closed = "not-closed";
inline constexpr std::string_view additivity_unstated = "additivity-unstated";
inline constexpr std::string_view outside_domain = "fact-outside-domain";
inline constexpr std::string_view value_missing = "value-missing";
inline constexpr std::string_view rule_additivity = "rule-additivity";
inline constexpr std::string_view rule_form = "rule-form";
inline constexpr std::string_view rule_dimensions = "rule-dimensions";
inline constexpr std::string_view two_readings = "two-readings";  // a member where a variable may be meant
inline constexpr std::string_view variable_dimensions = "variable-dimensions";  // one variable, two dimensions
inline constexpr std::string_view unbound_variable = "unbound-variable";
inline constexpr std::string_view body_form = "body-form";  // what cannot stand in a rule's body
inline constexpr std::string_view let_recursion = "let-recursion";
inline constexpr std::string_view nothing_to_retract = "nothing-to-retract";
inline constexpr std::string_view parameter_unbound = "parameter-unbound";
inline constexpr std::string_view unreadable_file = "unreadable-file";
inline constexpr std::string_view unknown_column = "unknown-column";  // of a loaded file
inline constexpr std::string_view cell_not_a_number = "cell-not-a-number";
inline constexpr std::string_view empty_cell = "empty-cell";
inline constexpr std::string_view load_form = "load-form";              // a part that this load cannot have, or lacks
inline constexpr std::string_view made_of_records = "made-of-records";  // a statement about what only a load gives
inline constexpr std::string_view too_many_bad_rows = "too-many-bad-rows";
inline constexpr std::string_view check_failed = "check-failed";
inline constexpr std::string_view too_complex = "too-complex";
inline constexpr std::string_view parent_conflict = "parent-conflict";

}  // namespace reckon::lang::problem

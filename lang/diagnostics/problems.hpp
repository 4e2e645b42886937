// The ids of what can be wrong with a text before any of it has a meaning. Each names its entry in tests/errors.
#pragma once

#include <string_view>

namespace reckon::lang::problem {

inline constexpr std::string_view unexpected = "unexpected";                      // something else should stand here
inline constexpr std::string_view unfinished = "unfinished";                      // the statement ends too early
inline constexpr std::string_view unclosed_bracket = "unclosed-bracket";          // `(` without `)`
inline constexpr std::string_view unmatched_bracket = "unmatched-bracket";        // `)` without `(`
inline constexpr std::string_view unclosed_text = "unclosed-text";                // `"` without `"` on its line
inline constexpr std::string_view foreign_operator = "foreign-operator";          // `==`, `=>`, `&&`, …
inline constexpr std::string_view foreign_character = "foreign-character";        // full-width or typographic signs
inline constexpr std::string_view thousands_separator = "thousands-separator";    // `1,000`
inline constexpr std::string_view touching_number = "touching-number";            // `5USD`, `75万片`
inline constexpr std::string_view suffix_apart = "suffix-apart";                  // `75 万`
inline constexpr std::string_view ambiguous_suffix = "ambiguous-suffix";          // `兆`
inline constexpr std::string_view no_such_period = "no-such-period";              // `2024Q5`
inline constexpr std::string_view malformed_date = "malformed-date";              // `2024-1-5`
inline constexpr std::string_view reserved_name = "reserved-name";                // a reserved word as a name
inline constexpr std::string_view chained_comparison = "chained-comparison";      // `a < b < c`
inline constexpr std::string_view repeated_clause = "repeated-clause";            // `a where b where c`
inline constexpr std::string_view clause_in_arithmetic = "clause-in-arithmetic";  // `a by b / c`
inline constexpr std::string_view malformed_index = "malformed-index";            // `e[2024]`
inline constexpr std::string_view malformed_label = "malformed-label";            // `f(a + b: c)`
inline constexpr std::string_view unknown_policy = "unknown-policy";              // `under best`
inline constexpr std::string_view too_deep = "too-deep";                          // nested past what can be read
inline constexpr std::string_view too_long = "too-long";                          // a name or a text past its limit
inline constexpr std::string_view not_text = "not-text";                          // NUL bytes, invalid UTF-8

}  // namespace reckon::lang::problem

// Identifiers of what can go wrong in the engine. Each has an entry in tests/errors.
#pragma once

#include <string_view>

namespace reckon::engine::problem {

inline constexpr std::string_view unknown_unit = "unknown-unit";
inline constexpr std::string_view unit_too_complex = "unit-too-complex";
inline constexpr std::string_view disjoint_facts = "disjoint-facts";
inline constexpr std::string_view outside_domain = "outside-domain";
inline constexpr std::string_view rule_cycle = "rule-cycle";
inline constexpr std::string_view endless_rule = "endless-rule";  // values that get smaller or greater for ever
inline constexpr std::string_view too_many_rows = "too-many-rows";
inline constexpr std::string_view too_many_steps = "too-many-steps";
inline constexpr std::string_view too_many_bytes = "too-many-bytes";
inline constexpr std::string_view past_deadline = "past-deadline";
inline constexpr std::string_view malformed_table = "malformed-table";    // CSV that is none, a value that is no text
inline constexpr std::string_view unreadable_table = "unreadable-table";  // of an SQLite file
inline constexpr std::string_view unreadable_database = "unreadable-database";  // damaged, foreign, of a newer format

}  // namespace reckon::engine::problem

// Identifiers of what can go wrong in the engine. Each has an entry in tests/errors.
#pragma once

#include <string_view>

namespace reckon::engine::problem {

inline constexpr std::string_view unknown_unit = "unknown-unit";
inline constexpr std::string_view unit_too_complex = "unit-too-complex";
inline constexpr std::string_view disjoint_facts = "disjoint-facts";
inline constexpr std::string_view outside_domain = "outside-domain";
inline constexpr std::string_view rule_cycle = "rule-cycle";
inline constexpr std::string_view too_many_rows = "too-many-rows";

}  // namespace reckon::engine::problem

// What a store holds, as tables for the prompt.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/text.hpp"
#include "lang/check/environment.hpp"

namespace reckon::cli {

// Measures and relations: their dimensions, unit, what they are, and how many facts each has.
std::string measures_text(const lang::Environment&, const TextOptions&);
std::string dimensions_text(const lang::Environment&, const TextOptions&);
// The members of one dimension with their parents and aliases; nothing where there is no such dimension.
std::optional<std::string> dimension_text(const lang::Environment&, std::string_view name, const TextOptions&);
std::string sources_text(const lang::Environment&, const TextOptions&);
std::string rules_text(const lang::Environment&);
// The facts of one measure as they were stated; nothing where there is no such measure.
std::optional<std::string> facts_text(const lang::Environment&, std::string_view measure, const TextOptions&);

// "did you mean …" for a name of that list, or empty.
std::string nearest_measure(const lang::Environment&, std::string_view name);
std::string nearest_dimension(const lang::Environment&, std::string_view name);

}  // namespace reckon::cli

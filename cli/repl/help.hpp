// `:help NAME` from the standard library's own descriptions and from what is declared.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lang/check/environment.hpp"

namespace reckon::cli {

// A function, definition, measure, dimension, unit, source, module or word of the language; nothing where the name is
// none of them.
std::optional<std::string> help_on(const lang::Environment&, std::string_view name);

// "did you mean …" or empty.
std::string nearest_help(const lang::Environment&, std::string_view name);

}  // namespace reckon::cli

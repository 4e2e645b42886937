// The value of a number as it is written.
#pragma once

#include <optional>
#include <string_view>

#include "engine/model/number.hpp"

namespace reckon::lang {

// "1_000", "7.5e5", "75万", "15%": exactly. Nothing where the text is no number or its value is too large to hold.
std::optional<engine::Number> literal_value(std::string_view digits_with_suffix);

}  // namespace reckon::lang

// Text on a screen of fixed cells: how wide it is, and what of it must not reach a terminal as it is.
#pragma once

#include <string>
#include <string_view>

namespace reckon {

// Cells that the text takes: wide characters two, combining ones none.
std::size_t display_width(std::string_view utf8);

// The text itself where it fits, else its begin and `…`, as wide as it may be.
std::string cut_to_width(std::string_view utf8, std::size_t width);

// The text with control characters, and those that turn the direction of writing, as escapes: `\n`, `\u202e`.
// Bytes that are not UTF-8 become U+FFFD.
std::string printable(std::string_view utf8);

}  // namespace reckon

// Whether bytes are text: well-formed UTF-8 (RFC 3629) without NUL.
#pragma once

#include <cstddef>
#include <string_view>

namespace reckon::engine {

// The first byte that is no text, std::string_view::npos where there is none. One pass.
std::size_t find_not_text(std::string_view bytes) noexcept;

}  // namespace reckon::engine

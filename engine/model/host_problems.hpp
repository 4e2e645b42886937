// Identifiers of what only a host program can meet; no script shows them, so tests/unit/host_problems_test.cpp does.
#pragma once

#include <string_view>

namespace reckon::engine::problem {

inline constexpr std::string_view cancelled = "cancelled";          // the host stopped the run
inline constexpr std::string_view host_function = "host-function";  // one failed, or gave what is no range

}  // namespace reckon::engine::problem

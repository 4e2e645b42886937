// The standard library's modules (stdlib/*.rk), carried inside the library.
// Invariant: the texts are the files byte for byte; order is by name.
#pragma once

#include <span>
#include <string_view>

namespace reckon::lang {

struct Module {
  std::string_view name;  // "compute" of stdlib/compute.rk: what `use compute` asks for
  std::string_view text;
};

// Every module there is. Static storage; usable from any thread.
std::span<const Module> modules() noexcept;

}  // namespace reckon::lang

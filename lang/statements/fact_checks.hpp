// Checks that new facts must pass before any is written.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "engine/exec/program.hpp"

namespace reckon::lang {

// Two statements of one source about one cell on the same date meet; where they are disjoint both are named.
// Nothing where all is well; otherwise which new fact clashes, and with what range.
struct Clash {
  std::size_t fact;
  engine::Range other;
};
std::optional<Clash> find_clash(const engine::FactTable& table, std::span<const engine::Fact> added);

}  // namespace reckon::lang

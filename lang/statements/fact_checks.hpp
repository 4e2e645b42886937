// Checks that new facts must pass before any is written.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "engine/exec/program.hpp"
#include "lang/check/checker.hpp"

namespace reckon::lang {

// The value as the measure's domain cuts it: a bound whose open side the domain closes is no contradiction (`..500万`
// of what is never negative). Nothing where the value lies outside.
std::optional<engine::Range> within_domain(const engine::Measure&, engine::Range value);

// Two statements of one source about one cell on the same date meet. What the table has that a fact cannot meet, or
// nothing. (Ranges that meet two by two meet all together.)
std::optional<engine::Range> find_clash(engine::FactTable& table, const engine::Fact&);

// The same for several facts at once, among themselves too: which new fact clashes, and with what range.
struct Clash {
  std::size_t fact;
  engine::Range other;
};
std::optional<Clash> find_clash(engine::FactTable& table, std::span<const engine::Fact> added);

// Throws made-of-records where the measure's values are those of loaded records, which no statement adds to.
void require_facts(const Checker&, const engine::Program&, engine::MeasureId, Span);

}  // namespace reckon::lang

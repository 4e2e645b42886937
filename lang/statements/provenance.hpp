// Who says a fact, when and how sure: what stands behind `from`, `as`, `on`, `note` and `ci`.
#pragma once

#include "engine/facts/fact_table.hpp"
#include "lang/check/checker.hpp"

namespace reckon::lang {

// Sets what is stated and leaves the rest. The note points into the text. Throws Failure.
void state_provenance(Checker&, const Provenance& stated, engine::Fact&);

// The kind of that name, which facts may state; nothing where there is none.
std::optional<engine::Kind> stated_kind(std::string_view name);
inline constexpr std::string_view kinds_hint = "the kinds are actual, estimate, forecast, plan and rumour";

}  // namespace reckon::lang

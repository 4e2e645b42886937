// Bindings of a body's variables: what they make of atoms and heads, and in words.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/model/catalog.hpp"
#include "engine/plan/body.hpp"

namespace reckon::engine {

// The coordinate that an atom reads; no_code for any member.
std::vector<Code> atom_key(const BodyAtom&, std::span<const Code> variables);
bool has_any(const BodyAtom&);
// The variables that a head of this coordinate gives, or nothing where it names other members.
std::optional<std::vector<Code>> given_by(const Body&, std::span<const Code> key);
// `with x = Microsoft, y = 2024` for the named variables that have a code, those of the head aside.
std::string bindings_text(const Catalog&, const Body&, std::span<const Code> variables);
// `supplies(Oracle, x)`: members where they are known, names where they are not.
std::string atom_text(const Catalog&, const Body&, const BodyAtom&, std::span<const Code> variables);

}  // namespace reckon::engine

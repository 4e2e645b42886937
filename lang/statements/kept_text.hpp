// Rules and definitions as a database keeps them.
#pragma once

#include "engine/storage/definition.hpp"
#include "lang/check/environment.hpp"

namespace reckon::lang {

// The statement's text with its place. In a rule each script parameter is written out: the file outlives the run that
// bound it. (What `let` defines asks for parameters when it is used.)
engine::Definition definition_of(const Statement&, const Script&, const Environment&);

}  // namespace reckon::lang

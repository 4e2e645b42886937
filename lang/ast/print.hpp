// Syntax tree to canonical text: one layout, names quoted only where they must be, so that parsing the printed text
// gives the same tree.
#pragma once

#include <string>

#include "lang/ast/ast.hpp"

namespace reckon::lang {

std::string print(const Expr&);
std::string print(const Clause&);
std::string print(const Statement&);
std::string print(const Script&);  // a statement a line; members and fact rows of groups a line each

// A name as it must be written: quoted where it is reserved, holds other characters, or starts with a digit.
std::string quoted_if_needed(std::string_view name);

// Same shape, kinds, operators and texts; places do not count.
bool same_tree(const Script&, const Script&);

}  // namespace reckon::lang

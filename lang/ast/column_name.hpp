// The name of a result's column: the expression in canonical form, without the clauses that only choose or convert.
#pragma once

#include <string>

#include "lang/ast/ast.hpp"

namespace reckon::lang {

// `sum(h100e by org where year = 2024)` is called "sum(h100e by org)".
std::string column_name(const Expr&);

}  // namespace reckon::lang

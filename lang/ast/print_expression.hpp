// Pieces of printing that expressions and statements share. Everything is appended to one string.
#pragma once

#include <string>

#include "lang/ast/ast.hpp"

namespace reckon::lang {

// How tightly an expression binds, loosest first; one that binds looser than its place asks gets parentheses.
enum class Level : std::uint8_t {
  clauses,
  conditional,
  logical_or,
  logical_and,
  logical_not,
  comparison,
  range,
  coalesce,
  sum,
  product,
  unary,
  power,
  postfix,
  operand,
};

void append(std::string& out, const Expr&, Level place);
void append(std::string& out, const Clause&);
// Arguments of a call or a row, with its parentheses.
void append_arguments(std::string& out, const List<Expr*>& args, const List<std::string_view>& labels);
void append_name(std::string& out, std::string_view name, bool quoted);
void append_text(std::string& out, std::string_view text);  // in quotes

// Items with commas between.
template <class T, class Each>
void append_list(std::string& out, const List<T>& items, const Each& each) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i != 0) out += ", ";
    each(items[i]);
  }
}

}  // namespace reckon::lang

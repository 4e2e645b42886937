// A tree as prefix text with every level shown: "(+ a (* b c))". Independent of the printer that is under test.
#pragma once

#include <string>

#include "lang/ast/ast.hpp"

namespace reckon::tests {

std::string shape(const lang::Expr&);
inline std::string shape_or_gap(const lang::Expr* e) { return e == nullptr ? "_" : shape(*e); }

inline std::string shape(lang::Op op) {
  static constexpr const char* names[] = {"none", "neg", "not", "+", "-",  "*",  "/",      "^",   "??", "=",
                                          "!=",   "<",   "<=",  ">", ">=", "in", "not-in", "and", "or"};
  return names[static_cast<std::size_t>(op)];
}

inline std::string shape(const lang::Clause& c) {
  static constexpr const char* names[] = {"where", "by", "over", "to", "as-of", "under", "assuming"};
  std::string out = std::string("(") + names[static_cast<std::size_t>(c.kind)];
  if (!c.text.empty()) out += " " + std::string(c.text);
  if (c.expr != nullptr) out += " " + shape(*c.expr);
  for (const lang::Expr* name : c.names) out += " " + shape(*name);
  for (const lang::Assumption& a : c.assumptions) out += " " + shape(*a.cell) + " " + shape(*a.value);
  return out + ")";
}

inline std::string shape_of_items(const lang::Expr& e) {
  std::string out;
  for (std::size_t i = 0; i < e.args.size(); ++i) {
    if (i != 0) out += " ";
    if (!e.labels.empty() && !e.labels[i].empty()) out += std::string(e.labels[i]) + ":";
    out += shape_or_gap(e.args[i]);
  }
  return out;
}

inline std::string shape(const lang::Expr& e) {
  using lang::ExprKind;
  const std::string text = e.quoted ? "\"" + std::string(e.text) + "\"" : std::string(e.text);
  const std::string items = shape_of_items(e);
  switch (e.kind) {
    case ExprKind::number: return e.unit.empty() ? text : text + ":" + std::string(e.unit);
    case ExprKind::period: return "period:" + text;
    case ExprKind::date: return "date:" + text;
    case ExprKind::name: return text;
    case ExprKind::path: return text + "." + items;
    case ExprKind::parameter: return "$" + text;
    case ExprKind::call: return "(" + text + (items.empty() ? "" : " ") + items + ")";
    case ExprKind::index: return "(index " + items + ")";
    case ExprKind::unary:
    case ExprKind::binary: return "(" + shape(e.op) + " " + items + ")";
    case ExprKind::conditional: return "(if " + items + ")";
    case ExprKind::range: return "(range " + items + ")";
    case ExprKind::about: return "(~ " + items + ")";
    case ExprKind::plus_minus: return "(± " + items + ")";
    case ExprKind::list: return "(list " + items + ")";
    case ExprKind::columns: return "{" + items + "}";
    case ExprKind::clauses: break;
  }
  std::string out = "(clauses " + items;
  for (const lang::Clause* c : e.clauses) out += " " + shape(*c);
  return out + ")";
}

}  // namespace reckon::tests

// A copy of the expression without clauses, printed.
#include "lang/ast/column_name.hpp"

#include "lang/ast/print.hpp"

namespace reckon::lang {
namespace {

Expr* without_clauses(Arena& arena, const Expr& e) {
  std::vector<Clause*> kept;
  for (Clause* clause : e.clauses)
    if (clause->kind == ClauseKind::by || clause->kind == ClauseKind::over) kept.push_back(clause);
  if (e.kind == ExprKind::clauses && kept.empty()) return without_clauses(arena, *e.args[0]);
  std::vector<Expr*> args;
  for (const Expr* arg : e.args) args.push_back(arg ? without_clauses(arena, *arg) : nullptr);
  Expr* copy = arena.make<Expr>();
  *copy = e;
  copy->args = arena.list(args.data(), args.size());
  copy->clauses = arena.list(kept.data(), kept.size());
  return copy;
}

}  // namespace

std::string column_name(const Expr& e) {
  Arena arena;
  return print(*without_clauses(arena, e));
}

}  // namespace reckon::lang

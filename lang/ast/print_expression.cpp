// Expressions to canonical text: blanks around binary operators, none inside parentheses.
#include "lang/ast/print_expression.hpp"

#include "lang/ast/print.hpp"
#include "lang/parse/scan.hpp"

namespace reckon::lang {
namespace {

Level level_of(Op op) {
  switch (op) {
    case Op::logical_or: return Level::logical_or;
    case Op::logical_and: return Level::logical_and;
    case Op::logical_not: return Level::logical_not;
    case Op::coalesce: return Level::coalesce;
    case Op::add:
    case Op::subtract: return Level::sum;
    case Op::multiply:
    case Op::divide: return Level::product;
    case Op::negate: return Level::unary;
    case Op::power: return Level::power;
    default: return Level::comparison;
  }
}

Level level_of(const Expr& e) {
  switch (e.kind) {
    case ExprKind::clauses: return Level::clauses;
    case ExprKind::conditional: return Level::conditional;
    case ExprKind::unary:
    case ExprKind::binary: return level_of(e.op);
    case ExprKind::range:
    case ExprKind::about:
    case ExprKind::plus_minus: return Level::range;
    case ExprKind::index: return Level::postfix;
    default: return Level::operand;
  }
}

std::string_view sign(Op op) {
  switch (op) {
    case Op::add: return "+";
    case Op::subtract: return "-";
    case Op::multiply: return "*";
    case Op::divide: return "/";
    case Op::power: return "^";
    case Op::coalesce: return "??";
    case Op::equal: return "=";
    case Op::not_equal: return "!=";
    case Op::less: return "<";
    case Op::less_equal: return "<=";
    case Op::greater: return ">";
    case Op::greater_equal: return ">=";
    case Op::in: return "in";
    case Op::not_in: return "not in";
    case Op::logical_and: return "and";
    case Op::logical_or: return "or";
    default: return "";
  }
}

void append_bare(std::string& out, const Expr&);

Level tighter(Level level) { return static_cast<Level>(static_cast<int>(level) + 1); }

void append_binary(std::string& out, const Expr& e) {
  const Level own = level_of(e.op);
  Level left = own;
  Level right = tighter(own);
  if (own == Level::comparison) left = Level::range;
  if (own == Level::power) left = Level::postfix, right = Level::unary;
  append(out, *e.args[0], left);
  out += ' ';
  out += sign(e.op);
  out += ' ';
  append(out, *e.args[1], right);
}

// True where the text of an upper end begins with a word or a text that would be taken for what follows an open range.
bool reads_as_follower(const Expr& e) {
  const Expr* first = &e;
  while (first->kind == ExprKind::binary || first->kind == ExprKind::index) first = first->args[0];
  if (first->kind != ExprKind::name && first->kind != ExprKind::path && first->kind != ExprKind::call) return false;
  return first->quoted || quoted_if_needed(first->text).front() == '"' || first->text == "example" ||
         scan::is_provenance_word(first->text);
}

void append_best(std::string& out, const Expr* best) {
  if (best == nullptr) return;
  out += " best ";
  append(out, *best, Level::coalesce);
}

void append_range(std::string& out, const Expr& e) {
  if (e.args[0] != nullptr) append(out, *e.args[0], Level::coalesce);
  out += "..";
  if (e.args[1] != nullptr && reads_as_follower(*e.args[1])) {
    out += '(';
    append_bare(out, *e.args[1]);
    out += ')';
  } else if (e.args[1] != nullptr) {
    append(out, *e.args[1], Level::coalesce);
  }
  append_best(out, e.args[2]);
}

void append_index(std::string& out, const Expr& e) {
  append(out, *e.args[0], Level::postfix);
  out += '[';
  for (std::size_t i = 1; i < e.args.size(); ++i) {
    if (i != 1) out += ", ";
    append(out, *e.args[i], Level::conditional);
  }
  out += ']';
}

void append_conditional(std::string& out, const Expr& e) {
  out += "if ";
  append(out, *e.args[0], Level::conditional);
  out += " then ";
  append(out, *e.args[1], Level::conditional);
  out += " else ";
  append(out, *e.args[2], Level::conditional);
}

void append_items(std::string& out, const List<Expr*>& args, const List<std::string_view>& labels, Level place) {
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (i != 0) out += ", ";
    if (!labels.empty() && !labels[i].empty()) out += quoted_if_needed(labels[i]) + ": ";
    // `by a` before a comma would take what follows for another dimension.
    const bool ends_in_names = args[i]->kind == ExprKind::clauses && !args[i]->clauses.back()->names.empty();
    append(out, *args[i], ends_in_names && i + 1 != args.size() ? Level::conditional : place);
  }
}

void append_bare(std::string& out, const Expr& e) {
  switch (e.kind) {
    case ExprKind::number:
      out += e.text;
      if (!e.unit.empty()) (out += ' ') += e.unit;
      return;
    case ExprKind::period:
    case ExprKind::date: out += e.text; return;
    case ExprKind::name: append_name(out, e.text, e.quoted); return;
    case ExprKind::path:
      append_name(out, e.text, e.quoted);
      out += '.';
      append(out, *e.args[0], Level::operand);
      return;
    case ExprKind::parameter: (out += '$') += e.text; return;
    case ExprKind::call:
      append_name(out, e.text, e.quoted);
      append_arguments(out, e.args, e.labels);
      return;
    case ExprKind::index: append_index(out, e); return;
    case ExprKind::unary:
      out += e.op == Op::negate ? "-" : "not ";
      append(out, *e.args[0], level_of(e.op));
      return;
    case ExprKind::binary: append_binary(out, e); return;
    case ExprKind::conditional: append_conditional(out, e); return;
    case ExprKind::range: append_range(out, e); return;
    case ExprKind::about:
      out += '~';
      append(out, *e.args[0], Level::coalesce);
      append_best(out, e.args[1]);
      return;
    case ExprKind::plus_minus:
      append(out, *e.args[0], Level::coalesce);
      out += " ± ";
      append(out, *e.args[1], Level::coalesce);
      append_best(out, e.args[2]);
      return;
    case ExprKind::list:
      out += '(';
      append_items(out, e.args, {}, Level::range);
      out += ')';
      return;
    case ExprKind::columns:
      out += "{ ";
      append_items(out, e.args, e.labels, Level::conditional);
      out += " }";
      return;
    case ExprKind::clauses:
      append(out, *e.args[0], Level::conditional);
      for (const Clause* clause : e.clauses) {
        out += ' ';
        append(out, *clause);
      }
      return;
  }
}

}  // namespace

void append_name(std::string& out, std::string_view name, bool quoted) {
  if (quoted) {
    append_text(out, name);
  } else {
    out += quoted_if_needed(name);
  }
}

void append_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    out += c;
    if (c == '"') out += c;
  }
  out += '"';
}

void append_arguments(std::string& out, const List<Expr*>& args, const List<std::string_view>& labels) {
  out += '(';
  append_items(out, args, labels, Level::clauses);
  out += ')';
}

void append(std::string& out, const Expr& e, Level place) {
  const bool loose = level_of(e) < place;
  if (loose) out += '(';
  append_bare(out, e);
  if (loose) out += ')';
}

void append(std::string& out, const Clause& clause) {
  const auto name = [&](const Expr* e) { append(out, *e, Level::operand); };
  switch (clause.kind) {
    case ClauseKind::where:
      out += "where ";
      append(out, *clause.expr, Level::conditional);
      return;
    case ClauseKind::by:
    case ClauseKind::over:
      out += clause.kind == ClauseKind::by ? "by " : "over ";
      append_list(out, clause.names, name);
      return;
    case ClauseKind::to: (out += "to ") += clause.text; return;
    case ClauseKind::as_of:
      out += "as of ";
      append(out, *clause.expr, Level::operand);
      return;
    case ClauseKind::under:
      (out += "under ") += clause.text;
      if (clause.names.empty()) return;
      out += '(';
      append_list(out, clause.names, name);
      out += ')';
      return;
    case ClauseKind::assuming:
      out += "assuming (";
      append_list(out, clause.assumptions, [&](const Assumption& a) {
        append(out, *a.cell, Level::operand);
        out += " = ";
        append(out, *a.value, Level::range);
      });
      out += ')';
      return;
  }
}

std::string print(const Expr& e) {
  std::string out;
  append(out, e, Level::clauses);
  return out;
}

std::string print(const Clause& clause) {
  std::string out;
  append(out, clause);
  return out;
}

std::string quoted_if_needed(std::string_view name) {
  const std::size_t plain = scan::name(name.data(), name.data() + name.size());
  if (plain == name.size() && plain != 0 && !scan::is_reserved(name)) return std::string(name);
  std::string out;
  append_text(out, name);
  return out;
}

}  // namespace reckon::lang

// The tree under construction. Groups (arguments, items, names) are runs on the operand stack above a mark.
#include "lang/parse/builder.hpp"

#include <algorithm>

#include "lang/diagnostics/problems.hpp"

namespace reckon::lang {
namespace {

constexpr int max_nesting = 200;
constexpr std::uint32_t max_height = 2000;  // so that recursive passes over a tree stay within a small stack
constexpr std::size_t max_name = 1000;      // bytes

// A text without its quotes; doubled quotes inside become one.
std::string_view unquote(std::string_view written, Arena& arena) {
  const std::string_view inside = written.substr(1, written.size() - 2);
  if (inside.find('"') == std::string_view::npos) return inside;
  std::string plain;
  plain.reserve(inside.size());
  for (std::size_t i = 0; i < inside.size(); ++i) {
    plain += inside[i];
    if (inside[i] == '"') ++i;
  }
  return arena.text(plain);
}

}  // namespace

Builder::Builder(const std::shared_ptr<const SourceText>& source, Arena& arena) : source_(source), arena_(arena) {
  operands_.reserve(16);
  marks_.reserve(8);
  reset(begin());
}

Span Builder::span(const char* from, const char* to) const {
  return {static_cast<std::uint32_t>(from - begin()), static_cast<std::uint32_t>(to - begin())};
}

void Builder::fail(std::string_view id, Span where, std::string message, std::string hint) const {
  throw Failure(Diagnostic{id, std::move(message), std::move(hint), source_, where});
}

void Builder::enter() {
  if (++nesting <= max_nesting) return;
  const Span here = span(layout.token_end, layout.token_end);
  fail(problem::too_deep, here, "this is nested more than " + std::to_string(max_nesting) + " levels deep",
       "give parts of it names with `let`");
}

void Builder::reset(const char* statement_at) {
  statement_begin = statement_at;
  layout.newlines = Newlines::end_items;
  layout.followers = Followers::none;
  layout.open.clear();
  layout.token_end = statement_at;
  layout.line_crossed = false;
  nesting = 0;
  operands_.clear();
  labels_.clear();
  marks_.clear();
  names.clear();
  axes.clear();
  members.clear();
  rows.clear();
  targets.clear();
  measures.clear();
  statement_ = nullptr;
  doc = {};
  provenance = {};
}

void Builder::once(bool is_new, Span where, std::string_view part) const {
  if (is_new) return;
  fail(problem::repeated_clause, where, std::string(part) + " is said twice in this statement",
       "leave one of them out");
}

// ---- words -----------------------------------------------------------------------------------------------------

void Builder::read_name(std::string_view written) {
  name = {written, span(written.data(), written.data() + written.size()), false};
  if (written.size() <= max_name) return;
  fail(problem::too_long, name.span, "a name has at most " + std::to_string(max_name) + " bytes");
}

void Builder::read_quoted(std::string_view written) {
  name = {unquote(written, arena_), span(written.data(), written.data() + written.size()), true};
}

void Builder::read_quoted_name(std::string_view written) {
  read_name(written);
  read_quoted(written);
  if (name.text.empty()) fail(problem::unexpected, name.span, "a name has at least one character");
}

// ---- operands --------------------------------------------------------------------------------------------------

Expr* Builder::make(ExprKind kind, Span where) {
  Expr* made = arena_.make<Expr>();
  made->kind = kind;
  made->span = where;
  return made;
}

void Builder::push_tree(Expr* expr, std::uint32_t begin, std::uint32_t height) {
  if (height > max_height) {
    fail(problem::too_deep, expr->span,
         "an expression has at most " + std::to_string(max_height) + " operators one behind the other",
         "give parts of it names with `let`");
  }
  operands_.push_back({expr, begin, height, false});
}

void Builder::push(ExprKind kind, std::string_view written, std::string_view text) {
  Expr* made = make(kind, span(written.data(), written.data() + written.size()));
  made->text = text;
  push_tree(made, made->span.begin, 1);
}

void Builder::push_name() {
  Expr* made = make(ExprKind::name, name.span);
  made->text = name.text;
  made->quoted = name.quoted;
  push_tree(made, made->span.begin, 1);
}

void Builder::attach_unit(std::string_view unit) {
  Expr& number = *operands_.back().expr;
  number.unit = unit;
  number.span.end = static_cast<std::uint32_t>(unit.data() + unit.size() - begin());
}

void Builder::close_parenthesis(const char* opened) {
  operands_.back().begin = span(opened, opened).begin;
  operands_.back().clauses_open = false;
}

void Builder::path() {
  Expr* part = pop();
  Expr* first = pop();
  Expr* made = make(ExprKind::path, {first->span.begin, part->span.end});
  made->text = first->text;
  made->quoted = first->quoted;
  made->args = arguments({part});
  push_tree(made, made->span.begin, 2);
}

void Builder::unary(Op op, const char* from) {
  const std::uint32_t height = operands_.back().height + 1;
  Expr* made = make(ExprKind::unary, span_to_here(from));
  made->op = op;
  made->args = arguments({pop()});
  push_tree(made, made->span.begin, height);
}

void Builder::binary(Op op) {
  const Operand right = operands_.back();
  operands_.pop_back();
  const Operand left = operands_.back();
  operands_.pop_back();
  Expr* made = make(ExprKind::binary, {left.begin, span_to_here(layout.token_end).end});
  made->op = op;
  made->args = arguments({left.expr, right.expr});
  push_tree(made, left.begin, std::max(left.height, right.height) + 1);
}

void Builder::conditional(const char* from) {
  const std::size_t first = operands_.size() - 3;
  std::uint32_t height = 0;
  for (std::size_t i = first; i < operands_.size(); ++i) height = std::max(height, operands_[i].height);
  Expr* made = make(ExprKind::conditional, span_to_here(from));
  Expr* otherwise = pop();
  Expr* then = pop();
  made->args = arguments({pop(), then, otherwise});
  push_tree(made, made->span.begin, height + 1);
}

void Builder::range(const char* from, bool has_low, bool has_high) {
  std::uint32_t height = 0;
  std::uint32_t first = span(from, from).begin;
  const std::size_t ends = static_cast<std::size_t>(has_low) + static_cast<std::size_t>(has_high);
  for (std::size_t i = operands_.size() - ends; i < operands_.size(); ++i) {
    height = std::max(height, operands_[i].height);
    first = std::min(first, operands_[i].begin);
  }
  Expr* made = make(ExprKind::range, {first, span_to_here(from).end});
  Expr* high = pop_or_null(has_high);
  Expr* low = pop_or_null(has_low);
  made->args = arguments({low, high, nullptr});
  push_tree(made, first, height + 1);
}

void Builder::about(const char* from) {
  const std::uint32_t height = operands_.back().height;
  Expr* made = make(ExprKind::about, span_to_here(from));
  made->args = arguments({pop(), nullptr});
  push_tree(made, made->span.begin, height + 1);
}

void Builder::plus_minus() {
  const Operand deviation = operands_.back();
  operands_.pop_back();
  const Operand middle = operands_.back();
  operands_.pop_back();
  Expr* made = make(ExprKind::plus_minus, {middle.begin, span_to_here(layout.token_end).end});
  made->args = arguments({middle.expr, deviation.expr, nullptr});
  push_tree(made, middle.begin, std::max(middle.height, deviation.height) + 1);
}

void Builder::best() {
  const Operand figure = operands_.back();
  operands_.pop_back();
  Operand& value = operands_.back();
  value.expr->args.back() = figure.expr;
  value.expr->span.end = span_to_here(layout.token_end).end;
  value.height = std::max(value.height, figure.height + 1);
}

// ---- groups ----------------------------------------------------------------------------------------------------

void Builder::begin_group(const char* from) { marks_.push_back({operands_.size(), labels_.size(), from}); }

void Builder::label() {
  const Operand label = operands_.back();
  if (label.expr->kind != ExprKind::name || label.begin != label.expr->span.begin) {
    fail(problem::malformed_label, {label.begin, label.expr->span.end}, "before `:` stands a name and nothing else",
         "write `name: value`");
  }
  operands_.pop_back();
  const Mark& mark = marks_.back();
  labels_.resize(mark.labels + operands_.size() - mark.operands);
  labels_.push_back(label.expr->text);
}

Builder::Group Builder::take_group() {
  const Mark mark = marks_.back();
  marks_.pop_back();
  Group group;
  group.begin = mark.begin;
  const std::size_t count = operands_.size() - mark.operands;
  group.items = arena_.room<Expr*>(count);
  for (std::size_t i = 0; i < count; ++i) {
    group.items[i] = operands_[mark.operands + i].expr;
    group.height = std::max(group.height, operands_[mark.operands + i].height);
  }
  operands_.resize(mark.operands);
  if (labels_.size() > mark.labels) {
    labels_.resize(mark.labels + count);
    group.labels = arena_.list(labels_.data() + mark.labels, count);
    labels_.resize(mark.labels);
  }
  return group;
}

void Builder::call() {
  const Group group = take_group();
  Operand& called = operands_.back();
  called.expr->kind = ExprKind::call;
  called.expr->args = group.items;
  called.expr->labels = group.labels;
  called.expr->span.end = span_to_here(layout.token_end).end;
  called.height = group.height + 1;
}

void Builder::index() {
  const Operand indexed = operands_[marks_.back().operands - 1];
  --marks_.back().operands;
  const Group group = take_group();
  for (std::size_t i = 1; i < group.items.size(); ++i) {
    const Expr& item = *group.items[i];
    const bool sets = item.kind == ExprKind::binary && item.op == Op::equal;
    const bool shifts = item.kind == ExprKind::binary && (item.op == Op::add || item.op == Op::subtract);
    const ExprKind of = sets || shifts ? item.args[0]->kind : ExprKind::number;
    if (of == ExprKind::name || of == ExprKind::path) continue;
    fail(problem::malformed_index, item.span, "inside [ ] a dimension is fixed or shifted",
         "write `[year = 2024]` or `[year - 1]`");
  }
  Expr* made = make(ExprKind::index, {indexed.begin, span_to_here(layout.token_end).end});
  made->args = group.items;
  push_tree(made, indexed.begin, group.height + 1);
}

void Builder::list() {
  const Group group = take_group();
  Expr* made = make(ExprKind::list, span_to_here(group.begin));
  made->args = group.items;
  push_tree(made, made->span.begin, group.height + 1);
}

void Builder::columns() {
  const Group group = take_group();
  Expr* made = make(ExprKind::columns, span_to_here(group.begin));
  made->args = group.items;
  made->labels = group.labels;
  push_tree(made, made->span.begin, group.height + 1);
}

// ---- clauses ---------------------------------------------------------------------------------------------------

Clause* Builder::make_clause(ClauseKind kind, const char* from) {
  Clause* made = arena_.make<Clause>();
  made->kind = kind;
  made->span = span_to_here(from);
  return made;
}

void Builder::fail_repeated(const Clause& clause) const {
  static constexpr std::string_view words[] = {"where", "by", "over", "to", "as of", "under", "assuming"};
  const std::string clause_word(words[static_cast<std::size_t>(clause.kind)]);
  fail(problem::repeated_clause, clause.span, "this expression has a `" + clause_word + "` already",
       clause.kind == ClauseKind::where
           ? "join conditions with `and`; to filter each side by itself, use parentheses: `(a where c) / (b where d)`"
           : "use parentheses where each belongs to a part of the expression");
}

void Builder::add_clause(Clause* clause) {
  Operand& base = operands_.back();
  if (!base.clauses_open) {
    Expr* made = make(ExprKind::clauses, {base.begin, clause->span.end});
    made->args = arguments({base.expr});
    base.expr = made;
    base.clauses_open = true;
    ++base.height;
  }
  Expr& node = *base.expr;
  for (const Clause* earlier : node.clauses) {
    if (earlier->kind != clause->kind) continue;
    fail_repeated(*clause);
  }
  const List<Clause*> all = arena_.room<Clause*>(node.clauses.size() + 1);
  std::copy(node.clauses.begin(), node.clauses.end(), all.begin());
  all.back() = clause;
  node.clauses = all;
  node.span.end = clause->span.end;
}

void Builder::where_clause(const char* from) {
  const std::uint32_t height = operands_.back().height;
  Clause* made = make_clause(ClauseKind::where, from);
  made->expr = pop();
  operands_.back().height = std::max(operands_.back().height, height);
  add_clause(made);
}

void Builder::names_clause(ClauseKind kind, const char* from) {
  Clause* made = make_clause(kind, from);
  made->names = take_group().items;
  add_clause(made);
}

void Builder::unit_clause(const char* from) {
  Clause* made = make_clause(ClauseKind::to, from);
  made->text = word;
  add_clause(made);
}

void Builder::as_of_clause(const char* from) {
  Clause* made = make_clause(ClauseKind::as_of, from);
  made->expr = pop();
  add_clause(made);
}

Clause* Builder::policy(const char* from) {
  Clause* made = make_clause(ClauseKind::under, from);
  made->text = word;
  made->names = take_group().items;
  return made;
}

void Builder::under_clause(const char* from) { add_clause(policy(from)); }

void Builder::assuming_clause(const char* from) {
  Clause* made = make_clause(ClauseKind::assuming, from);
  const Group group = take_group();
  made->assumptions = arena_.room<Assumption>(group.items.size() / 2);
  for (std::size_t i = 0; i < made->assumptions.size(); ++i) {
    made->assumptions[i] = {group.items[2 * i], group.items[2 * i + 1]};
  }
  operands_.back().height = std::max(operands_.back().height, group.height);
  add_clause(made);
}

}  // namespace reckon::lang

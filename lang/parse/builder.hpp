// The tree under construction: the grammar's actions call it, word by word, and it keeps what is not yet placed.
// Invariant: an operand on the stack is a finished expression; whatever leaves the stack lies in the arena.
#pragma once

#include <cassert>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/ast/ast.hpp"
#include "lang/diagnostics/diagnostic.hpp"
#include "lang/parse/layout.hpp"

namespace reckon::lang {

class Builder {
 public:
  // The source and the arena must outlive the builder.
  Builder(const std::shared_ptr<const SourceText>& source, Arena& arena);

  Layout layout;
  ExprKind literal_kind = ExprKind::number;  // of the literal read last
  Name name;                                 // the name or text read last
  std::string_view word;                     // the unit, policy or additivity read last
  const char* statement_begin;               // where the statement being read begins
  int nesting = 0;                           // of brackets and prefix operators

  // ---- places and errors
  Span span(const char* begin, const char* end) const;
  Span span_to_here(const char* begin) const { return span(begin, layout.token_end); }
  Span word_span() const { return span(word.data(), word.data() + word.size()); }
  Span top_span() const { return operands_.back().expr->span; }
  std::string top_text() const { return std::string(operands_.back().expr->text); }
  [[noreturn]] void fail(std::string_view id, Span, std::string message, std::string hint = {}) const;
  void enter();  // one level deeper; fails past the limit
  void leave() { --nesting; }
  const char* begin() const { return source_->text.data(); }
  const char* end() const { return begin() + source_->text.size(); }
  const SourceText& source() const { return *source_; }

  // ---- words
  void read_name(std::string_view written);
  void read_quoted(std::string_view written);  // a text, of any length
  void read_quoted_name(std::string_view written);

  // ---- operands
  void push(ExprKind, std::string_view written, std::string_view text);
  void push_name();  // the name read last
  void attach_unit(std::string_view unit);
  void close_parenthesis(const char* opened);
  void path();
  void unary(Op, const char* begin);
  void binary(Op);
  void conditional(const char* begin);
  // Ranges: low and high are the topmost operands, as many as are said to be there.
  void range(const char* begin, bool has_low, bool has_high);
  void about(const char* begin);
  void plus_minus();
  void best();
  Expr* pop() {
    Expr* top = operands_.back().expr;
    operands_.pop_back();
    return top;
  }
  Expr* pop_or_null(bool is_there) { return is_there ? pop() : nullptr; }

  // ---- groups of operands: arguments, items, columns. begin_group() marks where one starts.
  void begin_group(const char* begin);
  void label();  // the topmost operand is the label of the next
  void call();   // the operand under the group is what is called
  void index();  // … or indexed
  void list();
  void columns();
  struct Group {
    List<Expr*> items;
    List<std::string_view> labels;
    const char* begin = nullptr;
    std::uint32_t height = 0;
  };
  Group take_group();

  // ---- clauses of the topmost operand
  void where_clause(const char* begin);
  void names_clause(ClauseKind, const char* begin);
  void unit_clause(const char* begin);
  void as_of_clause(const char* begin);
  Clause* policy(const char* begin);  // a policy outside an expression; takes the group of its sources
  void under_clause(const char* begin);
  void assuming_clause(const char* begin);
  bool clauses_are_open() const { return !operands_.empty() && operands_.back().clauses_open; }

  // ---- statements
  template <class T>
  T& start(StatementKind kind, Followers followers = Followers::none) {
    T* made = arena_.make<T>();
    statement_ = made;
    statement_->kind = kind;
    layout.followers = followers;
    return *made;
  }
  template <class T>
  T& current() {
    return static_cast<T&>(*statement_);
  }
  Statement* statement() { return statement_; }
  void finish_statement(const char* begin) { statement_->span = span_to_here(begin); }
  // Forgets what the statement before left behind.
  void reset(const char* statement_at);

  // Parts that wait for the statement, or the row, that they belong to.
  Name head;  // the name that a statement declares or speaks of
  Doc doc;
  Provenance provenance;
  std::vector<Name> names;  // aliases, parents, parameters
  std::vector<Axis> axes;
  std::vector<Member> members;
  std::vector<FactRow> rows;
  std::vector<LoadTarget> targets;
  std::vector<RecordMeasure> measures;
  template <class T>
  List<T> take(std::vector<T>& items) {
    const List<T> taken = arena_.list(items.data(), items.size());
    items.clear();
    return taken;
  }
  template <class T>
  static T take(T& part) {
    return std::exchange(part, T());
  }
  // Fails where a part of a statement is said a second time.
  void once(bool is_new, Span, std::string_view part) const;

 private:
  struct Operand {
    Expr* expr;
    std::uint32_t begin;   // with the parentheses around it
    std::uint32_t height;  // of the tree
    bool clauses_open;     // clauses may still be added: no parenthesis has closed behind them
  };
  struct Mark {
    std::size_t operands;
    std::size_t labels;
    const char* begin;
  };

  Expr* make(ExprKind, Span);
  void push_tree(Expr*, std::uint32_t begin, std::uint32_t height);
  List<Expr*> arguments(std::initializer_list<Expr*> args) { return arena_.list(args.begin(), args.size()); }
  Expr* mutable_range();
  void add_clause(Clause*);
  [[noreturn]] void fail_repeated(const Clause&) const;
  Clause* make_clause(ClauseKind, const char* begin);

  const std::shared_ptr<const SourceText>& source_;
  Arena& arena_;
  Statement* statement_ = nullptr;
  std::vector<Operand> operands_;
  std::vector<std::string_view> labels_;
  std::vector<Mark> marks_;
};

}  // namespace reckon::lang

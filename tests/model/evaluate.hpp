// The naive evaluator: a query's tree, cell by cell, over plain maps. It answers twice over: with every value that the
// facts allow (plain interval arithmetic in the order written), and in one exact world where every cell is a number.
#pragma once

#include <functional>
#include <memory>
#include <set>

#include "tests/model/table.hpp"

namespace reckon::model {

// The arguments of a definition stand for its parameters, in the scope of the call.
struct Scope {
  const Let* let = nullptr;
  const Scope* outer = nullptr;
  lang::List<lang::Expr*> arguments;
};
struct Resolved {
  const lang::Expr* expr = nullptr;
  const Scope* scope = nullptr;
};

struct Assumed {
  int measure = 0;
  Key key;
  Range value;
  std::optional<Number> best;
};

// A statement about a cell as it stands after rules have run.
struct Statement {
  Fact fact;
  Row derived;  // of a rule's: what the value depends on
};

// A reconciled cell.
struct Cell {
  Range range;
  std::vector<Statement> statements;  // those that the policy chose
  std::string policy;
  Day date = undated;
  std::optional<Assumed> assumed;
};
using Cells = std::map<Key, Cell>;

// The store at a date, with values assumed.
struct Universe {
  Day as_of = end_of_time;
  std::vector<Assumed> assumed;
  std::map<int, std::vector<Statement>> finished;  // by measure, derived facts included
  std::map<int, Cells> cells;
};

// Under which circumstances cells are read.
struct Circumstances {
  std::size_t universe = 0;
  std::optional<Policy> policy;
  std::vector<Resolved> provenance;  // conditions on source, kind and date
  bool by_source = false;
};

// The world cannot be: a value outside its domain, a division by a zero that the range only holds.
struct ImpossibleWorld {};

// One exact world: a number for every variable, chosen when it is first asked for.
struct World {
  bool at_best = false;  // every cell at its best; rows without are unsure
  std::function<Number(const Range&)> choose;
  std::map<int, std::pair<Number, bool>> chosen;  // by variable: the number, and whether it is sure
  std::map<std::pair<std::size_t, const Rule*>, Table> derived;
};

struct Answer {
  std::vector<Axis> axes;
  bool is_relation = false;
  std::vector<bool> truths;              // by column
  std::map<Key, std::vector<Row>> rows;  // a state set for each column; columns agree on belonging
};

class Evaluator {
 public:
  explicit Evaluator(const Store& store) : store_(store) { universes_.emplace_back(); }

  // Every value the facts allow. Throws FactError, Unsupported.
  Answer answer(const lang::Expr& query) { return run(query, nullptr); }
  // The same in one exact world. Throws ImpossibleWorld too.
  Answer answer_in(const lang::Expr& query, World& world) { return run(query, &world); }

 private:
  Answer run(const lang::Expr& query, World* world);
  Answer columns(const lang::Expr&);

  // evaluate.cpp: expressions by kind
  Table expression(const lang::Expr&, const Scope*, const Circumstances&);
  Table literal(const lang::Expr&);
  Table named(const lang::Expr&, const Scope*, const Circumstances&);
  Table let(const Let&, lang::List<lang::Expr*> arguments, const Scope*, const Circumstances&);
  Table scan(int measure, const lang::Expr&, const Scope*, const Circumstances&);
  Table unary(const lang::Expr&, const Scope*, const Circumstances&);
  Table power(const lang::Expr&, const Scope*, const Circumstances&);
  Table membership(const lang::Expr&, const Scope*, const Circumstances&);
  Table conditional(const lang::Expr&, const Scope*, const Circumstances&);
  Table index(const lang::Expr&, const Scope*, const Circumstances&);
  Table function(const lang::Expr&, const Scope*, const Circumstances&);
  Table of_ends(const lang::Expr&, const Scope*, const Circumstances&);
  template <class F>
  Table each(Table, F&& change);

  // clauses.cpp: circumstances and conditions
  Table clauses(const lang::Expr& base, lang::List<lang::Clause*>, const Scope*, Circumstances,
                const Rule* spread = nullptr);
  Table spread(Table, const Rule&, lang::List<lang::Clause*>, const Scope*) const;
  void enter(Circumstances&, const lang::Clause&, const Scope*);
  void add_provenance(Circumstances&, const lang::Expr& condition, const Scope*) const;
  bool is_provenance(const lang::Expr&, const Scope*) const;
  bool provenance_holds(const lang::Expr&, const Scope*, const Fact&) const;
  Table convert(Table, std::string_view unit) const;

  // condition.cpp: where
  struct Condition;
  struct Held;
  Table where(Table, const lang::Expr& base, const lang::Expr& condition, const Scope*, const Circumstances&);
  Condition condition(const Table&, const lang::Expr&, const Scope*, const Circumstances&);
  Condition axis_condition(const Table&, const lang::Expr& axis, lang::Op, const lang::Expr& value, const Scope*) const;
  std::pair<int, int> span(const lang::Expr&, int dimension, const Scope*) const;
  static Held holds(const Condition&, const Key&);
  struct Place {
    std::size_t axis = 0;
    int level = 0;
  };
  std::optional<Place> find_axis(const lang::Expr&, const Scope*, const std::vector<Axis>&) const;
  std::optional<Range> cut(const lang::Expr& base, const lang::Expr& condition, const Scope*, bool negated) const;

  // join.cpp
  Table join(lang::Op, const Table&, const Table&, std::string_view function = {});

  // aggregate.cpp, rank.cpp
  Table grouped(std::string_view what, const lang::Expr& argument, const Scope*, Circumstances, const lang::Clause*& by,
                const lang::Clause*& over);
  std::vector<Place> group_places(const Table&, const lang::Clause* by, const lang::Clause* over, const Scope*,
                                  std::vector<Axis>& kept) const;
  Table aggregate(const lang::Expr&, const Scope*, const Circumstances&);
  Table rank(const lang::Expr&, const Scope*, const Circumstances&);
  Table top(const lang::Expr&, const Scope*, const Circumstances&);
  // An aggregate over a top takes exactly so many of its rows in each world, ties at the last place cut.
  struct ExactTop {
    const lang::Expr* call = nullptr;
    bool ties_matter = false;  // which of equal rows is cut shows in the result
  };

  // cells.cpp
  std::size_t universe(Universe);
  const std::vector<Statement>& finished(std::size_t universe, int measure);
  Cells cells(int measure, const Circumstances&);
  Cells reconcile(int measure, const std::vector<Statement>&, const Circumstances&) const;
  Cell reconciled(int measure, std::vector<Statement>, const Policy&) const;
  Table rule_table(const Rule&, std::size_t universe);
  std::vector<Statement> derive(const Rule&, std::size_t universe);
  Row row_of(int measure, const Key&, const Cell&, std::size_t universe);
  Row row_in_world(int measure, const Key&, const Cell&, std::size_t universe, int variable);
  std::optional<Number> choose(int measure, const Key&, const Cell&, std::size_t universe, bool& sure);
  Row derived_in_world(int measure, const Key&, const Statement&, std::size_t universe);
  int variable(const std::string& identity);

  Resolved resolve(const lang::Expr&, const Scope*) const;
  // Runs with every value the facts allow, whatever world is asked about.
  template <class F>
  auto nominally(F&& what) {
    World* const outer = world_;
    world_ = nullptr;
    auto result = what();
    world_ = outer;
    return result;
  }

  const Store& store_;
  ExactTop exact_top_;
  World* world_ = nullptr;
  std::vector<Universe> universes_;
  std::map<std::string, int> variables_;
};

}  // namespace reckon::model

// From syntax to meaning: names resolved, units and additivity checked, before anything runs.
// Throws Failure with the place of what is wrong. One checker checks one text; it does not change the environment.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/model/error.hpp"
#include "lang/check/environment.hpp"
#include "lang/check/problems.hpp"
#include "lang/check/typed.hpp"
#include "lang/diagnostics/diagnostic.hpp"

namespace reckon::lang {

// Where names are looked up: the arguments of a let stand for its parameters, in the scope of the call.
struct Scope {
  const LetDefinition* let = nullptr;  // null at the top
  const Scope* outer = nullptr;        // the scope of the call
  List<Expr*> arguments;
};

// A constant with its unit: the value of a fact, a literal, the end of a range.
struct Constant {
  engine::Range value;
  engine::Unit unit;
  bool bare = true;    // no unit was written
  bool about = false;  // written with ~
};

class Checker {
 public:
  Checker(const Environment& environment, std::shared_ptr<const SourceText> source);

  // A query's expression; at the top its columns may be labelled.
  CheckedQuery query(const Expr&);
  TypedPtr expression(const Expr&);
  // What the parts of a rule with a body mean: `read` is asked first for every part, and gives null for what means the
  // same in a query.
  using LeafReader = std::function<TypedPtr(const Expr&)>;
  void set_leaf_reader(LeafReader read) { leaves_ = std::move(read); }
  // A checked expression with clauses put around it.
  TypedPtr with_clauses(TypedPtr, List<Clause*> clauses);

  // Parts of declarations and facts.
  Constant constant(const Expr&);
  // A constant in the given unit: bare numbers take it, others convert exactly. Throws unit-mismatch.
  engine::Range value_in(const Expr&, const engine::Unit&);
  // The last day of what is written: a date or a period.
  engine::Day date(const Expr& e) { return days(e).second; }
  std::pair<engine::Day, engine::Day> days(const Expr&);
  // The parameter that will name a date, where it is not bound yet.
  std::optional<int> date_parameter(const Expr&);
  engine::CodeOperand member(const Expr&, engine::DimensionId);
  engine::Unit unit(std::string_view text, Span);
  engine::Policy policy(std::string_view kind, List<Expr*> sources, Span);
  engine::SourceId source(std::string_view name, Span);
  engine::DimensionId dimension(const Name&);
  // The arguments of a cell in the order of the measure's axes, null where not given.
  std::vector<const Expr*> arguments(const engine::Measure&, List<Expr*>, List<std::string_view> labels, Span);

  // What a `let` parameter stands for, followed to the expression it was given, with its scope.
  struct Resolved {
    const Expr* expr;
    const Scope* scope;
  };
  Resolved resolve(const Expr&) const;

  [[noreturn]] void fail(std::string_view id, Span, std::string message, std::string hint = {}) const;
  // Runs `what` and gives an engine error the place.
  template <class F>
  auto placed(Span span, F&& what) const {
    try {
      return what();
    } catch (const engine::Error& error) { fail(error.id, span, error.message, error.hint); }
  }

  const engine::Catalog& catalog() const { return catalog_; }
  // Throws not-a-number: `what` needs a number.
  void require_number(const Typed&, std::string_view what) const;
  // The text that `$name` stands for; null where it is not bound.
  const std::string* bound(std::string_view name) const;
  // The deviation that `~` stands for.
  const engine::Number& about() const { return environment_.about; }
  std::vector<Parameter>& parameters() { return parameters_; }

 private:
  friend class ConditionChecker;

  // check_expression.cpp
  TypedPtr dispatch(const Expr&);
  TypedPtr literal(const Expr&);
  TypedPtr parameter(const Expr&);
  TypedPtr name(const Expr&);
  TypedPtr path(const Expr&);
  TypedPtr unary(const Expr&);
  TypedPtr binary(const Expr&);
  TypedPtr membership(const Expr&);
  TypedPtr power(const Expr&);
  TypedPtr conditional(const Expr&);
  TypedPtr columns(const Expr&);
  TypedPtr index(const Expr&);
  TypedPtr slice(TypedPtr, const Expr& item);
  TypedPtr shift(TypedPtr, const Expr& item);
  TypedPtr in_scope(const Resolved&);
  [[noreturn]] void unknown_name(const Expr&, std::string_view wanted) const;

  // check_call.cpp
  TypedPtr call(const Expr&);
  TypedPtr let(const LetDefinition&, List<Expr*> arguments, const Expr& call);
  TypedPtr cells(engine::MeasureId, const Expr& call);
  TypedPtr function(const Expr& call);
  TypedPtr apply(engine::op::Function, const Expr& call);
  TypedPtr extreme(engine::op::Combination, const Expr& call);
  TypedPtr assume(const Expr& call);
  TypedPtr host_call(const std::shared_ptr<const engine::HostFunction>&, const Expr& call);
  std::int64_t whole_number(const Expr&, std::string_view what, std::string_view mend);

  // check_clauses.cpp
  TypedPtr clauses(const Expr& base, List<Clause*> clauses);
  TypedPtr where(TypedPtr, const Expr& condition);
  TypedPtr in_world(TypedPtr, const Clause&);
  TypedPtr convert(TypedPtr, const Clause&);
  std::vector<engine::Assumed> assumptions(const Clause&);

  // check_aggregate.cpp
  TypedPtr aggregate(engine::op::Statistic, const Expr& call);
  TypedPtr rank(const Expr& call);
  TypedPtr top(const Expr& call, bool bottom);
  struct Grouping {
    const Clause* by = nullptr;
    const Clause* over = nullptr;
  };
  TypedPtr grouped_argument(const Expr& argument, Grouping&);
  std::vector<engine::op::GroupAxis> group_axes(const Typed&, const Grouping&, std::vector<TypedAxis>& kept);
  std::vector<std::size_t> within(const Typed&, const Grouping&);
  void check_additive(const Typed&, const std::vector<engine::op::GroupAxis>& by, const Expr& call);
  std::vector<engine::Code> members_seen(const Typed&, std::size_t axis) const;
  std::string latest_within(const Typed&, const std::vector<engine::op::GroupAxis>& by, std::size_t axis) const;
  struct AxisPlace {
    std::size_t axis;
    engine::DimensionId level;
  };
  AxisPlace find_axis(const Expr& name, const std::vector<TypedAxis>&);

  int add_parameter(const Expr&, Parameter::Takes, engine::DimensionId = 0);
  // A whole number that is written out; nothing where it is none.
  std::optional<std::int64_t> whole(const Expr&);
  TypedPtr make(Span) const;
  void count_node(Span);
  bool in_let() const { return scope_ && scope_->let; }
  const SourceText& text_of(const Scope*) const;

  const Environment& environment_;
  const engine::Catalog& catalog_;
  std::shared_ptr<const SourceText> source_;
  const Scope* scope_ = nullptr;
  Span call_site_;          // of the outermost let call, where errors inside its body are shown
  bool by_source_ = false;  // measures are read source by source
  std::size_t depth_ = 0;
  std::size_t nodes_ = 0;
  std::vector<Parameter> parameters_;
  std::vector<std::string> labels_;
  LeafReader leaves_;
};

// typed_rules.cpp: what an operation makes of units, dimensions and additivity.
// The result of two sides combined row by row; sets op::Join with its alignment.
TypedPtr combine(const Checker&, engine::op::Combination, TypedPtr left, TypedPtr right, Span);
// Gives bare literals the unit of the other side; false where the units differ.
bool adapt_units(Typed& left, Typed& right);
// "org, year" for messages.
std::string axis_list(const std::vector<TypedAxis>&);
std::string axis_list(const std::vector<engine::Axis>&);
// "USD/chip", or "a pure number".
std::string unit_words(const Checker&, const engine::Unit&);
// What leads from one unit to the other: a conversion, or a measure to multiply or divide by.
std::string unit_mend(const Checker&, const engine::Unit& from, const engine::Unit& to);
// The members that a misspelt one may be, by name and alias, or else some that there are.
std::string member_mend(const engine::Dimension&, std::string_view wanted);
// The place of the name alone in `name(arguments)`.
Span name_span(const Expr&);
// "1 argument", "2 arguments".
std::string counted(std::size_t count, std::string_view one);

}  // namespace reckon::lang

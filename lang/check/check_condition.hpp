// Conditions of `where`: what tests coordinates, what tests provenance, what compares values.
#pragma once

#include "lang/check/checker.hpp"

namespace reckon::lang {

// A condition split by what it tests.
struct CheckedCondition {
  engine::Condition rows;                       // axes, truths, relations; all_of without parts where nothing is tested
  std::optional<engine::Condition> attributes;  // provenance of facts
  std::vector<TypedPtr> inputs;                 // what truth and relation leaves read, from input 1 on
  std::vector<std::size_t> pinned;              // axes that the condition leaves one member of
  std::optional<engine::Range> cut;             // what the filtered value itself must lie in
  bool own_value = true;                        // no value but the filtered one is compared
};

class ConditionChecker {
 public:
  // `filtered` is what the condition is about.
  ConditionChecker(Checker& checker, const Typed& filtered) : checker_(checker), filtered_(filtered) {}
  CheckedCondition check(const Expr&);

 private:
  using Condition = engine::Condition;
  void top_level(const Expr&);
  bool is_attribute(const Expr&) const;
  bool names_axis(const Expr&) const;
  Condition part(const Expr&);
  Condition comparison(const Expr&);
  Condition axis_comparison(const Expr& axis, Op, const Expr& value, Span);
  engine::AxisTest members(const Checker::AxisPlace&, const Expr& list);
  void set_interval(engine::AxisTest&, const Expr* from, const Expr* to, Span);
  std::pair<engine::CodeOperand, engine::CodeOperand> span_of(const Expr&, engine::DimensionId);
  Condition attribute(const Expr&);
  Condition attribute_comparison(const Expr&);
  Condition date_comparison(Op, const Expr& right);
  Condition relation(const Expr&, engine::MeasureId);
  Condition value(const Expr&);
  bool find_cut(const Expr&, bool negate);
  std::optional<engine::Range> cut_of(Op, const Expr& right);
  void pin(const Condition&);

  Checker& checker_;
  const Typed& filtered_;
  CheckedCondition result_;
};

}  // namespace reckon::lang

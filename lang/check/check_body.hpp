// Rules with bodies: what their variables, atoms and conditions mean.
#pragma once

#include <map>
#include <set>

#include "engine/plan/body.hpp"
#include "lang/check/checker.hpp"

namespace reckon::lang {

struct CheckedBody {
  engine::Body body;
  std::vector<engine::RuleRead> uses;
};

// Reads the parts of one body. An aggregate in it has a body of its own, read by a reader whose outer is this one.
class BodyChecker {
 public:
  explicit BodyChecker(Checker& checker, BodyChecker* outer = nullptr);
  ~BodyChecker();

  // A rule: head, body and value, each as written; body and value may be null.
  CheckedBody rule(engine::MeasureId head, const RuleStatement&);

 private:
  struct Moved {  // `x`, `x + 1` or `x.region`
    std::string_view name;
    std::int32_t by = 0;
    const Expr* level = nullptr;
    Span span;
  };

  void conjunct(const Expr&);
  void row_atom(const Expr&, engine::MeasureId, engine::BodyAtom::Use);
  void read_conditions();
  void comparison(const Expr&);
  void condition(const Expr&);
  bool bind_equal(const Moved& left, const Expr& right, const Expr& whole);
  std::uint32_t members_node(engine::Formula&, const Expr&);
  std::uint32_t code_node(engine::Formula&, const Expr& left, Op, const Expr& right);
  engine::CodeSide side(const Expr&, engine::DimensionId);
  std::optional<engine::DimensionId> dimension_of(const Expr&);
  std::optional<Moved> moved(const Expr&) const;
  bool about_members(const Expr&) const;
  bool mentions_members(const Expr&) const;

  std::size_t atom(engine::MeasureId, List<Expr*> args, List<std::string_view> labels, const Expr& whole,
                   engine::BodyAtom::Use);
  engine::Term term(const Expr&, const engine::Axis&);
  engine::Term moved_term(const Moved&, const engine::Axis&);
  engine::Variable variable(std::string_view name, engine::DimensionId, Span);
  engine::Variable fresh(engine::DimensionId, std::string name, Span);
  std::optional<engine::Variable> known(std::string_view name) const;

  TypedPtr leaf(const Expr&);
  TypedPtr cell_leaf(engine::MeasureId, std::size_t atom, Span);
  TypedPtr indexed(const Expr&);
  TypedPtr aggregate(const Expr& call);
  void counted(const Expr&, engine::BodyAggregate&, engine::Unit&, bool& extensive);
  void add_rest(std::vector<engine::Term>& head) const;
  engine::Formula formula(const Typed&, std::string text);
  std::uint32_t add_node(engine::Formula&, const Typed&);
  engine::Formula value(const Expr&, const engine::Unit&, std::string_view what);
  void mark_optional(const Expr&, bool optional);
  void check_bound(const std::vector<std::pair<engine::Variable, Span>>& wanted) const;
  std::vector<bool> bound() const;
  void use(engine::MeasureId, engine::ReadKind);

  Checker& checker_;
  BodyChecker* outer_;
  engine::Body body_;
  std::vector<engine::RuleRead> uses_;
  std::map<std::string, engine::Variable, std::less<>> names_;
  std::vector<Span> places_;                               // by variable: where it first stands
  std::vector<std::pair<engine::Variable, Span>> wanted_;  // what must be bound elsewhere
  std::set<const Expr*> optional_;                         // calls whose cell may be missing
  std::vector<const Expr*> conditions_;                    // read once the atoms are known
  std::vector<engine::Formula> comparisons_;               // of members, inside conditions
  engine::ReadKind reading_ = engine::ReadKind::compares;
  bool counts_any_ = false;        // `_` in a counted row tells rows apart
  std::size_t counted_atoms_ = 0;  // how many atoms come first as what is aggregated
  bool bare_axes_ = false;         // in an aggregate a bare measure has its axes as variables
};

}  // namespace reckon::lang

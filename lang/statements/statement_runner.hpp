// Running statements, one kind a file. Each validates everything before it changes anything.
#pragma once

#include "lang/check/checker.hpp"
#include "lang/session.hpp"

namespace reckon::lang {

class StatementRunner {
 public:
  StatementRunner(Session& session, std::shared_ptr<const Script> script, const Sink& sink)
      : session_(session), environment_(session.environment_), script_(std::move(script)), sink_(sink) {}

  // Throws Failure or engine::Error; the store is then as it was.
  void run(const Statement&);

 private:
  void declare(const UnitDeclaration&);
  void declare(const SourceDeclaration&);
  void declare(const DimensionDeclaration&);
  void declare(const MeasureDeclaration&);
  void declare(const RelationDeclaration&);
  void facts(const FactsStatement&);
  void retract(const RetractStatement&);
  void load(const LoadStatement&);
  void rule(const RuleStatement&);
  void let(const LetStatement&);
  void set(const SetStatement&);
  void use(const Use&);
  void check(const CheckStatement&);
  void query(const QueryStatement&);

  Checker checker() const { return Checker(environment_, script_->source); }
  engine::Explanation why_not(const Expr& row) const;
  engine::MeasureId measure_of(const Expr& name) const;
  void check_free(const Name&) const;
  void check_records_free(const LoadStatement&) const;
  std::vector<engine::Axis> axes(List<Axis>, const Name& owner);
  std::string sides_of(const Expr& condition) const;
  std::string written(Span) const;
  [[noreturn]] void fail(std::string_view id, Span, std::string message, std::string hint = {}) const;

  Session& session_;
  Environment& environment_;
  std::shared_ptr<const Script> script_;
  const Sink& sink_;
};

}  // namespace reckon::lang

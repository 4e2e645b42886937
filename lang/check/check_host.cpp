// Calls of functions that the host gives: any expressions as arguments, in the function's units.
#include "lang/check/checker.hpp"

namespace reckon::lang {
namespace {

// The value in the wanted unit: bare literals take it, others convert exactly.
TypedPtr in_unit(const Checker& checker, TypedPtr x, const engine::Unit& wanted) {
  if (x->bare) x->unit = wanted;
  x->bare = false;
  if (x->unit == wanted) return x;
  const auto factor = checker.catalog().units().conversion(x->unit, wanted);
  if (!factor)
    checker.fail(
        problem::unit_mismatch, x->span,
        "the value is in " + unit_words(checker, x->unit) + ", but the function takes " + unit_words(checker, wanted),
        unit_mend(checker, x->unit, wanted));
  auto converted = std::make_unique<Typed>();
  converted->span = x->span;
  converted->unit = wanted;
  converted->axes = x->axes;
  engine::op::Apply scale;
  scale.function = engine::op::Function::scale;
  scale.factor = *factor;
  converted->what = std::move(scale);
  converted->args.push_back(std::move(x));
  return converted;
}

}  // namespace

TypedPtr Checker::host_call(const std::shared_ptr<const engine::HostFunction>& function, const Expr& e) {
  const std::string& name = function->name;
  if (e.args.size() != function->arguments.size())
    fail(problem::wrong_arguments, e.span,
         name + " takes " + counted(function->arguments.size(), "argument") + ", but " + counted(e.args.size(), "is") +
             " given",
         "give one expression for each argument");
  auto arguments = make(e.span);
  for (std::size_t i = 0; i < e.args.size(); ++i) {
    TypedPtr x = expression(*e.args[i]);
    require_number(*x, name + " takes");
    x = in_unit(*this, std::move(x), function->arguments[i]);
    for (const TypedAxis& axis : x->axes)
      if (!arguments->axis(axis.name)) arguments->axes.push_back({axis.name, axis.dimension, false, axis.pinned});
    arguments->args.push_back(std::move(x));
  }
  const std::size_t axes = arguments->axes.size();
  bool one_has_all = false;
  for (const TypedPtr& x : arguments->args) one_has_all = one_has_all || x->axes.size() == axes;
  if (!one_has_all)
    fail(problem::wrong_arguments, e.span,
         "no argument of " + name + " has all of the dimensions " + axis_list(arguments->axes),
         "one argument must have every dimension that the others have");
  auto result = make(e.span);
  result->unit = function->result;
  result->axes = arguments->axes;
  result->what = engine::op::Call{function};
  if (arguments->args.size() == 1) {
    result->args.push_back(std::move(arguments->args.front()));
  } else {
    arguments->what = engine::op::Columns{};
    result->args.push_back(std::move(arguments));
  }
  return result;
}

}  // namespace reckon::lang

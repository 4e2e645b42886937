// A function of the host, row by row: its arguments are one value, or values side by side.
#include "engine/exec/run.hpp"
#include "engine/model/error.hpp"
#include "engine/model/host_problems.hpp"

namespace reckon::engine {
namespace {

std::optional<Range> checked(const HostFunction& function, std::span<const Range> arguments) {
  std::optional<Range> result = function.call(arguments);
  if (!result) return result;
  const bool turned = result->is_bounded() && result->high < result->low;
  if (turned)
    throw Error(problem::host_function, function.name + " gave a range whose low end lies above its high end",
                "a function of the host gives an enclosing range");
  return result;
}

// The function at the best figure of every argument, where each has one and it gives a point there.
void add_best(const HostFunction& function, std::span<const Range> arguments, Range& result) {
  if (result.is_point()) return;
  result.drop_best();
  std::vector<Range> figures;
  for (const Range& argument : arguments) {
    const Number* best = argument.best_figure();
    if (!best) return;
    figures.emplace_back(*best);
  }
  const auto at_best = checked(function, figures);
  if (at_best && at_best->is_point() && result.contains(at_best->low)) result.set_best(at_best->low);
}

Value call(Run& run, OperationId id, const HostFunction& function, const std::vector<const Value*>& arguments) {
  Value result;
  std::vector<Range> ranges;
  std::vector<NodeId> nodes;
  for (const Value* argument : arguments) {
    result.date = std::max(result.date, argument->date);
    result.maybe = result.maybe || argument->maybe;
    nodes.push_back(argument->node);
    if (argument->is_missing() && !result.is_missing()) result.missing = argument->missing;
    if (!result.is_missing()) ranges.push_back(argument->range);
  }
  run.charge(1);
  if (!result.is_missing()) {
    if (auto range = checked(function, ranges)) {
      result.range = std::move(*range);
      add_best(function, ranges, result.range);
    } else {
      result.missing = run.reasons.add({MissingReason::What::outside_domain, id, {}, 0, 0});
    }
  }
  if (result.is_missing()) result.maybe = false;
  return run.finish(std::move(result), id, nodes);
}

}  // namespace

Frame run_call(Run& run, OperationId id, const op::Call& what) {
  const Frame& input = run.input(run.operation(id), 0);
  if (!what.function->monotone) run.proved = false;
  Frame result;
  result.keys = input.keys;
  result.memberships = input.memberships;
  result.makes_rows = input.makes_rows;
  result.values().reserve(input.rows());
  std::vector<const Value*> arguments(input.columns.size());
  for (std::size_t row = 0; row < input.rows(); ++row) {
    for (std::size_t i = 0; i < arguments.size(); ++i) arguments[i] = &input.columns[i][row];
    result.values().push_back(call(run, id, *what.function, arguments));
  }
  if (input.otherwise && arguments.size() == 1) result.otherwise = call(run, id, *what.function, {&*input.otherwise});
  return result;
}

}  // namespace reckon::engine

// Dependence of a plan's rows on ranged cells, operation by operation.
#include "engine/exec/tightness.hpp"

#include <algorithm>

namespace reckon::engine {
namespace {

bool overlap(const std::vector<MeasureId>& a, const std::vector<MeasureId>& b) {
  return std::any_of(a.begin(), a.end(), [&](MeasureId m) { return std::binary_search(b.begin(), b.end(), m); });
}

// Two inputs of one operation: what both read, a row may read twice.
Dependence both(const Dependence& a, const Dependence& b) {
  Dependence result;
  result.once = a.once && b.once && !overlap(a.ranged, b.ranged);
  result.repeats = a.repeats || b.repeats;
  result.jumps = a.jumps || b.jumps;
  std::set_union(a.ranged.begin(), a.ranged.end(), b.ranged.begin(), b.ranged.end(), std::back_inserter(result.ranged));
  return result;
}

// A side is spread where the result has axes that it lacks: its cells then stand in several rows.
bool is_spread(const Plan& plan, const Operation& result, OperationId side) {
  const auto& axes = plan.operations[side].axes;
  return result.axes.size() > axes.size() || std::any_of(result.axes.begin(), result.axes.end(), [&](const Axis& axis) {
           return std::none_of(axes.begin(), axes.end(), [&](const Axis& own) { return own == axis; });
         });
}

bool mixes_rows(const Operation& operation) {
  return std::holds_alternative<op::Aggregate>(operation.what) || std::holds_alternative<op::Share>(operation.what) ||
         std::holds_alternative<op::Rank>(operation.what) || std::holds_alternative<op::Top>(operation.what);
}

bool makes_jumps(const Operation& operation) {
  if (const auto* apply = std::get_if<op::Apply>(&operation.what))
    return apply->function == op::Function::floor || apply->function == op::Function::ceil ||
           apply->function == op::Function::round;
  if (const auto* join = std::get_if<op::Join>(&operation.what)) return join->how == op::Combination::coalesce;
  if (const auto* aggregate = std::get_if<op::Aggregate>(&operation.what))
    return aggregate->what == op::Statistic::count;
  return std::holds_alternative<op::Choose>(operation.what) || std::holds_alternative<op::Filter>(operation.what) ||
         std::holds_alternative<op::Rank>(operation.what) || std::holds_alternative<op::Top>(operation.what) ||
         std::holds_alternative<op::Call>(operation.what);
}

// Whether an end of the result may come from between the ends of what it is of.
bool looks_between(const Operation& operation) {
  if (const auto* apply = std::get_if<op::Apply>(&operation.what))
    return apply->function == op::Function::abs || apply->function == op::Function::power ||
           apply->function == op::Function::root || apply->function == op::Function::ln;
  if (const auto* join = std::get_if<op::Join>(&operation.what))
    return join->how == op::Combination::divide || join->how == op::Combination::equal ||
           join->how == op::Combination::not_equal;
  const auto* filter = std::get_if<op::Filter>(&operation.what);
  return std::holds_alternative<op::Share>(operation.what) || (filter && filter->own_value);
}

// The low, high, middle or width of a value that is not a cell itself is known only as well as the value.
bool reads_ends(const Plan& plan, const Operation& operation) {
  const auto* apply = std::get_if<op::Apply>(&operation.what);
  if (!apply || apply->function < op::Function::low || apply->function > op::Function::width) return false;
  return !std::holds_alternative<op::Scan>(plan.operations[operation.inputs.front()].what);
}

Dependence of_scan(const op::Scan& scan, Universe& universe, const World& world) {
  Dependence result;
  if (universe.program().records_of(scan.measure)) return result;  // points, each a record of its own
  if (universe.program().catalog->measure(scan.measure).is_relation) return result;
  const auto cells = universe.cells(scan.measure);
  result.ranged = cells->ranged;
  // Facts chosen anew make other variables of the same cells; only base facts are known to be independent then.
  const bool chosen = world.policy || world.attributes || world.by_source;
  if (chosen && !cells->cells.values.all_points() && universe.program().is_derived(scan.measure)) result.once = false;
  if (!chosen && !cells->independent) result.once = false;
  result.jumps = universe.program().is_derived(scan.measure) && !result.ranged.empty();
  return result;
}

// Values side by side are values of their own, but a function that takes them all may read a cell in several.
Dependence of_arguments(const Plan& plan, const Operation& call, const std::vector<Dependence>& of) {
  const Operation& input = plan.operations[call.inputs.front()];
  Dependence all;
  if (std::holds_alternative<op::Columns>(input.what))
    for (const OperationId argument : input.inputs) all = both(all, of[argument]);
  return all;
}

}  // namespace

Dependence dependence(const Plan& plan, Universe& universe, std::span<const Binding> bindings) {
  std::vector<Dependence> of(plan.operations.size());
  for (OperationId id = 0; id < of.size(); ++id) {
    const Operation& operation = plan.operations[id];
    if (const auto* scan = std::get_if<op::Scan>(&operation.what)) {
      const World& world = plan.worlds[scan->world];
      // Another universe derives its own cells; they are not looked up here, where they may clash.
      const bool elsewhere = world.as_of != FactTable::end_of_time || !world.assumed.empty();
      if (elsewhere)
        of[id].once = false;
      else
        of[id] = of_scan(*scan, universe, world);
      continue;
    }
    if (const auto* constant = std::get_if<op::Constant>(&operation.what)) {
      // A range written in the query is a variable; measures and ranges share no ids, so the highest ones serve.
      const auto parameter = static_cast<std::size_t>(constant->parameter);
      const bool is_known = constant->parameter < 0 || parameter < bindings.size();
      const Range& value = constant->parameter < 0 || !is_known ? constant->value : bindings[parameter].range;
      if (!is_known || !value.is_point()) of[id].ranged.push_back(0xffffffff - id);
      continue;
    }
    const auto* filter = std::get_if<op::Filter>(&operation.what);
    if (filter && filter->own_value) {
      of[id] = of[operation.inputs.front()];
      if (of[id].jumps) of[id].once = false;
      of[id].jumps = true;
      continue;
    }
    for (const OperationId input : operation.inputs) {
      const bool spread = is_spread(plan, operation, input) && !mixes_rows(operation);
      Dependence side = of[input];
      if (spread && !side.ranged.empty()) side.repeats = true;
      const bool once = of[id].once && side.once;
      of[id] = both(of[id], side);
      // What stands side by side are values of their own, each of which may read what another reads.
      if (std::holds_alternative<op::Columns>(operation.what)) of[id].once = once;
    }
    if (std::holds_alternative<op::Call>(operation.what))
      of[id].once = of[id].once && of_arguments(plan, operation, of).once;
    if (mixes_rows(operation) && of[id].repeats) of[id].once = false;
    if (std::holds_alternative<op::Share>(operation.what) && !of[id].ranged.empty()) of[id].repeats = true;
    if (filter && operation.inputs.size() > 1 && !of[id].ranged.empty()) of[id].once = false;
    if (of[id].jumps && looks_between(operation)) of[id].once = false;
    if (reads_ends(plan, operation)) of[id].once = of[id].once && of[id].ranged.empty();
    of[id].jumps = of[id].jumps || (makes_jumps(operation) && !of[id].ranged.empty());
  }
  return of.back();
}

bool reads_once(const Run& run, Universe& universe) {
  return is_plain(run) && dependence(run.plan, universe, run.bindings).once;
}

}  // namespace reckon::engine

// Post-order translation; circumstances (InWorld) become worlds of the plan.
#include "lang/compile/compile.hpp"

#include <algorithm>

namespace reckon::lang {
namespace {

using engine::Operation;
using engine::OperationId;
using engine::WorldId;

bool contains(const std::vector<std::size_t>& axes, std::size_t axis) {
  return std::find(axes.begin(), axes.end(), axis) != axes.end();
}

class Compiler {
 public:
  std::shared_ptr<const engine::Plan> run(Typed& root) {
    plan_ = std::make_shared<engine::Plan>();
    plan_->operations.reserve(2);  // the shortest queries, which are the ones that feel it
    const OperationId last = compile(root, 0);
    plan_->ranked = is_ranked(last);
    return plan_;
  }

 private:
  OperationId compile(Typed&, WorldId);
  OperationId in_world(Typed&, const InWorld&, WorldId);
  OperationId scan(const Typed&, engine::op::Scan&, WorldId);
  OperationId slice(Typed&, const engine::op::Slice&, WorldId);
  OperationId filter(Typed&, engine::op::Filter&, WorldId);
  WorldId without_choice(WorldId);
  bool push(OperationId, const engine::AxisTest&);
  bool push_into_join(const Operation&, const engine::op::Join&, const engine::AxisTest&);
  bool push_into_scan(engine::op::Scan&, const engine::AxisTest&);
  std::optional<OperationId> share(Typed&, const engine::op::Join&, WorldId);
  OperationId emit(const Typed&, decltype(Operation::what), std::vector<OperationId> inputs);
  bool is_ranked(OperationId) const;

  std::shared_ptr<engine::Plan> plan_;
};

OperationId Compiler::emit(const Typed& typed, decltype(Operation::what) what, std::vector<OperationId> inputs) {
  Operation& operation = plan_->operations.emplace_back();
  operation.what = std::move(what);
  operation.inputs = std::move(inputs);
  operation.axes.reserve(typed.axes.size());
  for (const TypedAxis& axis : typed.axes) operation.axes.push_back({axis.name, axis.dimension});
  operation.unit = typed.unit;
  operation.is_truth = typed.type == ValueType::truth;
  operation.is_relation = typed.type == ValueType::relation;
  return static_cast<OperationId>(plan_->operations.size() - 1);
}

OperationId Compiler::compile(Typed& typed, WorldId world) {
  if (const auto* change = std::get_if<InWorld>(&typed.what)) return in_world(typed, *change, world);
  if (auto* s = std::get_if<engine::op::Scan>(&typed.what)) return scan(typed, *s, world);
  if (const auto* s = std::get_if<engine::op::Slice>(&typed.what)) return slice(typed, *s, world);
  if (auto* f = std::get_if<engine::op::Filter>(&typed.what)) return filter(typed, *f, world);
  if (const auto* join = std::get_if<engine::op::Join>(&typed.what))
    if (const auto shared = share(typed, *join, world)) return *shared;
  std::vector<OperationId> inputs;
  inputs.reserve(typed.args.size());
  for (const TypedPtr& arg : typed.args) inputs.push_back(compile(*arg, world));
  return std::visit(
      [&](auto& what) -> OperationId {
        if constexpr (std::is_same_v<std::decay_t<decltype(what)>, InWorld>)
          return 0;
        else
          return emit(typed, std::move(what), std::move(inputs));
      },
      typed.what);
}

OperationId Compiler::in_world(Typed& typed, const InWorld& change, WorldId outer) {
  engine::World world = plan_->worlds[outer];
  // What stands further in is nearer to the measure: its policy wins, its conditions and assumptions join the outer.
  if (change.as_of_parameter) world.as_of_parameters.push_back(*change.as_of_parameter);
  if (change.as_of) world.as_of = std::min(world.as_of, *change.as_of);
  world.assumed.insert(world.assumed.end(), change.assumed.begin(), change.assumed.end());
  if (change.policy) world.policy = change.policy;
  if (change.attributes) {
    if (!world.attributes) world.attributes.emplace();
    world.attributes->parts.push_back(*change.attributes);
  }
  world.by_source = world.by_source || change.by_source;
  plan_->worlds.push_back(std::move(world));
  return compile(*typed.args[0], static_cast<WorldId>(plan_->worlds.size() - 1));
}

OperationId Compiler::scan(const Typed& typed, engine::op::Scan& what, WorldId world) {
  what.world = world;
  return emit(typed, std::move(what), {});
}

// Where the slice meets a scan directly, the scan reads one member only.
OperationId Compiler::slice(Typed& typed, const engine::op::Slice& what, WorldId world) {
  const OperationId input = compile(*typed.args[0], world);
  auto* scan = std::get_if<engine::op::Scan>(&plan_->operations[input].what);
  if (!scan) return emit(typed, what, {input});
  std::size_t free = 0, axis = 0;
  while (axis < scan->fixed.size() && (scan->fixed[axis] || free++ < what.axis)) ++axis;
  if (axis == scan->fixed.size()) return emit(typed, what, {input});
  scan->fixed[axis] = what.member;
  auto& axes = plan_->operations[input].axes;
  axes.erase(axes.begin() + static_cast<std::ptrdiff_t>(what.axis));
  return input;
}

// Tests of single axes that must all hold go down to the scans; what they decide there alone needs no filter here.
WorldId Compiler::without_choice(WorldId id) {
  engine::World world = plan_->worlds[id];
  if (!world.policy && !world.attributes && !world.by_source) return id;
  world.policy.reset();
  world.attributes.reset();
  world.by_source = false;
  plan_->worlds.push_back(std::move(world));
  return static_cast<WorldId>(plan_->worlds.size() - 1);
}

OperationId Compiler::filter(Typed& typed, engine::op::Filter& what, WorldId world) {
  std::vector<OperationId> inputs;
  inputs.reserve(typed.args.size());
  // A relation that a condition asks is asked whole: provenance and policy choose among the facts of measures.
  for (std::size_t i = 0; i < typed.args.size(); ++i) {
    const bool asked = i > 0 && typed.args[i]->type == ValueType::relation;
    inputs.push_back(compile(*typed.args[i], asked ? without_choice(world) : world));
  }
  const bool at_scan = std::holds_alternative<engine::op::Scan>(plan_->operations[inputs[0]].what);
  auto& parts = what.condition.parts;
  const auto settled = [&](engine::Condition& part) {
    if (part.what != engine::Condition::What::axis) return false;
    if (at_scan && push_into_scan(std::get<engine::op::Scan>(plan_->operations[inputs[0]].what), part.axis))
      return true;
    engine::AxisTest test = part.axis;
    test.repeated = !at_scan;
    push(inputs[0], test);
    return false;
  };
  parts.erase(std::remove_if(parts.begin(), parts.end(), settled), parts.end());
  return parts.empty() ? inputs[0] : emit(typed, std::move(what), std::move(inputs));
}

// Lets scans below read only rows that can pass the test, which counts axes as `id` does. Operations below have one
// consumer each, so that nobody else misses the rows. True where every row that fails the test is gone.
bool Compiler::push(OperationId id, const engine::AxisTest& test) {
  Operation& operation = plan_->operations[id];
  if (auto* scan = std::get_if<engine::op::Scan>(&operation.what)) return push_into_scan(*scan, test);
  engine::AxisTest below = test;
  if (const auto* join = std::get_if<engine::op::Join>(&operation.what)) return push_into_join(operation, *join, test);
  if (const auto* slice = std::get_if<engine::op::Slice>(&operation.what)) {
    if (below.axis >= slice->axis) ++below.axis;
    return push(operation.inputs[0], below);
  }
  if (const auto* aggregate = std::get_if<engine::op::Aggregate>(&operation.what)) {
    const engine::op::GroupAxis& group = aggregate->by[test.axis];
    if (group.level != plan_->operations[operation.inputs[0]].axes[group.axis].dimension) return false;
    below.axis = group.axis;
    return push(operation.inputs[0], below);
  }
  if (const auto* shift = std::get_if<engine::op::Shift>(&operation.what))
    return shift->axis != test.axis && push(operation.inputs[0], test);
  // Parts, places and firsts within a member do not change when other members go.
  if (const auto* share = std::get_if<engine::op::Share>(&operation.what))
    return contains(share->within, test.axis) && push(operation.inputs[0], test);
  if (const auto* rank = std::get_if<engine::op::Rank>(&operation.what))
    return contains(rank->within, test.axis) && push(operation.inputs[0], test);
  if (const auto* top = std::get_if<engine::op::Top>(&operation.what))
    return contains(top->within, test.axis) && push(operation.inputs[0], test);
  const bool by_row = std::holds_alternative<engine::op::Apply>(operation.what) ||
                      std::holds_alternative<engine::op::Filter>(operation.what);
  return by_row && push(operation.inputs[0], test);
}

// Both sides where both have the axis; else the one that has it. A side that another dimension aligns with keeps its
// rows.
bool Compiler::push_into_join(const Operation& operation, const engine::op::Join& join, const engine::AxisTest& test) {
  const OperationId left = operation.inputs[0], right = operation.inputs[1];
  const auto left_axes = plan_->operations[left].axes, right_axes = plan_->operations[right].axes;
  const std::string name = operation.axes[test.axis].name;
  const auto place = [&](const std::vector<engine::Axis>& axes) {
    return std::find_if(axes.begin(), axes.end(), [&](const engine::Axis& axis) { return axis.name == name; });
  };
  const auto l = place(left_axes), r = place(right_axes);
  const bool aligned = std::any_of(join.on.begin(), join.on.end(), [&](const engine::op::Alignment& on) {
    return left_axes[on.left].dimension != right_axes[on.right].dimension &&
           (left_axes[on.left].name == name || right_axes[on.right].name == name);
  });
  if (aligned) return false;
  engine::AxisTest below = test;
  bool gone = true;
  if (l != left_axes.end()) {
    below.axis = static_cast<std::size_t>(l - left_axes.begin());
    gone = push(left, below);
  }
  if (r != right_axes.end()) {
    below.axis = static_cast<std::size_t>(r - right_axes.begin());
    gone = push(right, below) && gone;
  }
  return gone;
}

bool Compiler::push_into_scan(engine::op::Scan& scan, const engine::AxisTest& test) {
  std::size_t before = test.axis;
  for (std::size_t axis = 0; axis < scan.fixed.size(); ++axis) {
    if (scan.fixed[axis] || before-- > 0) continue;
    scan.tests.push_back(test);
    scan.tests.back().axis = axis;
    return true;
  }
  return false;  // the source axis of a scan by source
}

// m / sum(m over axes): the same m on both sides, and the sum keeps some of its axes as they are.
std::optional<OperationId> Compiler::share(Typed& typed, const engine::op::Join& join, WorldId world) {
  if (join.how != engine::op::Combination::divide) return std::nullopt;
  Typed& part = *typed.args[0];
  const Typed& whole = *typed.args[1];
  const auto* aggregate = std::get_if<engine::op::Aggregate>(&whole.what);
  if (!aggregate || aggregate->what != engine::op::Statistic::sum || !same_value(part, *whole.args[0]))
    return std::nullopt;
  engine::op::Share share;
  for (const engine::op::GroupAxis& group : aggregate->by) {
    if (group.level != part.axes[group.axis].dimension) return std::nullopt;
    share.within.push_back(group.axis);
  }
  return emit(typed, std::move(share), {compile(part, world)});
}

bool Compiler::is_ranked(OperationId id) const {
  const Operation& operation = plan_->operations[id];
  if (std::holds_alternative<engine::op::Rank>(operation.what) ||
      std::holds_alternative<engine::op::Top>(operation.what))
    return true;
  const bool keeps_order = std::holds_alternative<engine::op::Filter>(operation.what) ||
                           std::holds_alternative<engine::op::Apply>(operation.what) ||
                           std::holds_alternative<engine::op::Columns>(operation.what);
  return keeps_order && !operation.inputs.empty() && is_ranked(operation.inputs[0]);
}

}  // namespace

std::shared_ptr<const engine::Plan> compile(Typed& root) { return Compiler().run(root); }

}  // namespace reckon::lang

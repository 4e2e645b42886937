// Putting members and values in place of parameters.
#include "engine/exec/bound_plan.hpp"

#include <algorithm>

namespace reckon::engine {
namespace {

class Binder {
 public:
  explicit Binder(std::span<const Binding> bindings) : bindings_(bindings) {}

  void operator()(CodeOperand& member) const {
    if (const Binding* bound = find(member.parameter)) member = {bound->code, -1};
  }
  void operator()(AxisTest& test) const {
    for (CodeOperand& member : test.members) (*this)(member);
    if (test.from) (*this)(*test.from);
    if (test.to) (*this)(*test.to);
  }
  void operator()(AttributeTest& test) const {
    if (const Binding* bound = find(test.from_parameter)) test.from = test.after ? bound->code + 1 : bound->first;
    if (const Binding* bound = find(test.to_parameter)) test.to = test.before ? bound->first - 1 : bound->code;
    test.from_parameter = test.to_parameter = -1;
  }
  void operator()(Condition& condition) const {
    (*this)(condition.axis);
    (*this)(condition.attribute);
    for (Condition& part : condition.parts) (*this)(part);
  }
  void operator()(Assumed& assumed) const {
    for (CodeOperand& member : assumed.key) (*this)(member);
    if (const Binding* bound = find(assumed.parameter)) {
      assumed.value = bound->range;
      assumed.parameter = -1;
    }
  }
  void operator()(op::Constant& constant) const {
    if (const Binding* bound = find(constant.parameter)) {
      constant.value = bound->range;
      constant.parameter = -1;
    }
  }
  void operator()(op::Scan& scan) const {
    for (auto& member : scan.fixed)
      if (member) (*this)(*member);
    for (AxisTest& test : scan.tests) (*this)(test);
  }
  void operator()(op::Filter& filter) const { (*this)(filter.condition); }
  void operator()(op::Slice& slice) const { (*this)(slice.member); }
  void operator()(op::Spread& spread) const {
    for (AxisTest& test : spread.bounds) (*this)(test);
  }
  template <class Other>
  void operator()(Other&) const {}  // holds no parameters

 private:
  const Binding* find(int parameter) const {
    const auto index = static_cast<std::size_t>(parameter);
    return parameter >= 0 && index < bindings_.size() ? &bindings_[index] : nullptr;
  }

  std::span<const Binding> bindings_;
};

}  // namespace

Plan bound_plan(const Plan& plan, std::span<const Binding> bindings) {
  Plan bound = plan;
  if (bindings.empty()) return bound;
  const Binder bind(bindings);
  for (Operation& operation : bound.operations) std::visit(bind, operation.what);
  for (World& world : bound.worlds) {
    for (Assumed& assumed : world.assumed) bind(assumed);
    for (const int parameter : world.as_of_parameters)
      world.as_of = std::min(world.as_of, bindings[static_cast<std::size_t>(parameter)].code);
    world.as_of_parameters.clear();
    if (world.attributes) bind(*world.attributes);
  }
  return bound;
}

namespace {

bool has_date_parameter(const Condition& condition) {
  return condition.attribute.from_parameter >= 0 || condition.attribute.to_parameter >= 0 ||
         std::any_of(condition.parts.begin(), condition.parts.end(), has_date_parameter);
}

}  // namespace

bool binds_worlds(const Plan& plan) {
  return std::any_of(plan.worlds.begin(), plan.worlds.end(), [](const World& world) {
    return !world.as_of_parameters.empty() || (world.attributes && has_date_parameter(*world.attributes));
  });
}

}  // namespace reckon::engine

// Putting members and values in place of parameters.
#include "engine/exec/bound_plan.hpp"

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
  void operator()(Condition& condition) const {
    (*this)(condition.axis);
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
  for (World& world : bound.worlds)
    for (Assumed& assumed : world.assumed) bind(assumed);
  return bound;
}

}  // namespace reckon::engine

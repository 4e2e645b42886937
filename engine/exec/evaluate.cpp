// Answers made once, and what they say of their columns.
#include "engine/exec/bound_plan.hpp"
#include "engine/exec/evaluation.hpp"

namespace reckon::engine {

Answer evaluate(std::shared_ptr<const Program> program, std::shared_ptr<const Plan> plan,
                std::span<const Binding> bindings, Keep keep, std::shared_ptr<Meter> meter) {
  Evaluation evaluation;
  if (meter)
    evaluation.run(program, plan, bindings, keep, std::move(meter));
  else
    evaluation.run(program, plan, bindings, keep);
  return std::move(evaluation.answer);
}

namespace {

// The operation whose unit and type a column has: one of those side by side, behind what only chooses among rows.
const Operation& column_operation(const Plan& plan, std::size_t column) {
  const Operation* at = &plan.answer();
  while (std::holds_alternative<op::Filter>(at->what) || std::holds_alternative<op::Top>(at->what) ||
         std::holds_alternative<op::Slice>(at->what) || std::holds_alternative<op::Shift>(at->what))
    at = &plan.operations[at->inputs.front()];
  return std::holds_alternative<op::Columns>(at->what) ? plan.operations[at->inputs[column]] : plan.answer();
}

}  // namespace

Unit Answer::unit(std::size_t column) const { return column_operation(*plan, column).unit; }

bool Answer::is_truth(std::size_t column) const { return column_operation(*plan, column).is_truth; }

std::string Answer::key_text(std::size_t row, std::size_t axis) const {
  return catalog().dimension(axes()[axis].dimension).text(frame.keys[axis][row]);
}

std::string Answer::missing_text(const Value& value) const {
  const MissingReason& why = reasons[value.missing];
  return bindings.empty() ? describe(why, *plan, catalog()) : describe(why, bound_plan(*plan, bindings), catalog());
}

}  // namespace reckon::engine

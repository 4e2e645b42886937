// From a plan to an answer: run it, and find out whether its ends are proved.
#include <algorithm>

#include "engine/exec/answer.hpp"
#include "engine/exec/bound_plan.hpp"
#include "engine/exec/bounds/tighten.hpp"
#include "engine/exec/tightness.hpp"

namespace reckon::engine {
namespace {

bool varies(const Value& value, bool is_truth) {
  if (value.is_missing()) return false;
  return value.maybe || (is_truth ? value.truth == Truth::maybe : !value.range.is_point());
}

constexpr std::size_t most_witnessed = 200;  // rows whose ends are told with where they are reached

}  // namespace

Answer evaluate(std::shared_ptr<const Program> program, std::shared_ptr<const Plan> plan,
                std::span<const Binding> bindings, Keep keep, std::shared_ptr<Meter> meter) {
  Answer answer;
  if (binds_worlds(*plan)) plan = std::make_shared<const Plan>(bound_plan(*plan, bindings));
  const auto universe = std::make_shared<Universe>(*program, std::move(meter));
  const auto run_once = [&](Recorder* recorder) {
    auto run = std::make_unique<Run>(*universe, *plan);
    run->bindings = bindings;
    run->recorder = recorder;
    run->profile = keep == Keep::profile && !recorder ? &answer.profile : nullptr;
    universe->meter().charge(1);
    execute(*run, universe);
    return run;
  };
  std::shared_ptr<Recorder> recorder;
  if (keep == Keep::lineage) recorder = std::make_shared<Recorder>(program->limits.lineage, true);
  auto run = run_once(recorder.get());

  const bool is_truth = plan->answer().is_truth;
  bool any_width = false;
  for (const auto& column : run->frames.back().columns)
    for (const Value& value : column) any_width = any_width || varies(value, is_truth);
  if (any_width) {
    const bool by_plan = reads_once(*run, *universe);
    if (!by_plan && !recorder) {
      recorder = std::make_shared<Recorder>(program->limits.lineage);
      run = run_once(recorder.get());
    }
    Frame& frame = run->frames.back();
    const bool wanted = keep == Keep::lineage && frame.rows() <= most_witnessed;
    if (!by_plan || wanted) {
      const Tightened found =
          tighten(*recorder, *plan, frame, program->limits, universe->meter(), wanted ? &answer.witnesses : nullptr);
      answer.tight = found.proved || by_plan;
      run->exact = run->exact && (found.exact || by_plan);
    }
    if (keep == Keep::lineage)
      for (const auto& column : frame.columns)
        for (const Value& value : column)
          if (value.node != 0 && !value.is_missing()) recorder->narrow(value.node, value.range, value.truth);
  }
  answer.program = std::move(program);
  answer.plan = std::move(plan);
  answer.bindings.assign(bindings.begin(), bindings.end());
  answer.frame = std::move(run->frames.back());
  answer.reasons = std::move(run->reasons);
  answer.notes = std::move(run->notes);
  answer.exact = run->exact;
  // A number without coordinates always has its one row, if only to say what is missing.
  const auto last = static_cast<OperationId>(answer.plan->operations.size() - 1);
  if (answer.axes().empty() && answer.rows() == 0 && !answer.is_relation())
    answer.frame.values().push_back(
        Value::absent(answer.reasons.add({MissingReason::What::no_cell, last, {}, anonymous_source, 0})));
  if (keep == Keep::lineage) answer.lineage = std::move(recorder);
  return answer;
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

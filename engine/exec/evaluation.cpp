// From a plan to an answer: run it, and find out whether its ends are proved.
#include "engine/exec/evaluation.hpp"

#include <algorithm>

#include "engine/exec/bound_plan.hpp"
#include "engine/exec/bounds/tighten.hpp"
#include "engine/exec/tightness.hpp"

namespace reckon::engine {
namespace {

bool varies(const Value& value, bool is_truth) {
  if (value.is_missing()) return false;
  return value.maybe || (is_truth ? value.truth == Truth::maybe : !value.range.is_point());
}

bool any_varies(const Frame& frame, bool is_truth) {
  for (const auto& column : frame.columns)
    for (const Value& value : column)
      if (varies(value, is_truth)) return true;
  return false;
}

constexpr std::size_t most_witnessed = 200;  // rows whose ends are told with where they are reached

}  // namespace

void Evaluation::run(const std::shared_ptr<const Program>& program, const std::shared_ptr<const Plan>& plan,
                     std::span<const Binding> bindings, Keep keep, const Interrupt* interrupt) {
  if (!meter_) meter_ = std::make_shared<Meter>(program->limits);
  set_up(program, plan, bindings);
  meter_->restart(program->limits, interrupt);
  evaluate(bindings, keep);
}

void Evaluation::run(const std::shared_ptr<const Program>& program, const std::shared_ptr<const Plan>& plan,
                     std::span<const Binding> bindings, Keep keep, std::shared_ptr<Meter> meter) {
  if (meter != meter_) universe_.reset();
  meter_ = std::move(meter);
  set_up(program, plan, bindings);
  evaluate(bindings, keep);
}

// What was made for the run before serves again where it is of the same plan over the same snapshot.
void Evaluation::set_up(const std::shared_ptr<const Program>& program, const std::shared_ptr<const Plan>& plan,
                        std::span<const Binding> bindings) {
  const bool binds = binds_worlds(*plan);
  const bool same_store = universe_ && answer.program == program && universe_->is_fresh();
  if (run_) run_->restart();
  if (same_store && asked_ == plan && !binds) return;
  std::vector<Frame> frames;
  Scratch scratch;
  if (run_) {
    frames = std::move(run_->frames);
    scratch = std::move(run_->scratch);
  }
  run_.reset();
  depends_once_.reset();
  answer.program = program;
  answer.plan = binds ? std::make_shared<const Plan>(bound_plan(*plan, bindings)) : plan;
  asked_ = plan;
  if (!same_store) universe_ = std::make_shared<Universe>(*program, meter_);
  run_.emplace(*universe_, *answer.plan);
  run_->frames = std::move(frames);
  run_->scratch = std::move(scratch);
}

void Evaluation::execute_once(std::span<const Binding> bindings, Keep keep, Recorder* recorder) {
  run_->bindings = bindings;
  run_->recorder = recorder;
  run_->profile = keep == Keep::profile && !recorder ? &answer.profile : nullptr;
  meter_->charge(1);
  execute(*run_, universe_);
}

bool Evaluation::reads_once() {
  if (!is_plain(*run_)) return false;
  const auto is_point = [](const Binding& binding) { return binding.range.is_point(); };
  if (!std::all_of(run_->bindings.begin(), run_->bindings.end(), is_point))
    return dependence(*answer.plan, *universe_, run_->bindings).once;
  if (!depends_once_) depends_once_ = dependence(*answer.plan, *universe_, run_->bindings).once;
  return *depends_once_;
}

void Evaluation::evaluate(std::span<const Binding> bindings, Keep keep) {
  answer.tight = true;
  answer.witnesses.clear();
  answer.profile.clear();
  answer.lineage = nullptr;
  auto recorder = keep == Keep::lineage ? std::make_shared<Recorder>(answer.program->limits.lineage, true) : nullptr;
  execute_once(bindings, keep, recorder.get());
  if (any_varies(run_->frames.back(), answer.plan->answer().is_truth)) tighten_answer(bindings, keep, recorder);
  answer.bindings.assign(bindings.begin(), bindings.end());
  std::swap(answer.frame, run_->frames.back());
  std::swap(answer.reasons, run_->reasons);
  std::swap(answer.notes, run_->notes);
  answer.exact = run_->exact;
  bytes_ = meter_->bytes();
  run_->universes.clear();
  // A number without coordinates always has its one row, if only to say what is missing.
  const auto last = static_cast<OperationId>(answer.plan->operations.size() - 1);
  if (answer.axes().empty() && answer.rows() == 0 && !answer.is_relation())
    answer.frame.values().push_back(
        Value::absent(answer.reasons.add({MissingReason::What::no_cell, last, {}, anonymous_source, 0})));
  if (keep == Keep::lineage) answer.lineage = std::move(recorder);
}

// Proves the ends, by the plan where each ranged cell is read once, else by what a recorded run tells.
void Evaluation::tighten_answer(std::span<const Binding> bindings, Keep keep, std::shared_ptr<Recorder>& recorder) {
  const bool by_plan = reads_once();
  if (!by_plan && !recorder) {
    recorder = std::make_shared<Recorder>(answer.program->limits.lineage);
    run_->restart();
    execute_once(bindings, keep, recorder.get());
  }
  Frame& frame = run_->frames.back();
  const bool wanted = keep == Keep::lineage && frame.rows() <= most_witnessed;
  if (!by_plan || wanted) {
    const Tightened found =
        tighten(*recorder, *answer.plan, frame, answer.program->limits, *meter_, wanted ? &answer.witnesses : nullptr);
    answer.tight = found.proved || by_plan;
    run_->exact = run_->exact && (found.exact || by_plan);
  }
  if (keep != Keep::lineage) return;
  for (const auto& column : frame.columns)
    for (const Value& value : column)
      if (value.node != 0 && !value.is_missing()) recorder->narrow(value.node, value.range, value.truth);
}

}  // namespace reckon::engine

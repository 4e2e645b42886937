// Running plans one after another in the room of the one before.
// Invariant: an evaluation like the last one, of the same plan over the same snapshot, allocates nothing and yields
// what a first one would. Not shared between threads.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "engine/exec/answer.hpp"

namespace reckon::engine {

class Evaluation {
 public:
  // Throws Error. Steps and bytes are counted anew on a meter of its own, which looks at `interrupt` during the call.
  void run(const std::shared_ptr<const Program>&, const std::shared_ptr<const Plan>&, std::span<const Binding>,
           Keep = Keep::nothing, const Interrupt* interrupt = nullptr);
  // The same on a meter that counts on.
  void run(const std::shared_ptr<const Program>&, const std::shared_ptr<const Plan>&, std::span<const Binding>, Keep,
           std::shared_ptr<Meter>);

  // Of the last run; stays until the next one.
  Answer answer;

  // What the frames of the last run took.
  std::uint64_t bytes() const { return bytes_; }

 private:
  void evaluate(std::span<const Binding>, Keep);
  void set_up(const std::shared_ptr<const Program>&, const std::shared_ptr<const Plan>&, std::span<const Binding>);
  void execute_once(std::span<const Binding>, Keep, Recorder*);
  void tighten_answer(std::span<const Binding>, Keep, std::shared_ptr<Recorder>&);
  bool reads_once();

  std::shared_ptr<Meter> meter_;
  std::shared_ptr<Universe> universe_;
  std::shared_ptr<const Plan> asked_;  // the answer's plan, before dates were bound to it
  std::optional<Run> run_;
  std::optional<bool> depends_once_;  // the plan on ranged cells, parameters being points; found when first needed
  std::uint64_t bytes_ = 0;
};

}  // namespace reckon::engine

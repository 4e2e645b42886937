// How rules with bodies derive single rows and cells: one step of a proof at a time, least height first.
#pragma once

#include <memory>
#include <optional>

#include "engine/exec/rules/fixpoint.hpp"

namespace reckon::engine {

// A row or cell that a step uses.
struct ProofAtom {
  MeasureId measure = 0;
  std::vector<Code> key;
};
struct ProofStep {
  const Rule* rule = nullptr;
  std::vector<ProofAtom> atoms;
  std::string bindings;  // `with x = Microsoft; no depends(OpenAI, Amazon)`
};

class Proofs {
 public:
  explicit Proofs(Universe& universe) : universe_(universe) {}

  // The last step of a least proof of a relation's row, or a step that gives a cell its value. Nothing where no rule
  // gives it.
  std::optional<ProofStep> step(MeasureId, std::span<const Code> key, const Range& value);

  // Why no rule with a body gives this row: for each the first part that fails.
  struct Failure {
    const Rule* rule = nullptr;
    std::string part;      // `supplies(Oracle, x)`, a condition as written; empty where the head names other members
    std::string bindings;  // `with x = Microsoft`, of one way that came so far; or empty
  };
  std::vector<Failure> failures(MeasureId, std::span<const Code> key);

 private:
  const Body& spelled_out(const Rule&);
  Failure first_failure(const Rule&, const std::vector<Code>& given);
  Fixpoint& traced(MeasureId relation);
  Fixpoint& finished();
  void add_contributions(const BodyAggregate&, const BodyAtom&, std::span<const Code> variables, ProofStep&);

  Universe& universe_;
  std::vector<std::pair<std::vector<MeasureId>, std::unique_ptr<Fixpoint>>> traced_;  // with what each derives
  std::map<const Rule*, Body> spelled_out_;  // bodies in which `_` is a variable, so that every atom is one row
  std::unique_ptr<Fixpoint> finished_;       // derives nothing: reads cells
};

}  // namespace reckon::engine

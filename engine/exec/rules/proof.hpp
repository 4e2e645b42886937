// How rules with bodies derive single rows and cells: one step of a proof at a time, least height first.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "engine/exec/rules/cell_heights.hpp"
#include "engine/exec/rules/fixpoint.hpp"
#include "engine/exec/rules/row_cells.hpp"

namespace reckon::engine {

// A row or cell that a step uses.
struct ProofAtom {
  MeasureId measure = 0;
  std::vector<Code> key;
};
struct ProofStep {
  const Rule* rule = nullptr;
  Range value;                           // of a cell: what the rule gives it
  std::vector<ProofAtom> atoms;          // of the body, in its order
  std::vector<ProofAtom> contributions;  // of its aggregates
  std::string bindings;                  // `with x = Microsoft; no depends(OpenAI, Amazon)`
};

class Proofs {
 public:
  explicit Proofs(Universe& universe) : universe_(universe), cells_(universe), heights_(universe) {}

  // The last step of a least proof of a relation's row; nothing where no rule gives it.
  std::optional<ProofStep> of_row(MeasureId relation, std::span<const Code> key);
  // How rules give a cell the value of a fact whose source is this rule: by one step, or, of a measure under `least` or
  // `greatest`, by one for each end. Steps of such a measure that leads back to itself make a proof of least height.
  // Empty where none is found.
  std::vector<ProofStep> of_value(const Rule&, std::span<const Code> key, const Range& value);
  RowCells::Place find(MeasureId measure, std::span<const Code> key) { return cells_.find(measure, key); }
  // Explanations are for reading: false once as many steps have been asked for as anybody reads.
  bool take_step() { return steps_ < most_steps && ++steps_ > 0; }

  // Why no rule with a body gives this row: for each the first part that fails.
  struct Failure {
    const Rule* rule = nullptr;
    std::string part;        // `supplies(Oracle, x)`, a condition as written; empty where the head names other members
    std::string bindings;    // `with x = Microsoft`, of one way that came so far; or empty
    bool no_figure = false;  // the part is a cell for which a source has no figure
  };
  std::vector<Failure> failures(MeasureId, std::span<const Code> key);

 private:
  static constexpr std::size_t most_steps = 4000;

  struct Found;
  // Keeps the lowest binding of the rule that is wanted: by its value, where there is one.
  void lowest(const Rule&, std::span<const Code> key, const std::function<bool(const Range&)>& wanted, Found&);
  ProofStep step(const Found&);
  std::size_t height(const Body&, std::span<const Code> variables);
  const Body& spelled_out(const Body&);
  bool has_no_figure(const BodyAtom&, std::span<const Code> variables);
  Failure first_failure(const Rule&, const std::vector<Code>& given);
  Fixpoint& traced(MeasureId relation);
  Fixpoint& finished();
  void add_contributions(const BodyAggregate&, const BodyAtom&, std::span<const Code> variables, ProofStep&);

  Universe& universe_;
  RowCells cells_;
  CellHeights heights_;
  std::size_t steps_ = 0;
  std::vector<std::pair<std::vector<MeasureId>, std::unique_ptr<Fixpoint>>> traced_;  // with what each derives
  std::map<const Body*, Body> spelled_out_;  // bodies in which `_` is a variable, so that every atom is one row
  std::unique_ptr<Fixpoint> finished_;       // derives nothing: reads cells
};

}  // namespace reckon::engine

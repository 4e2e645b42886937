// What rules with bodies would have given where a source has no figure: an atom that reads such a coordinate holds as
// if it had a value, and the head's coordinate is then one without a figure too, where nothing else speaks of it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "engine/exec/rules/fixpoint.hpp"

namespace reckon::engine {

class UnknownPass {
 public:
  explicit UnknownPass(Universe& universe) : universe_(universe), known_(universe, {}), formulas_(universe) {}

  // Whether some measure that the rule reads, but for these, has coordinates without a figure.
  static bool reads_unknown(Universe&, const Rule&, std::span<const MeasureId> but = {});

  // The facts without a figure that these rules give, also by way of each other, with the heads that they are of.
  // `is_stated` tells whether a coordinate has a value or a row. Heads that the rules read must be known to the
  // universe as far as they have values.
  using IsStated = std::function<bool(MeasureId head, std::span<const Code> key)>;
  std::vector<std::pair<MeasureId, Fact>> run(std::span<const Rule* const>, const IsStated&);

 private:
  struct Origin {
    SourceId source = 0;
    Day date = no_code;
  };
  // Coordinates without a figure, of a measure or of an aggregate.
  struct Gaps {
    explicit Gaps(std::size_t axes)
        : all(axes), fresh(std::make_unique<StoredRelation>(axes)), next(stored_width(axes)) {}
    StoredRelation all;                     // they and the rows that there are
    std::unique_ptr<StoredRelation> fresh;  // those that the last round found
    Trie next;                              // those that this round finds
    std::map<std::vector<Code>, Origin> origins;
  };
  class Sink;

  Gaps* gaps_of(const BodyAtom&, const Body&);
  std::unique_ptr<Gaps> gaps_of(MeasureId);
  std::unique_ptr<Gaps> gaps_of(const BodyAggregate&, const BodyAtom&, const Body&);
  // f(variables, origin) for each binding with the atom at a fresh gap.
  using Found = std::function<void(std::span<const Code> variables, const Origin&)>;
  void bindings(const Body&, std::size_t atom, const Found&);
  void each_binding(const Body&, const Found&);
  bool finish_round();

  Universe& universe_;
  Fixpoint known_;  // derives nothing: reads cells
  FormulaValues formulas_;
  std::map<MeasureId, std::unique_ptr<Gaps>> of_measure_;  // null where there are none
  std::map<const BodyAggregate*, std::unique_ptr<Gaps>> of_aggregate_;
};

}  // namespace reckon::engine

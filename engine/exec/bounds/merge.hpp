// Variables that stand everywhere in the same proportion, as in sum(m) * (1 - sum(m)), are one: their sum.
#pragma once

#include "engine/exec/bounds/ends.hpp"

namespace reckon::engine {

struct MergedFormula {
  struct Part {
    std::uint32_t variable = 0;  // of the formula that was merged
    Number factor;
  };
  CellFormula formula;
  Box box;
  std::vector<std::vector<Part>>
      parts;  // by variable of the new formula: what it is the sum of; one part with factor 1 of an unmerged one

  // The places of the merged variables, as places of what they are made of.
  void unfold(const CellFormula& original, const Box& original_box, End&) const;
};

// Nothing where no two variables can be merged.
std::optional<MergedFormula> merged(const CellFormula&, const Box&);

}  // namespace reckon::engine

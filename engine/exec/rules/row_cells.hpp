// Single cells by coordinate, for those who explain one: a row of a relation that is kept as codes becomes a cell of
// its own, so that the tables of all rows are not made for it.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "engine/exec/world.hpp"

namespace reckon::engine {

class RowCells {
 public:
  explicit RowCells(Universe& universe) : universe_(universe) {}

  // A cell with its facts; the same one at each call. `cells` is null where there is none.
  struct Place {
    std::shared_ptr<const MeasureCells> cells;
    std::uint32_t cell = 0;
  };
  Place find(MeasureId, std::span<const Code> key);

 private:
  const std::shared_ptr<const MeasureCells>& stated(MeasureId, const DerivedRows&);

  Universe& universe_;
  std::map<MeasureId, std::shared_ptr<const MeasureCells>> stated_;  // of relations kept as codes: what facts give
  std::map<std::pair<MeasureId, std::vector<Code>>, std::shared_ptr<const MeasureCells>> derived_;
};

}  // namespace reckon::engine

// Heights of the proofs of cells under `least` or `greatest` whose rules lead back to them: a proof of a cell is a step
// that gives its value, of cells whose own proofs are lower. Only what stands behind the cells asked for is looked at.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "engine/exec/rules/fixpoint.hpp"

namespace reckon::engine {

class CellHeights {
 public:
  explicit CellHeights(Universe& universe) : universe_(universe) {}

  bool keeps_extreme(MeasureId) const;
  // What the measure's domain leaves of a value.
  Range fitted(MeasureId, const Range&) const;
  // Finds the height of a cell and of those behind it, reading finished cells; nothing more once too much has been
  // looked at.
  void explore(MeasureId, std::span<const Code> key, Fixpoint& finished);
  // Nothing where it is not known.
  std::optional<std::size_t> of(MeasureId, std::span<const Code> key) const;

 private:
  struct Cell {
    MeasureId measure = 0;
    std::vector<Code> key;
    Range value;
    bool low_given = false, high_given = false;
    std::optional<std::size_t> height;
    std::vector<std::uint32_t> used_by;  // ways
  };
  // A binding of a rule that gives a cell an end of its value.
  struct Way {
    std::uint32_t cell = 0;
    bool low = false, high = false;
    std::size_t open = 0;    // cells that it uses without a height yet
    std::size_t height = 0;  // above those that have one
  };
  std::uint32_t place(MeasureId, std::span<const Code> key);
  void expand(std::uint32_t, Fixpoint& finished);
  void add_way(std::uint32_t cell, const Range& given, std::vector<std::uint32_t> uses);
  void take_stated_ends(Cell&) const;
  void give(std::uint32_t way);
  void raise();

  Universe& universe_;
  std::map<std::pair<MeasureId, std::vector<Code>>, std::uint32_t> places_;
  std::vector<Cell> cells_;
  std::vector<Way> ways_;
  std::vector<std::uint32_t> ready_;  // cells whose ends are given, for the next walk upwards
  std::size_t expanded_ = 0;
};

bool same_low(const Range&, const Range&);
bool same_high(const Range&, const Range&);

}  // namespace reckon::engine

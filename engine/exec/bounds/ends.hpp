// The least and the greatest value of a formula over a box: proved, with the place where it is reached, or enclosed.
#pragma once

#include <vector>

#include "engine/exec/bounds/reach.hpp"
#include "engine/exec/meter.hpp"

namespace reckon::engine {

// Where a variable lies for an end; a point, beside which the end is approached where an end of it is open.
struct Place {
  NodeId node = 0;
  Interval at;
};

struct End {
  Number value;  // 0 where unbounded
  bool unbounded = false;
  bool none = false;       // the value is never there
  bool proved = false;     // attained, or a limit; to 34 digits where no fraction reaches it
  bool limit = false;      // only approached
  bool witnessed = false;  // `witness` gives every variable that matters
  std::vector<Place> witness;
};

struct SearchLimits {
  std::size_t boxes = 2000;  // that a search may look at; counted down
  std::size_t bits = 65536;
  bool rounded = false;    // set where an end that no fraction reaches was rounded outward to 34 digits
  Meter* meter = nullptr;  // counts what is looked at

  void charge(std::size_t work) const {
    if (meter) meter->charge(work);
  }
};

// Never inside what the formula takes: an end that is not proved lies outside or on it.
End end_of(const CellFormula&, const Box&, bool upper, SearchLimits&);

// What a truth can be, and whether both answers of a maybe are proved to occur.
struct TruthEnds {
  Truth truth = Truth::maybe;
  bool proved = false;
};
// Whether it is shown that the value is missing or excluded somewhere in the box.
bool may_be_missing(const CellFormula&, const Box&, SearchLimits&);
TruthEnds truth_of(const CellFormula&, const Box&, SearchLimits&);

}  // namespace reckon::engine

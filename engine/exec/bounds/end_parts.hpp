// Ends of a value from the ends of its parts.
#pragma once

#include "engine/exec/bounds/ends.hpp"

namespace reckon::engine {

// The part's place, where the whole's is to be known.
inline void take_witness(End& end, const End& part) {
  end.witnessed = end.witnessed && part.witnessed;
  end.limit = end.limit || part.limit;
  end.witness.insert(end.witness.end(), part.witness.begin(), part.witness.end());
}

// From the least to the greatest.
inline Range range_of(const End& low, const End& high) {
  Range range(low.value, high.unbounded ? low.value : high.value);
  if (low.unbounded)
    range = high.unbounded ? Range::everything() : Range::at_most(high.value);
  else if (high.unbounded)
    range = Range::at_least(low.value);
  return range;
}

}  // namespace reckon::engine

// What a truth may be, a missing value included: one or more of three. Conditions and `and`, `or`, `not` compute with
// these, since a value that may be missing still decides where it is there.
#pragma once

#include "engine/exec/frame.hpp"

namespace reckon::engine {

struct Held {
  bool yes = false, no = false, missing = false;
};

inline Held held(const Value& value) {
  if (value.is_missing()) return {false, false, true};
  return {value.truth != Truth::no, value.truth != Truth::yes, value.maybe};
}

inline Held negated(const Held& held) { return {held.no, held.yes, held.missing}; }

// `and`: no where a side is no; missing where neither is and a side is missing.
inline Held both(const Held& a, const Held& b) {
  return {a.yes && b.yes, a.no || b.no, (a.missing && (b.yes || b.missing)) || (b.missing && a.yes)};
}

}  // namespace reckon::engine

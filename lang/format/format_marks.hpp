// What the words of a script are, as far as their layout depends on it: places in the text, taken from its tree.
#pragma once

#include <cstdint>
#include <map>
#include <set>

#include "lang/ast/ast.hpp"

namespace reckon::lang {

struct FormatMarks {
  std::set<std::uint32_t> calls;       // names that a `(` belongs to
  std::set<std::uint32_t> negations;   // `-` before its operand
  std::set<std::uint32_t> open_below;  // `..` without a lower end
  std::set<std::uint32_t> upper_ends;  // where the upper end of a range begins, inside its brackets if it has some
  std::map<std::uint32_t, std::uint32_t> units;  // compound units, which are one word: begin and end
};

FormatMarks format_marks(const Script&);

}  // namespace reckon::lang

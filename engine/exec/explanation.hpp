// `why`: an answer as a tree of steps, from its value down to facts with source, kind, date and note.
#pragma once

#include <string>
#include <vector>

#include "engine/exec/answer.hpp"
#include "engine/model/readable.hpp"

namespace reckon::engine {

struct Explanation {
  std::string text;    // what it is and its value: `purchases(ByteDance, Hopper, 2024) = 230,000 chip`
  std::string detail;  // where it comes from: source, kind, date, note; rules and assumptions; several lines at most
  std::vector<Explanation> parts;
};

// A tree for each value of the answer, row by row. The answer must have been evaluated with explain_why.
// Bounded: a subtree stands once and is referred to after; of many contributors the largest are shown and the rest
// counted; past some thousand steps the rest is left out, and said to be.
std::vector<Explanation> explain(const Answer&, Digits = Digits::rounded);

}  // namespace reckon::engine

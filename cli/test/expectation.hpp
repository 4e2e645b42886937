// `# => …` comments: what a script says that its answers are.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "lang/ast/ast.hpp"

namespace reckon::cli {

struct Expectation {
  std::uint32_t statement = 0;     // where the statement begins that it is about
  std::size_t line = 0;            // of its first comment, from 1
  std::vector<std::string> lines;  // without `# =>`
};

// Behind a statement on its line, or on the lines below it; those that follow each other belong together. A comment
// before the first statement is none.
std::vector<Expectation> expectations(const lang::Script&);

// True where the text has these lines; runs of blanks are one blank, notes at the end of the text may be left
// out, and `error: …` is the begin of an error's message.
bool agrees(const Expectation&, const std::string& text);

}  // namespace reckon::cli

// One layout for scripts: blanks, indentation, blank lines and comments as everybody has them. Where lines break is
// left to the writer, as in a table of facts or a long condition. Invariant: the formatted text has the same tree and
// the same comments, and formatting it again changes nothing.
#pragma once

#include <memory>
#include <string>

#include "lang/ast/ast.hpp"

namespace reckon::lang {

// Throws Failure where the text does not parse. What stands from a comment `# fmt: off` to `# fmt: on`, both between
// statements, is left as it is.
std::string format_script(std::shared_ptr<const SourceText>);

// The same of a script that is parsed, without the last look whether the new text means the same.
std::string laid_out(const Script&);

}  // namespace reckon::lang

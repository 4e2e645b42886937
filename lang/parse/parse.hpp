// Text to syntax tree. The only place that knows the grammar (PEGTL is named in parse.cpp's translation unit alone).
#pragma once

#include <memory>

#include "lang/ast/ast.hpp"
#include "lang/diagnostics/diagnostic.hpp"

namespace reckon::lang {

// A whole script. Throws Failure with every syntax error found (at most 20): parsing resumes at the next statement.
// Nesting deeper than 200 and texts over 64 MiB are errors; invalid UTF-8 and NUL bytes are errors with their place.
// Does not read or write anything but its argument; usable from any thread.
std::unique_ptr<Script> parse_script(std::shared_ptr<const SourceText>);

// Exactly one query (a verb is allowed), as given to prepare or -c. Throws Failure.
std::unique_ptr<Script> parse_query(std::shared_ptr<const SourceText>);
// The same into the room of a script that nobody reads any more.
void parse_query(std::shared_ptr<const SourceText>, Script& room);

// True where the text ends inside an open bracket or after a binary operator, so that more lines may follow (REPL).
bool is_incomplete(std::string_view text);

}  // namespace reckon::lang

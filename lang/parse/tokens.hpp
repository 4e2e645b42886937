// The words of the grammar as functions: how many bytes each takes at a place, and what is said of broken ones.
#pragma once

#include <cstddef>

#include "lang/parse/builder.hpp"

namespace reckon::lang::tokens {

// A name without quotes that is not reserved.
inline std::size_t identifier(Builder&, const char* at, const char* end) {
  const std::size_t size = scan::name(at, end);
  return size != 0 && scan::is_reserved({at, size}) ? 0 : size;
}
// A text in quotes; fails where it is not closed.
std::size_t quoted(Builder&, const char* at, const char* end);
// A number, period or date; fails where something touches it.
std::size_t literal(Builder&, const char* at, const char* end);
// The unit behind a number; fails where a suffix stands there.
std::size_t unit_after_number(Builder&, const char* at, const char* end);
// A single name that can be a unit's.
std::size_t unit_name(Builder&, const char* at, const char* end);
std::size_t stated_unit(Builder&, const char* at, const char* end);
// One of hull meet latest least greatest.
std::size_t policy(Builder&, const char* at, const char* end);
// `flow`, `stock` or `rate`.
std::size_t additivity(Builder&, const char* at, const char* end);
// `best` before a central figure.
inline std::size_t best(Builder&, const char* at, const char* end) {
  return opens_best(at, end) ? std::string_view("best").size() : 0;
}

// `(` on the same line as the name before it.
inline bool call_follows(Builder& b, const char* at, const char* end) {
  return at != end && *at == '(' && !b.layout.line_crossed;
}
// `.` right behind a name, and not `..`.
inline bool path_follows(Builder& b, const char* at, const char* end) {
  return at != end && *at == '.' && at == b.layout.token_end && at + 1 != end && at[1] != '.';
}
inline bool operand_follows(Builder& b, const char* at, const char* end) { return b.layout.operand_stands(at, end); }
inline bool as_of_follows(Builder&, const char* at, const char* end) {
  return scan::word(at, end, "as") && scan::word_after(at + std::string_view("as").size(), end) == "of";
}
// `example` before a text.
bool example_follows(Builder&, const char* at, const char* end);
// `column` before a name or a text.
bool column_follows(Builder&, const char* at, const char* end);
// A newline, `;` or the end of the text.
inline bool statement_end(Builder&, const char* at, const char* end) { return at == end || *at == '\n' || *at == ';'; }

}  // namespace reckon::lang::tokens

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
std::size_t stated_unit(Builder&, const char* at, const char* end);
// One of hull meet latest least greatest.
std::size_t policy(Builder&, const char* at, const char* end);
// `flow`, `stock` or `rate`.
std::size_t additivity(Builder&, const char* at, const char* end);
// A newline or `;`; nothing, but successfully, at the end of the text.
bool statement_end(Builder&, const char* at, const char* end);

}  // namespace reckon::lang::tokens

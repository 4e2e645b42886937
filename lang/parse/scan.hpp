// Words and literals, read by hand: what the grammar, the printer and the diagnostics all have to agree on.
// Every function looks at [at, end) and answers in bytes; 0 means that nothing of the kind stands there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lang/ast/ast.hpp"

namespace reckon::lang::scan {

// A letter (Unicode L or M), a digit or `_`: what may stand inside a name.
std::size_t name_character(const char* at, const char* end);
// A name without quotes, reserved words included.
std::size_t name(const char* at, const char* end);
// A text with its quotes; 0 too where the closing quote is missing on this line.
std::size_t quoted(const char* at, const char* end);
// One character of any kind, at least 1 byte.
std::size_t character(const char* at, const char* end);
// Blanks and tabs.
std::size_t blanks(const char* at, const char* end);
// A comment, without the newline that ends it.
std::size_t comment(const char* at, const char* end);

// The word itself, with nothing behind it that would make a longer name.
bool word(const char* at, const char* end, std::string_view expected);
// The next word after blanks, if there is one on this line; empty otherwise.
std::string_view word_after(const char* at, const char* end);

bool is_reserved(std::string_view name);
// Words that follow a value and so are never taken for its unit.
bool is_never_unit(std::string_view name);
// Words that open a part of a fact's or a load's provenance.
bool is_provenance_word(std::string_view name);

// A unit: names joined by `*` and `/` without blanks, with whole powers: "USD/chip", "m/s^2".
std::size_t unit(const char* at, const char* end);
// A unit as a declaration or `to` states it: also "1" and "1/year".
std::size_t stated_unit(const char* at, const char* end);

enum class LiteralProblem : std::uint8_t {
  none,
  touched,    // a letter or digit stands right behind it
  ambiguous,  // 兆
  date,       // looks like a date, with single digits
  period,     // looks like a period but there is none of that number
};
struct Literal {
  ExprKind kind = ExprKind::number;  // number, period or date
  LiteralProblem problem = LiteralProblem::none;
  std::size_t length = 0;
};
// A number with its suffix, a period or a date.
Literal literal(const char* at, const char* end);
// A scale suffix: "k", "万", "%", …; 0 where none.
std::size_t suffix(const char* at, const char* end);
// A suffix that is written in Chinese characters, `兆` included.
std::size_t chinese_suffix(const char* at, const char* end);

// True where `text`, which is not empty, stands at `at`.
inline bool stands(const char* at, const char* end, std::string_view text) {
  return at != end && *at == text.front() && static_cast<std::size_t>(end - at) >= text.size() &&
         std::string_view(at, text.size()) == text;
}

}  // namespace reckon::lang::scan

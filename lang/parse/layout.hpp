// Where the parser stands between words: which brackets are open, whether a newline ends the statement, and which
// words end a value.
#pragma once

#include <cstdint>
#include <vector>

#include "lang/parse/scan.hpp"

namespace reckon::lang {

enum class Newlines : std::uint8_t {
  end_items,  // a newline ends the statement, or a member of a dimension
  skipped,    // inside brackets
  rows,       // among fact rows: skipped, unless the next row's `(` follows
};

// What may follow a value, and so does not begin the upper end of `30万..`.
enum class Followers : std::uint8_t { none, texts, provenance };

struct Bracket {
  const char* at;
  Newlines newlines;    // of the text around
  Followers followers;  // of the text around
};

struct Layout {
  Newlines newlines = Newlines::end_items;
  Followers followers = Followers::none;
  std::vector<Bracket> open;
  const char* token_end = nullptr;  // where the last word ended, before the gap behind it
  bool line_crossed = false;        // the gap behind the last word held a newline

  // The end of the gap that begins at `at`: blanks, comments, and newlines where they do not end anything.
  const char* skip_gap(const char* at, const char* end) {
    token_end = at;
    line_crossed = false;
    if (at != end && *at == ' ') ++at;
    if (at == end || static_cast<unsigned char>(*at) > '#') return at;
    return newlines == Newlines::end_items ? skip_blanks(at, end) : skip_in_brackets(at, end);
  }
  // The same with newlines always skipped, as after an operator.
  const char* skip_lines(const char* at, const char* end) {
    token_end = at;
    return skip_all(at, end);
  }

  void open_bracket(const char* at, Newlines inside, Followers after_values) {
    open.push_back({at, newlines, followers});
    newlines = inside;
    followers = after_values;
  }
  void close_bracket() {
    newlines = open.back().newlines;
    followers = open.back().followers;
    open.pop_back();
  }

  // True where an operand stands at `at`, and not a word that follows an open range.
  bool operand_stands(const char* at, const char* end) const;
  // The length of the unit at `at`, behind a number.
  std::size_t unit_after_number(const char* at, const char* end) const;

 private:
  bool is_follower(std::string_view word, const char* behind, const char* end) const;
  static const char* skip_blanks(const char* at, const char* end);
  const char* skip_all(const char* at, const char* end);
  const char* skip_in_brackets(const char* at, const char* end);
};

// True where the word `opener` at `at` opens a statement that goes on with a name or a text: `fact h100e(…)`. Such
// words are names elsewhere: `fact + 1`.
bool opens_declaration(const char* at, const char* end, std::string_view opener);
// The same for words before an expression: `why sum(x)`, but not `why(x)` or `why - 1`.
bool opens_expression(const char* at, const char* end, std::string_view opener);

// True where `best` and a central figure stand: `best 450k`.
bool opens_best(const char* at, const char* end);

}  // namespace reckon::lang

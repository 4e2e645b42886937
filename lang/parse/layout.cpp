// Where the parser stands between words. All looks ahead stay on one line, or pass over blank lines once.
#include "lang/parse/layout.hpp"

namespace reckon::lang {
namespace {

// Names that cannot follow a statement's opening word, because they go on with an expression: `fact where …`.
bool is_infix(std::string_view word, const char* behind, const char* end) {
  if (word == "not") return scan::word_after(behind, end) == "in";
  if (word == "if") return false;
  return scan::is_reserved(word) || (word == "as" && scan::word_after(behind, end) == "of");
}

// True where `best` is followed by a central figure, and so is no name itself.
bool begins_figure(const char* behind, const char* end) {
  const char* next = behind + scan::blanks(behind, end);
  if (next == end || next == behind) return false;
  // `best -1`, but not `best - 1`.
  if (*next == '-') return next + 1 != end && next[1] != ' ' && next[1] != '>';
  if (*next == '$' || *next == '(' || *next == '"' || (*next >= '0' && *next <= '9')) return true;
  const std::size_t size = scan::name(next, end);
  return size != 0 && !scan::is_reserved({next, size});
}

// What follows the opening word and at least one blank; `end` where nothing does.
const char* after_opener(const char* at, const char* end, std::string_view opener) {
  if (!scan::word(at, end, opener)) return end;
  const char* behind = at + opener.size();
  const std::size_t blanks = scan::blanks(behind, end);
  if (blanks == 0 && !(behind != end && *behind == '"')) return end;
  return behind + blanks;
}

}  // namespace

bool opens_best(const char* at, const char* end) {
  return scan::word(at, end, "best") && begins_figure(at + std::string_view("best").size(), end);
}

bool opens_declaration(const char* at, const char* end, std::string_view opener) {
  const char* next = after_opener(at, end, opener);
  if (next == end) return false;
  if (*next == '"') return true;
  const std::size_t size = scan::name(next, end);
  return size != 0 && !is_infix({next, size}, next + size, end);
}

bool opens_expression(const char* at, const char* end, std::string_view opener) {
  const char* next = after_opener(at, end, opener);
  if (next == end) return false;
  switch (*next) {
    case '"':
    case '(':
    case '{':
    case '$':
    case '~': return true;
    case '-':  // `why -x`, but not `why - x`
      return next + 1 != end && next[1] != ' ' && next[1] != '>';
    default: break;
  }
  if (*next >= '0' && *next <= '9') return true;
  const std::size_t size = scan::name(next, end);
  return size != 0 && !is_infix({next, size}, next + size, end);
}

const char* Layout::skip_blanks(const char* at, const char* end) {
  for (;;) {
    at += scan::blanks(at, end);
    if (at == end) return at;
    if (*at == '#') return at + scan::comment(at, end);
    if (*at != '\r') return at;
    ++at;
  }
}

const char* Layout::skip_all(const char* at, const char* end) {
  line_crossed = false;
  for (;;) {
    at = skip_blanks(at, end);
    if (at == end || *at != '\n') return at;
    line_crossed = true;
    ++at;
  }
}

const char* Layout::skip_in_brackets(const char* at, const char* end) {
  if (newlines == Newlines::skipped) return skip_all(at, end);
  const char* line_end = skip_blanks(at, end);
  const char* next = skip_all(line_end, end);
  if (!line_crossed || next == end || *next != '(') return next;
  line_crossed = false;
  return line_end;
}

bool Layout::is_follower(std::string_view word, const char* behind, const char* end) const {
  if (followers == Followers::none) return false;
  if (followers == Followers::provenance && scan::is_provenance_word(word)) return true;
  const char* next = behind + scan::blanks(behind, end);
  return word == "example" && next != end && *next == '"';
}

bool Layout::operand_stands(const char* at, const char* end) const {
  if (at == end) return false;
  switch (*at) {
    case '"': return followers == Followers::none;
    case '(':
    case '{':
    case '$': return true;
    case '-': return !scan::stands(at, end, "->");
    default: break;
  }
  if (*at >= '0' && *at <= '9') return true;
  const std::size_t size = scan::name(at, end);
  const std::string_view word(at, size);
  if (size == 0 || scan::is_reserved(word) || is_follower(word, at + size, end)) return false;
  if (word == "as") return scan::word_after(at + size, end) != "of";
  if (word != "best") return true;
  return !begins_figure(at + size, end);
}

std::size_t Layout::unit_after_number(const char* at, const char* end) const {
  if (line_crossed || at == token_end) return 0;
  const std::size_t size = scan::name(at, end);
  if (size == 0 || is_follower({at, size}, at + size, end)) return 0;
  return scan::unit(at, end);
}

}  // namespace reckon::lang

// What is said where the grammar could not go on. First comes what is surely a slip of another language or keyboard,
// then brackets, then numbers and reserved words, and last the plain "expected this, found that".
#include "lang/parse/complaint.hpp"

#include <string>

#include "lang/diagnostics/problems.hpp"

namespace reckon::lang {
namespace {

struct Slip {
  std::string_view written;
  std::string_view id;
  std::string_view mend;
};

// Longer ones stand before their beginnings.
constexpr Slip slips[] = {
    {"===", problem::foreign_operator, "equality is a single `=`"},
    {"==", problem::foreign_operator, "equality is a single `=`"},
    {"=>", problem::foreign_operator, "at least is `>=`; a parent follows `->`"},
    {"=<", problem::foreign_operator, "at most is `<=`"},
    {"<>", problem::foreign_operator, "unequal is `!=`"},
    {"!==", problem::foreign_operator, "unequal is `!=`"},
    {"<=>", problem::foreign_operator, "write the comparison that is meant"},
    {"&&", problem::foreign_operator, "write `and`"},
    {"||", problem::foreign_operator, "write `or`"},
    {"&", problem::foreign_operator, "write `and`"},
    {"|", problem::foreign_operator, "write `or`"},
    {"!", problem::foreign_operator, "write `not`"},
    {"**", problem::foreign_operator, "a power is `x ^ 2`"},
    {"//", problem::foreign_operator, "a comment begins with `#`; a quotient is a single `/`"},
    {":=", problem::foreign_operator, "write `=`"},
    {"≥", problem::foreign_operator, "write `>=`"},
    {"≤", problem::foreign_operator, "write `<=`"},
    {"≠", problem::foreign_operator, "write `!=`"},
    {"×", problem::foreign_operator, "write `*`"},
    {"÷", problem::foreign_operator, "write `/`"},
    {"−", problem::foreign_operator, "write a plain `-`"},
    {"–", problem::foreign_operator, "a range is `low..high`; minus is a plain `-`"},
    {"—", problem::foreign_operator, "a range is `low..high`; minus is a plain `-`"},
    {"…", problem::foreign_operator, "a range is `low..high`, with two dots"},
    {"“", problem::foreign_character, "quote with plain \""},
    {"”", problem::foreign_character, "quote with plain \""},
    {"„", problem::foreign_character, "quote with plain \""},
    {"«", problem::foreign_character, "quote with plain \""},
    {"‘", problem::foreign_character, "quote with plain \""},
    {"’", problem::foreign_character, "quote with plain \""},
    {"'", problem::foreign_character, "names and texts are quoted with \""},
    {"`", problem::foreign_character, "names and texts are quoted with \""},
    {"（", problem::foreign_character, "write a plain ("},
    {"）", problem::foreign_character, "write a plain )"},
    {"，", problem::foreign_character, "write a plain ,"},
    {"、", problem::foreign_character, "write a plain ,"},
    {"；", problem::foreign_character, "write a plain ;"},
    {"：", problem::foreign_character, "write a plain :"},
    {"＝", problem::foreign_character, "write a plain ="},
    {"＞", problem::foreign_character, "write a plain >"},
    {"＜", problem::foreign_character, "write a plain <"},
    {"＋", problem::foreign_character, "write a plain +"},
    {"－", problem::foreign_character, "write a plain -"},
    {"＊", problem::foreign_character, "write a plain *"},
    {"／", problem::foreign_character, "write a plain /"},
    {"％", problem::foreign_character, "write a plain %, right behind the number"},
    {"～", problem::foreign_character, "write a plain ~"},
    {"［", problem::foreign_character, "write a plain ["},
    {"］", problem::foreign_character, "write a plain ]"},
    {"｛", problem::foreign_character, "write a plain {"},
    {"｝", problem::foreign_character, "write a plain }"},
    {"「", problem::foreign_character, "quote with plain \""},
    {"」", problem::foreign_character, "quote with plain \""},
    {"《", problem::foreign_character, "quote with plain \""},
    {"\u3000", problem::foreign_character, "this is a full-width blank: write a plain one"},
    {"\u00a0", problem::foreign_character, "this is a non-breaking blank: write a plain one"},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What stands at `at`, for a message: a word, a text, a number or one character.
std::size_t found_size(const char* at, const char* end) {
  if (const std::size_t size = scan::name(at, end)) return size;
  if (const std::size_t size = scan::quoted(at, end)) return size;
  const char* p = at;
  while (p != end && is_digit(*p)) ++p;
  return p != at ? static_cast<std::size_t>(p - at) : scan::character(at, end);
}

std::string in_quotes(std::string_view found) {
  return found.front() == '"' ? "the text " + std::string(found) : "`" + std::string(found) + "`";
}

void complain_of_slip(const Builder& b, const char* at) {
  for (const Slip& slip : slips) {
    if (!scan::stands(at, b.end(), slip.written)) continue;
    const std::string written(slip.written == "`" ? "'" : slip.written);
    const bool is_blank = slip.written == "\u3000" || slip.written == "\u00a0";
    b.fail(slip.id, b.span(at, at + slip.written.size()),
           is_blank ? "there is a blank here that is none" : written + " is not a sign of this language",
           std::string(slip.mend));
  }
}

// `1,000`: the grammar took the comma for one between items, or stopped at it.
void complain_of_separator(const Builder& b, const char* at) {
  const char* comma = at;
  if (*comma != ',' && comma != b.begin() && comma[-1] == ',') --comma;
  const char* digits = comma + 1;
  if (*comma != ',' || comma == b.begin() || !is_digit(comma[-1]) || b.end() - digits < 3) return;
  if (!is_digit(digits[0]) || !is_digit(digits[1]) || !is_digit(digits[2])) return;
  if (b.end() - digits > 3 && is_digit(digits[3])) return;
  const char* first = comma;
  while (first != b.begin() && is_digit(first[-1])) --first;
  const std::string before(first, comma);
  const std::string behind(digits, 3);
  b.fail(problem::thousands_separator, b.span(first, digits + 3), "a number has no commas inside",
         "write " + before + "_" + behind + " or " + before + behind);
}

char opening(char closing) { return closing == ')' ? '(' : closing == ']' ? '[' : '{'; }

void complain_of_brackets(const Builder& b, const Expectation& expected, const char* at) {
  const bool is_end = at == b.end();
  if (!is_end && (*at == ')' || *at == ']' || *at == '}')) {
    const std::string written = std::string("`") + *at + "`";
    if (b.layout.open.empty()) {
      b.fail(problem::unmatched_bracket, b.span(at, at + 1), written + " closes nothing: no bracket is open here",
             "leave it out, or open one before");
    }
    if (*b.layout.open.back().at != opening(*at)) {
      const char opened = *b.layout.open.back().at;
      const LineColumn place = line_column(b.source(), b.span(b.layout.open.back().at, at).begin);
      b.fail(problem::unmatched_bracket, b.span(at, at + 1),
             written + " cannot close the `" + opened + "` of line " + std::to_string(place.line) + ", column " +
                 std::to_string(place.column),
             "close that one first");
    }
  }
  if (b.layout.open.empty()) return;
  const char* innermost = b.layout.open.back().at;
  const bool closes = expected.closing != 0;
  const bool statement_follows = !is_end && closes && b.layout.line_crossed;
  if (!is_end && *at != ';' && !statement_follows) return;
  const char missing = *innermost == '(' ? ')' : *innermost == '[' ? ']' : '}';
  const LineColumn place = line_column(b.source(), b.span(innermost, innermost).begin);
  b.fail(problem::unclosed_bracket, b.span(innermost, innermost + 1),
         std::string("the `") + *innermost + "` of line " + std::to_string(place.line) + ", column " +
             std::to_string(place.column) + " is not closed",
         std::string("a `") + missing + "` is missing");
}

void complain_of_word(const Builder& b, const Expectation& expected, const char* at) {
  const std::size_t size = scan::name(at, b.end());
  const std::string word(at, size);
  if (size == 0 || !scan::is_reserved(word) || expected.closing != 0) return;
  const bool is_name = expected.what.find("name") != std::string_view::npos;
  const bool is_value = expected.what == "a value";
  if (!is_name && !is_value) return;
  b.fail(problem::reserved_name, b.span(at, at + size),
         "`" + word + "` is a word of the language and cannot stand for " + std::string(expected.what),
         "if it is meant as a name, quote it: \"" + word + "\"");
}

}  // namespace

void complain(const Builder& b, const Expectation& expected, const char* at) {
  const char* end = b.end();
  if (!expected.id.empty()) {
    const std::size_t size = at == end ? 0 : found_size(at, end);
    if (at != end) complain_of_slip(b, at);
    b.fail(expected.id, b.span(at, at + size), std::string(expected.what), std::string(expected.hint));
  }
  if (at != end) {
    complain_of_slip(b, at);
    complain_of_separator(b, at);
  }
  complain_of_brackets(b, expected, at);
  const std::string needed(expected.what);
  if (at == end || *at == '\n' || *at == ';') {
    const char* last = b.layout.token_end;
    b.fail(problem::unfinished, b.span(last, last), "the statement ends where " + needed + " should follow",
           std::string(expected.hint));
  }
  complain_of_word(b, expected, at);
  const std::size_t size = found_size(at, end);
  b.fail(problem::unexpected, b.span(at, at + size), "here should stand " + needed + ", not " + in_quotes({at, size}),
         std::string(expected.hint));
}

}  // namespace reckon::lang

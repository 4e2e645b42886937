// What is said where the grammar could not go on. First comes what is surely a slip of another language or keyboard,
// then brackets, then numbers and reserved words, and last the plain "expected this, found that".
#include "lang/parse/complaint.hpp"

#include <algorithm>
#include <iterator>
#include <string>

#include "engine/model/name_index.hpp"
#include "lang/diagnostics/problems.hpp"
#include "lang/parse/forms.hpp"
#include "lang/parse/resume.hpp"

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
  return is_digit(*at) ? scan::literal(at, end).length : scan::character(at, end);
}

std::string in_quotes(std::string_view found) {
  return found.front() == '"' ? "the text " + std::string(found) : "`" + std::string(found) + "`";
}

void complain_of_slip(const Builder& b, const char* at) {
  for (const Slip& slip : slips) {
    if (!scan::stands(at, b.end(), slip.written)) continue;
    const std::string written(slip.written);
    const bool is_blank = slip.written == "\u3000" || slip.written == "\u00a0";
    b.fail(slip.id, b.span(at, at + slip.written.size()),
           is_blank ? "there is a blank here that is none" : written + " is not a sign of this language",
           std::string(slip.mend));
  }
}

char partner(char bracket) {
  switch (bracket) {
    case '(': return ')';
    case '[': return ']';
    case '{': return '}';
    case ')': return '(';
    case ']': return '[';
    default: return '{';
  }
}

// "the `(` of line 3, column 7"
std::string bracket_at(const Builder& b, const char* at) {
  const LineColumn place = line_column(b.source(), b.span(at, at).begin);
  return std::string("the `") + *at + "` of line " + std::to_string(place.line) + ", column " +
         std::to_string(place.column);
}

void complain_of_closing(const Builder& b, const char* at) {
  const std::string written = std::string("`") + *at + "`";
  if (b.layout.open.empty()) {
    b.fail(problem::unmatched_bracket, b.span(at, at + 1), written + " closes nothing: no bracket is open here",
           "leave it out, or open one before");
  }
  const char* innermost = b.layout.open.back().at;
  if (*innermost == partner(*at)) return;
  b.fail(problem::unmatched_bracket, b.span(at, at + 1), written + " cannot close " + bracket_at(b, innermost),
         std::string("a `") + partner(*innermost) + "` is missing before it");
}

[[noreturn]] void complain_of_open_bracket(const Builder& b) {
  const char* innermost = b.layout.open.back().at;
  b.fail(problem::unclosed_bracket, b.span(innermost, innermost + 1), bracket_at(b, innermost) + " is not closed",
         std::string("a `") + partner(*innermost) + "` is missing");
}

void complain_of_word(const Builder& b, std::string_view needed, const char* at) {
  const std::string_view word(at, scan::name(at, b.end()));
  const bool name_is_needed = needed.find("name") != std::string_view::npos || needed.substr(0, 7) == "a value";
  if (!scan::is_reserved(word) || !name_is_needed) return;
  b.fail(problem::reserved_name, b.span(at, at + word.size()),
         "`" + std::string(word) + "` is a word of the language and cannot stand here",
         "if it is meant as a name, quote it: \"" + std::string(word) + "\"");
}

// `unit to`: where a declaration's name is a reserved word, the grammar sees no declaration, and stops right behind it.
void complain_of_declared_word(const Builder& b, const char* at) {
  const char* begin = b.statement_begin;
  const std::string_view opener(begin, scan::name(begin, b.end()));
  constexpr std::string_view declaring[] = {"unit",     "source", "dimension", "measure",
                                            "relation", "fact",   "facts",     "rule"};
  if (std::find(std::begin(declaring), std::end(declaring), opener) == std::end(declaring)) return;
  const char* second = begin + opener.size() + scan::blanks(begin + opener.size(), b.end());
  const char* last = second + scan::name(second, b.end());
  if (at != second && at != last + scan::blanks(last, b.end()) && b.layout.token_end != last) return;
  const std::string word(second, last);
  if (opener == "unit" && scan::is_reserved(word))
    b.fail(problem::reserved_name, b.span(second, last),
           "`" + word + "` is a word of the language and cannot name a unit", "choose another name");
  complain_of_word(b, "a name", second);
}

// A line that begins a statement was taken for the rest of the one before: that one has a bracket open, or ends in an
// operator.
void complain_of_line_before(const Builder& b, const char* at) {
  const char* line = at;
  while (line != b.statement_begin && line[-1] != '\n') --line;
  if (line == b.statement_begin || !begins_statement(line, b.end())) return;
  if (!b.layout.open.empty()) complain_of_open_bracket(b);
  const char* last = line;
  while (last[-1] == '\n' || last[-1] == '\r' || last[-1] == ' ' || last[-1] == '\t') --last;
  b.fail(problem::unfinished, b.span(last, last), "the statement goes on behind this, but the next line begins another",
         "complete this line");
}

// The mend where nothing better is known: how this kind of statement looks, or which was meant.
std::string form_hint(const Builder& b, const char* at) {
  const char* begin = b.statement_begin;
  const std::string_view opener(begin, scan::name(begin, b.end()));
  for (const Form& form : forms) {
    if (form.word == opener) return "the form is `" + std::string(form.example) + "`";
  }
  const char* second = begin + opener.size() + scan::blanks(begin + opener.size(), b.end());
  if (opener.size() < 3 || second != at || (scan::name(at, b.end()) == 0 && *at != '"')) return {};
  engine::NearestNames nearest(opener);
  for (const Form& form : forms) nearest.offer(form.word);
  return nearest.hint();
}

}  // namespace

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

void complain(const Builder& b, const Expectation& expected, const char* at) {
  const char* end = b.end();
  const bool is_over = at == end || *at == '\n' || *at == ';';
  if (!is_over) complain_of_slip(b, at);
  if (!is_over && at != b.statement_begin && at[-1] == '=') complain_of_slip(b, at - 1);
  if (!expected.id.empty()) {
    const std::size_t size = is_over ? 0 : found_size(at, end);
    b.fail(expected.id, b.span(at, at + size), std::string(expected.what), std::string(expected.hint));
  }
  if (!is_over) complain_of_separator(b, at);
  if (!is_over && (*at == ')' || *at == ']' || *at == '}')) complain_of_closing(b, at);
  // The text, the statement, or at least the line is over, and a bracket is still open.
  const bool ends = at == end || *at == ';' || (expected.closes && b.layout.line_crossed);
  if (ends && !b.layout.open.empty()) complain_of_open_bracket(b);

  const bool is_first = expected.closes && b.layout.token_end == b.layout.open.back().at + 1;
  const std::string needed(is_first && !expected.first.empty() ? expected.first : expected.what);
  const std::string hint = expected.hint.empty() ? form_hint(b, at) : std::string(expected.hint);
  complain_of_declared_word(b, at);
  if (is_over) {
    const char* last = b.layout.token_end;
    b.fail(problem::unfinished, b.span(last, last), "the statement ends where " + needed + " should follow", hint);
  }
  complain_of_line_before(b, at);
  complain_of_word(b, needed, at);
  if (*at == '%') {
    b.fail(problem::suffix_apart, b.span(at, at + 1), "the suffix % must touch its number",
           "write it without the blank: 5%");
  }
  // Only a single expression in parentheses ends before a comma.
  if (*at == ',' && expected.closes)
    b.fail(problem::unexpected, b.span(at, at + 1), "a list stands here, where one value belongs",
           "a list follows `in`, as in `org in (Meta, Amazon)`");
  const std::size_t size = found_size(at, end);
  const bool is_fraction = *at == '.' && at + 1 != end && is_digit(at[1]);
  b.fail(problem::unexpected, b.span(at, at + size), "expected " + needed + ", found " + in_quotes({at, size}),
         is_fraction ? "a fraction begins with a digit: 0.5" : hint);
}

}  // namespace reckon::lang

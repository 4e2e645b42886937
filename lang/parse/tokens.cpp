// The words of the grammar. What is broken inside a word is told here, with its mend; the rest is the grammar's.
#include "lang/parse/tokens.hpp"

#include <string>

#include "lang/diagnostics/problems.hpp"
#include "lang/parse/complaint.hpp"

namespace reckon::lang::tokens {
namespace {

std::size_t one_of(std::initializer_list<std::string_view> words, const char* at, const char* end) {
  for (const std::string_view word : words) {
    if (scan::word(at, end, word)) return word.size();
  }
  return 0;
}

[[noreturn]] void fail_ambiguous(Builder& b, const char* suffix, const std::string& digits) {
  b.fail(problem::ambiguous_suffix, b.span(suffix, suffix + std::string_view("兆").size()),
         "兆 is 10^6 to some and 10^12 to others", "write " + digits + "M or " + digits + "万亿");
}

[[noreturn]] void fail_literal(Builder& b, const scan::Literal& found, const char* at, const char* end) {
  const std::string written(at, found.length);
  const char* behind = at + found.length;
  switch (found.problem) {
    case scan::LiteralProblem::ambiguous: fail_ambiguous(b, behind, written);
    case scan::LiteralProblem::date:
      b.fail(problem::malformed_date, b.span(at, behind), "a date has two digits for month and day",
             "write it as in 2024-01-05; for a difference, leave blanks around `-`");
    case scan::LiteralProblem::period:
      b.fail(problem::no_such_period, b.span(at, behind), "there is no period " + written,
             "quarters are 2024Q1 to 2024Q4, months 2024M1 to 2024M12");
    default: break;
  }
  while (const std::size_t more = scan::name_character(behind, end)) behind += more;
  const std::string touching(at + found.length, behind);
  b.fail(problem::touching_number, b.span(at, behind), "\"" + touching + "\" touches the number " + written,
         "leave a blank before a unit, as in `30B USD`; a name that begins with a digit is quoted");
}

}  // namespace

std::size_t quoted(Builder& b, const char* at, const char* end) {
  if (at == end || *at != '"') return 0;
  if (const std::size_t size = scan::quoted(at, end)) return size;
  b.fail(problem::unclosed_text, b.span(at, at + 1), "this text has no closing quote on its line",
         "close it with \"; a quote inside is written twice");
}

std::size_t literal(Builder& b, const char* at, const char* end) {
  if (at == end || *at < '0' || *at > '9') return 0;
  const scan::Literal found = scan::literal(at, end);
  if (found.problem != scan::LiteralProblem::none) fail_literal(b, found, at, end);
  if (*at == '0' && found.length == 3) complain_of_separator(b, at);
  b.literal_kind = found.kind;
  return found.length;
}

std::size_t unit_after_number(Builder& b, const char* at, const char* end) {
  if (at == end || b.literal_kind != ExprKind::number) return 0;
  const std::size_t size = b.layout.unit_after_number(at, end);
  const std::size_t suffix = size == 0 ? 0 : scan::chinese_suffix(at, end);
  if (suffix == 0 || suffix != scan::name(at, end)) return size;
  const std::string written(at, suffix);
  if (written == "兆") fail_ambiguous(b, at, b.top_text());
  b.fail(problem::suffix_apart, b.span(at, at + suffix), "the suffix " + written + " must touch its number",
         "write it without the blank: " + b.top_text() + written);
}

std::size_t unit_name(Builder&, const char* at, const char* end) {
  const std::size_t size = scan::name(at, end);
  return scan::is_reserved({at, size}) || scan::is_never_unit({at, size}) ? 0 : size;
}

std::size_t stated_unit(Builder&, const char* at, const char* end) { return scan::stated_unit(at, end); }

std::size_t policy(Builder&, const char* at, const char* end) {
  return one_of({"hull", "meet", "latest", "least", "greatest"}, at, end);
}

std::size_t additivity(Builder&, const char* at, const char* end) { return one_of({"flow", "stock", "rate"}, at, end); }

bool example_follows(Builder&, const char* at, const char* end) {
  if (!scan::word(at, end, "example")) return false;
  const char* next = at + std::string_view("example").size();
  next += scan::blanks(next, end);
  return next != end && *next == '"';
}

bool column_follows(Builder&, const char* at, const char* end) { return opens_declaration(at, end, "column"); }

}  // namespace reckon::lang::tokens

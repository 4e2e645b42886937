// Words and literals, read by hand. ASCII takes a table, other letters ask utf8proc for their category.
#include "lang/parse/scan.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace reckon::lang::scan {
namespace {

constexpr std::array<bool, 128> make_name_table() {
  std::array<bool, 128> table{};
  for (char c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (char c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = true;
  table['_'] = true;
  return table;
}
constexpr std::array<bool, 128> name_table = make_name_table();

bool is_digit(const char* at, const char* end) { return at != end && *at >= '0' && *at <= '9'; }

std::size_t digits(const char* at, const char* end) {
  const char* p = at;
  while (is_digit(p, end)) ++p;
  return static_cast<std::size_t>(p - at);
}

// Digits with single `_` between them.
std::size_t grouped_digits(const char* at, const char* end) {
  const char* p = at + digits(at, end);
  while (p != at && p != end && *p == '_' && is_digit(p + 1, end)) p += 1 + digits(p + 1, end);
  return static_cast<std::size_t>(p - at);
}

std::size_t unicode_letter(const char* at, const char* end) {
  utf8proc_int32_t code = -1;
  const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(at), end - at, &code);
  if (size <= 0) return 0;
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME: return static_cast<std::size_t>(size);
    default: return 0;
  }
}

// What follows a year: "Q3" or "M11". Nothing, or a literal whose problem says that there is no such period.
Literal period(const char* at, const char* end) {
  const char letter = *at;
  const std::size_t count = digits(at + 1, end);
  if (count == 0) return {};
  Literal found{ExprKind::period, LiteralProblem::none, 1 + count};
  int index = 0;
  for (std::size_t i = 1; i <= std::min<std::size_t>(count, 3); ++i) index = index * 10 + (at[i] - '0');
  const int last = letter == 'Q' ? 4 : 12;
  const std::size_t most_digits = letter == 'Q' ? 1 : 2;
  if (count > most_digits || index < 1 || index > last) found.problem = LiteralProblem::period;
  return found;
}

// The "-12-18" of a date. Nothing, or a literal whose problem says that digits are missing.
Literal date(const char* at, const char* end) {
  if (*at != '-') return {};
  const std::size_t month = digits(at + 1, end);
  const char* second = at + 1 + month;
  if (month == 0 || month > 2 || second == end || *second != '-') return {};
  const std::size_t day = digits(second + 1, end);
  if (day == 0 || day > 2) return {};
  const bool is_whole = month == 2 && day == 2;
  return {ExprKind::date, is_whole ? LiteralProblem::none : LiteralProblem::date, 2 + month + day};
}

// From the digits of a number on: fraction, exponent, suffix.
std::size_t number_rest(const char* at, const char* end) {
  const char* p = at;
  if (p != end && *p == '.' && is_digit(p + 1, end)) p += 1 + grouped_digits(p + 1, end);
  if (p != end && (*p == 'e' || *p == 'E')) {
    const char* power = p + 1;
    if (power != end && (*power == '+' || *power == '-')) ++power;
    if (is_digit(power, end)) p = power + digits(power, end);
  }
  p += suffix(p, end);
  return static_cast<std::size_t>(p - at);
}

}  // namespace

std::size_t name_character(const char* at, const char* end) {
  if (at == end) return 0;
  const auto byte = static_cast<unsigned char>(*at);
  return byte < 128 ? static_cast<std::size_t>(name_table[byte]) : unicode_letter(at, end);
}

std::size_t name(const char* at, const char* end) {
  if (is_digit(at, end)) return 0;
  const char* p = at;
  for (;;) {
    while (p != end && static_cast<unsigned char>(*p) < 128 && name_table[static_cast<unsigned char>(*p)]) ++p;
    if (p == end || static_cast<unsigned char>(*p) < 128) break;
    const std::size_t size = unicode_letter(p, end);
    if (size == 0) break;
    p += size;
  }
  return static_cast<std::size_t>(p - at);
}

std::size_t quoted(const char* at, const char* end) {
  if (at == end || *at != '"') return 0;
  for (const char* p = at + 1; p != end && *p != '\n'; ++p) {
    if (*p != '"') continue;
    if (p + 1 == end || p[1] != '"') return static_cast<std::size_t>(p + 1 - at);
    ++p;
  }
  return 0;
}

std::size_t character(const char* at, const char* end) {
  const char* p = at + 1;
  while (p != end && (static_cast<unsigned char>(*p) & 0xC0U) == 0x80U) ++p;
  return static_cast<std::size_t>(p - at);
}

std::size_t blanks(const char* at, const char* end) {
  const char* p = at;
  while (p != end && (*p == ' ' || *p == '\t')) ++p;
  return static_cast<std::size_t>(p - at);
}

std::size_t comment(const char* at, const char* end) {
  if (at == end || *at != '#') return 0;
  return static_cast<std::size_t>(std::find(at, end, '\n') - at);
}

bool word(const char* at, const char* end, std::string_view expected) {
  return stands(at, end, expected) && name_character(at + expected.size(), end) == 0;
}

std::string_view word_after(const char* at, const char* end) {
  at += blanks(at, end);
  return {at, name(at, end)};
}

bool is_reserved(std::string_view name) {
  if (name.size() < 2 || name.size() > 8) return false;
  switch (name[0]) {
    case 'a': return name == "and" || name == "assuming";
    case 'b': return name == "by";
    case 'e': return name == "else";
    case 'i': return name == "in" || name == "if";
    case 'n': return name == "not";
    case 'o': return name == "or" || name == "over";
    case 't': return name == "to" || name == "then";
    case 'u': return name == "under";
    case 'w': return name == "where";
    default: return false;
  }
}

bool is_never_unit(std::string_view name) {
  static constexpr std::string_view words[] = {"from", "as", "on", "note", "best", "ci", "rate", "flow", "stock"};
  return std::find(std::begin(words), std::end(words), name) != std::end(words);
}

bool is_provenance_word(std::string_view name) {
  static constexpr std::string_view words[] = {"from", "as", "on", "note", "best", "ci", "skipping", "value", "column"};
  return std::find(std::begin(words), std::end(words), name) != std::end(words);
}

std::size_t unit(const char* at, const char* end) {
  const char* good = at;  // the end of what is surely unit
  const char* p = at;
  for (;;) {
    const std::size_t size = name(p, end);
    const std::string_view factor(p, size);
    if (size == 0 || is_reserved(factor) || is_never_unit(factor)) break;
    p += size;
    if (p != end && *p == '^') {
      const char* power = p + 1;
      if (power != end && *power == '-') ++power;
      if (!is_digit(power, end)) break;
      p = power + digits(power, end);
    }
    if (p != end && *p == '(') break;
    good = p;
    if (p == end || (*p != '*' && *p != '/')) break;
    ++p;
  }
  return static_cast<std::size_t>(good - at);
}

std::size_t stated_unit(const char* at, const char* end) {
  if (at == end || *at != '1') return unit(at, end);
  const char* p = at + 1;
  if (p != end && (*p == '/' || *p == '*')) {
    const std::size_t size = unit(p + 1, end);
    if (size != 0) return size + 2;
  }
  return name_character(p, end) == 0 ? 1 : 0;
}

std::size_t suffix(const char* at, const char* end) {
  if (at == end) return 0;
  switch (*at) {
    case 'k':
    case 'M':
    case 'B':
    case 'T':
    case '%': return 1;
    default: break;
  }
  for (const std::string_view text : {"万亿", "萬億", "万", "萬", "亿", "億"}) {
    if (stands(at, end, text)) return text.size();
  }
  return 0;
}

std::size_t chinese_suffix(const char* at, const char* end) {
  if (at == end || static_cast<unsigned char>(*at) < 128) return 0;
  return stands(at, end, "兆") ? std::string_view("兆").size() : suffix(at, end);
}

Literal literal(const char* at, const char* end) {
  const std::size_t head = digits(at, end);
  if (head == 0) return {};
  const char* p = at + head;
  Literal found;
  if (head == 4 && p != end) {
    if (*p == '-') found = date(p, end);
    if (*p == 'Q' || *p == 'M') found = period(p, end);
  }
  if (found.length != 0) {
    found.length += head;
  } else {
    const std::size_t whole = grouped_digits(at, end);
    found.length = whole + number_rest(at + whole, end);
  }
  p = at + found.length;
  if (stands(p, end, "兆")) {
    found.problem = LiteralProblem::ambiguous;
  } else if (name_character(p, end) != 0) {
    found.problem = LiteralProblem::touched;
  }
  return found;
}

}  // namespace reckon::lang::scan

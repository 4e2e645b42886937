// Where reading goes on after a broken statement, so that one slip is told once. A bracket that was never closed does
// not swallow the rest of the text: an unindented line that opens with a statement's word begins anew in any case.
#include "lang/parse/resume.hpp"

#include <algorithm>

#include "lang/parse/forms.hpp"
#include "lang/parse/layout.hpp"
#include "lang/parse/parse.hpp"

namespace reckon::lang {
namespace {

// True behind an empty line, at a line that is not indented and does not go on with brackets.
bool begins_paragraph(const char* at, const char* end) {
  return at != end && at[-1] == '\n' && at[-2] == '\n' &&
         std::string_view(" \t\r\n#()[]{}").find(*at) == std::string_view::npos;
}

// Reads words one by one and knows how many brackets are open and whether the line goes on.
struct Skimmer {
  const char* at;
  const char* end;
  int depth = 0;
  bool continued = false;  // the last word was an operator, a comma or the like

  void step() {
    const std::string_view rest(at, static_cast<std::size_t>(end - at));
    if (const std::size_t size = scan::name(at, end)) {
      const std::string_view word = rest.substr(0, size);
      continued = word == "and" || word == "or" || word == "in" || word == "if" || word == "then" || word == "else";
      at += size;
      return;
    }
    const char c = *at;
    if (c == ' ' || c == '\t' || c == '\r') {
      ++at;
    } else if (c == '#') {
      at += scan::comment(at, end);
    } else if (c == '"') {
      const std::size_t size = scan::quoted(at, end);
      at = size != 0 ? at + size : std::find(at, end, '\n');
      continued = false;
    } else if (rest.substr(0, 2) == "..") {
      at += 2;
      continued = false;
    } else {
      if (c == '(' || c == '[' || c == '{') ++depth;
      if ((c == ')' || c == ']' || c == '}') && depth > 0) --depth;
      const std::size_t size = scan::character(at, end);
      continued = std::string_view("=+-*/^<>,?").find(c) != std::string_view::npos || rest.substr(0, size) == "±";
      at += size;
    }
  }
};

}  // namespace

bool begins_statement(const char* at, const char* end) {
  return std::any_of(std::begin(forms), std::end(forms), [&](const Form& form) {
    return form.asks ? opens_expression(at, end, form.word) : opens_declaration(at, end, form.word);
  });
}

const char* resume(const char* begin, const char* broken, const char* end) {
  Skimmer skimmer{begin, end};
  while (skimmer.at != end) {
    const char c = *skimmer.at;
    if (c != '\n' && !(c == ';' && skimmer.depth == 0)) {
      skimmer.step();
      continue;
    }
    const bool ends = skimmer.depth == 0 && !(c == '\n' && skimmer.continued);
    ++skimmer.at;
    if (skimmer.at <= broken) continue;
    if (ends || begins_statement(skimmer.at, end) || begins_paragraph(skimmer.at, end)) return skimmer.at;
  }
  return end;
}

bool is_incomplete(std::string_view text) {
  Skimmer skimmer{text.data(), text.data() + text.size()};
  while (skimmer.at != skimmer.end) {
    if (*skimmer.at == '\n') {
      ++skimmer.at;
    } else if (*skimmer.at == ';') {
      ++skimmer.at;
      skimmer.continued = false;
    } else {
      skimmer.step();
    }
  }
  return skimmer.depth > 0 || skimmer.continued;
}

}  // namespace reckon::lang

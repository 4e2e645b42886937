// Text to syntax tree, statement by statement. The grammar's only instantiation.
#include "lang/parse/parse.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstring>

#include "lang/parse/expectations.hpp"
#include "lang/parse/load_actions.hpp"
#include "lang/parse/resume.hpp"

namespace reckon::lang {
namespace grammar {

AdditivityWord additivity_of(std::string_view word) {
  if (word == "flow") return AdditivityWord::flow;
  return word == "stock" ? AdditivityWord::stock : AdditivityWord::rate;
}

}  // namespace grammar

namespace {

constexpr std::size_t max_text = std::size_t{64} << 20;
constexpr std::size_t max_errors = 20;

using Input = tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf_crlf, const char*>;

[[noreturn]] void fail(const std::shared_ptr<const SourceText>& source, std::string_view id, std::size_t begin,
                       std::size_t end, std::string message, std::string hint = {}) {
  const Span where{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  throw Failure(Diagnostic{id, std::move(message), std::move(hint), source, where});
}

// The first byte that is not part of valid UTF-8 without NUL; the size of the text where all is well.
std::size_t first_bad_byte(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    std::uint64_t eight = 0;
    if (i + sizeof eight <= text.size()) {
      std::memcpy(&eight, text.data() + i, sizeof eight);
      constexpr std::uint64_t high = 0x8080808080808080U;
      constexpr std::uint64_t low = 0x0101010101010101U;
      if (((eight | (eight - low)) & high) == 0) {  // eight ASCII bytes, none of them 0
        i += sizeof eight;
        continue;
      }
    }
    if (text[i] == '\0') return i;
    if (static_cast<unsigned char>(text[i]) < 128) {
      ++i;
      continue;
    }
    utf8proc_int32_t code = 0;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + i);
    const auto size = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - i), &code);
    if (size <= 0) return i;
    i += static_cast<std::size_t>(size);
  }
  return i;
}

void check_text(const std::shared_ptr<const SourceText>& source) {
  const std::string& text = source->text;
  if (text.size() > max_text) fail(source, problem::too_long, 0, 0, "a text has at most 64 MiB");
  const std::size_t bad = first_bad_byte(text);
  if (bad == text.size()) return;
  const bool is_nul = text[bad] == '\0';
  fail(source, problem::not_text, bad, bad + 1, is_nul ? "there is a NUL byte here" : "this is not UTF-8 text",
       is_nul ? "is this a text file?" : "save the file as UTF-8");
}

// Past blanks, comments, empty lines and `;` between statements.
const char* skip_to_statement(const char* at, const char* end) {
  while (at != end) {
    if (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r' || *at == ';') {
      ++at;
    } else if (*at == '#') {
      at += scan::comment(at, end);
    } else {
      break;
    }
  }
  return at;
}

const char* skip_byte_order_mark(const char* at, const char* end) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  return scan::stands(at, end, mark) ? at + mark.size() : at;
}

// The statement at `at`; returns where it ends.
const char* parse_statement(Builder& b, const char* at, const char* end) {
  Input in(at, end, "");
  const bool matched = tao::pegtl::parse<grammar::statement, grammar::action, grammar::control>(in, b);
  if (!matched) complain(b, {"a statement or a query"}, at);
  b.finish_statement(at);
  return in.current();
}

}  // namespace

std::unique_ptr<Script> parse_script(std::shared_ptr<const SourceText> source) {
  check_text(source);
  auto script = std::make_unique<Script>();
  script->source = std::move(source);
  Builder b(script->source, script->arena);
  std::vector<Diagnostic> errors;
  const char* at = skip_byte_order_mark(b.begin(), b.end());
  while ((at = skip_to_statement(at, b.end())) != b.end()) {
    b.reset(at);
    try {
      at = parse_statement(b, at, b.end());
      script->statements.push_back(b.statement());
    } catch (Failure& failure) {
      errors.push_back(std::move(failure.diagnostics.front()));
      if (errors.size() == max_errors) break;
      at = resume(at, b.begin() + errors.back().span.end, b.end());
    }
  }
  if (!errors.empty()) throw Failure(std::move(errors));
  return script;
}

std::unique_ptr<Script> parse_query(std::shared_ptr<const SourceText> source) {
  auto script = std::make_unique<Script>();
  parse_query(std::move(source), *script);
  return script;
}

void parse_query(std::shared_ptr<const SourceText> source, Script& script) {
  check_text(source);
  script.statements.clear();
  script.arena.clear();
  script.source = std::move(source);
  Builder b(script.source, script.arena);
  const char* at = skip_to_statement(skip_byte_order_mark(b.begin(), b.end()), b.end());
  if (at == b.end()) fail(script.source, problem::unfinished, 0, 0, "there is no query in this text");
  b.reset(at);
  const char* behind = parse_statement(b, at, b.end());
  const Statement& only = *b.statement();
  if (only.kind != StatementKind::query) {
    fail(script.source, problem::unexpected, only.span.begin, only.span.end, "this is a statement, not a query",
         "run it as a script");
  }
  const char* more = skip_to_statement(behind, b.end());
  if (more != b.end()) {
    const Span where = b.span(more, more + 1);
    fail(script.source, problem::unexpected, where.begin, where.end, "one query ends before this, and here is more",
         "give one query at a time");
  }
  script.statements.push_back(b.statement());
}

}  // namespace reckon::lang

// Random programs, their words pulled apart and pushed together at random, laid out: the same tree as before, and no
// change when laid out again. Usage: format_model PROGRAMS [SEED]
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "lang/ast/print.hpp"
#include "lang/format/format.hpp"
#include "lang/parse/parse.hpp"
#include "tests/model/generate.hpp"

namespace {

using namespace reckon;

std::shared_ptr<const lang::SourceText> source_of(std::string text) {
  return std::make_shared<lang::SourceText>(lang::SourceText{"random.rk", std::move(text)});
}

// More blanks, newlines behind open brackets and commas in brackets, and comments.
std::string shaken(const std::string& text, model::Random& random) {
  std::string result;
  int depth = 0;
  bool quoted = false;
  for (const char c : text) {
    result += c;
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    if (c == ' ' && random.chance(20)) result += random.chance(50) ? "  " : "\t";
    if (c == ',' && depth > 0 && random.chance(15)) result += random.chance(40) ? " # said so\n" : "\n   ";
    if (c == '\n' && depth == 0 && random.chance(20)) result += random.chance(50) ? "# a comment \n" : "\n\n\n";
  }
  return result;
}

const char* fault(const std::string& text) {
  const auto script = lang::parse_script(source_of(text));
  const std::string formatted = lang::laid_out(*script);
  try {
    const auto again = lang::parse_script(source_of(formatted));
    if (!lang::same_tree(*script, *again)) return "it reads otherwise";
    return lang::laid_out(*again) == formatted ? nullptr : "laid out again it changes";
  } catch (const lang::Failure&) { return "it does not parse any more"; }
}

}  // namespace

int main(int argc, char** argv) {
  const int programs = argc > 1 ? std::atoi(argv[1]) : 500;
  const auto seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
  int parsed = 0;
  for (int i = 0; i < programs; ++i) {
    const model::Program program = model::Generator(seed + static_cast<std::uint64_t>(i)).program(6);
    std::string text = program.script();
    for (const model::Query& query : program.queries) text += query.text + '\n';
    model::Random random(seed + static_cast<std::uint64_t>(i));
    for (const std::string& each : {text, shaken(text, random)}) {
      try {
        if (const char* what = fault(each)) return std::printf("program %d: %s\n%s", i, what, each.c_str()), 1;
        ++parsed;
      } catch (const lang::Failure& failure) {
        if (each == text)
          return std::printf("program %d does not parse\n%s", i, lang::render(failure.diagnostics.front()).c_str()), 1;
      }
    }
  }
  std::printf("%d texts\n", parsed);
  return parsed > programs * 3 / 2 ? 0 : 1;
}

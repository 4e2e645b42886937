// Writing out `$name`, apart from what stands in quotes or behind #.
#include "lang/statements/kept_text.hpp"

#include "lang/diagnostics/diagnostic.hpp"
#include "lang/parse/literal.hpp"
#include "lang/parse/scan.hpp"

namespace reckon::lang {
namespace {

// As it must stand in a text to mean what the bound parameter means: a number, or a member's name.
std::string written_out(const std::string& value) {
  if (literal_value(value)) return value.front() == '-' ? '(' + value + ')' : value;
  std::string quoted = "\"";
  for (const char c : value) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

std::string without_parameters(std::string_view text, const Environment& environment) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' || c == '#') {
      const std::size_t end = std::min(text.find(c == '"' ? '"' : '\n', i + 1), text.size() - 1);
      result += text.substr(i, end - i + 1);
      i = end;
      continue;
    }
    const std::size_t length = c == '$' ? scan::name(text.data() + i + 1, text.data() + text.size()) : 0;
    const auto bound =
        length == 0 ? environment.parameters.end() : environment.parameters.find(text.substr(i + 1, length));
    if (bound == environment.parameters.end()) {
      result += c;
      continue;
    }
    result += written_out(bound->second);
    i += length;
  }
  return result;
}

}  // namespace

engine::Definition definition_of(const Statement& statement, const Script& script, const Environment& environment) {
  const SourceText& source = *script.source;
  const LineColumn place = line_column(source, statement.span.begin);
  std::string_view text =
      std::string_view(source.text).substr(statement.span.begin, statement.span.end - statement.span.begin);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r' || text.back() == ';'))
    text.remove_suffix(1);
  engine::Definition definition;
  definition.text = statement.kind == StatementKind::rule ? without_parameters(text, environment) : std::string(text);
  definition.file = source.name;
  definition.line = place.line;
  definition.column = place.column;
  definition.about = environment.about;
  return definition;
}

}  // namespace reckon::lang

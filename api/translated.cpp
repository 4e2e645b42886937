// Errors at the border of the library.
#include "api/translated.hpp"

namespace reckon {

Diagnostic shown(const lang::Diagnostic& diagnostic) {
  Diagnostic result;
  result.id = diagnostic.id;
  result.message = diagnostic.message;
  result.hint = diagnostic.hint;
  result.rendered = lang::render(diagnostic);
  if (!diagnostic.source) return result;
  const auto place = lang::line_column(*diagnostic.source, diagnostic.span.begin);
  result.file = diagnostic.source->name;
  result.line = place.line;
  result.column = place.column;
  return result;
}

Error error_of(const std::vector<lang::Diagnostic>& diagnostics) {
  std::vector<Diagnostic> all;
  for (const auto& diagnostic : diagnostics) all.push_back(shown(diagnostic));
  return Error(std::move(all));
}

Error error_of(std::string_view id, std::string message, std::string hint) {
  return error_of({lang::Diagnostic{id, std::move(message), std::move(hint), nullptr, {}}});
}

}  // namespace reckon

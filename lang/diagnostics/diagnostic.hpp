// An error with its place, and how it is shown.
#pragma once

#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lang/ast/ast.hpp"

namespace reckon::lang {

struct Diagnostic {
  std::string_view id;  // a constant of a problems.hpp; names its entry in tests/errors
  std::string message;
  std::string hint;                          // the mend, or empty
  std::shared_ptr<const SourceText> source;  // null where there is no text (a missing file)
  Span span;
};

// Thrown where a statement cannot go on; caught where statements are run one by one.
struct Failure : std::exception {
  std::vector<Diagnostic> diagnostics;
  explicit Failure(Diagnostic d) { diagnostics.push_back(std::move(d)); }
  explicit Failure(std::vector<Diagnostic> all) : diagnostics(std::move(all)) {}
  const char* what() const noexcept override { return diagnostics.front().message.c_str(); }
};

// A place counted from 1: lines, and columns in code points.
struct LineColumn {
  std::size_t line = 1;
  std::size_t column = 1;
};
LineColumn line_column(const SourceText&, std::uint32_t offset);

// The whole message as a person reads it, ending in a newline:
//   error: there is no member "Mircosoft" of org
//     race.rk:3:23
//     3 | sum(h100e where org = Mircosoft)
//       |                       ^^^^^^^^^
//     did you mean "Microsoft"?
// Long lines are cut around the span; carets fit wide (CJK) characters. Control characters are shown escaped.
std::string render(const Diagnostic&);

}  // namespace reckon::lang

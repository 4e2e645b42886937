// What is wrong, where, and what to write instead.
#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "reckon/export.h"

namespace reckon {

// Lines and columns (code points) count from 1; 0 where there is no text.
struct Diagnostic {
  std::string id;  // "unknown-name", "too-many-steps", … : what a program tells kinds of errors by
  std::string message, hint, file;
  std::size_t line = 0, column = 0;
  std::string rendered;  // the whole message as a person reads it, with the line and a caret
  std::size_t row = 0;   // of an appender: the row at fault, from 1
};

// Everything that a text, a parameter, a limit or a row can get wrong. At least one diagnostic.
class RECKON_API Error : public std::exception {
 public:
  explicit Error(std::vector<Diagnostic> diagnostics) : diagnostics_(std::move(diagnostics)) {}
  const std::vector<Diagnostic>& diagnostics() const noexcept { return diagnostics_; }
  // Of the first.
  const std::string& id() const noexcept { return diagnostics_.front().id; }
  const char* what() const noexcept override { return diagnostics_.front().message.c_str(); }

 private:
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace reckon

// A line typed at a terminal, by libedit (named in this file's source alone): keys, history kept in a file, completion.
// Invariant: the terminal is as it was found whenever no line is being read.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "lang/complete/completion.hpp"

namespace reckon::cli {

struct TypedLine {
  enum class What { line, interrupted, end } what = What::end;
  std::string text;  // without its newline
};

// What may stand at the end of a text; called for Tab.
using Completer = std::function<lang::Completions(const std::string& before)>;

class LineEditor {
 public:
  // `history` is the file that keeps what was typed; empty for none.
  LineEditor(std::string history, bool color, Completer);
  ~LineEditor();

  // Waits for a line. Ctrl-C gives `interrupted`, Ctrl-D on an empty line `end`.
  TypedLine read(const std::string& prompt);
  // Keeps a statement, on one line, to be found again with the arrow keys.
  void remember(const std::string& text);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace reckon::cli

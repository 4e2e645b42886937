// The prompt: statements and queries as they are typed, `:` commands beside them, and `_` for the last answer.
// Invariant: an input that fails leaves the session as it was, and nothing that is typed ends the program but :quit and
// Ctrl-D.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "cli/printer.hpp"
#include "cli/repl/line_editor.hpp"
#include "lang/session.hpp"

namespace reckon::cli {

class Repl {
 public:
  // `session` holds what was loaded before.
  Repl(lang::Session& session, Printer& printer) : session_(session), printer_(printer) {}

  // Until the end of input. At a terminal with an editor of lines; else lines are read as they come, without a prompt.
  void run();

 private:
  struct Entry {
    std::string text;
    std::optional<lang::Session::Checkpoint> before;  // where it changed something
  };
  struct Command;
  static const Command commands[];

  TypedLine read(bool first);
  lang::Completions complete(const std::string& line) const;
  void statement(const std::string& text);
  // Runs a text; where it changed something, `entry` is kept as what did (nothing is where it is empty).
  void run_text(const std::string& name, const std::string& text, const std::string& entry);
  void take(const lang::Outcome&);
  void remember_answer();
  // False where the session ends.
  bool command(const std::string& line);
  void say(const std::string& text) const;
  void complain(const std::string& text) const;
  // Runs the last query again with a verb before it.
  void ask_again(const std::string& verb);

  void help(const std::string& topic);
  void format(const std::string& word);
  void save(const std::string& file);
  void undo();
  void all_rows();

  lang::Session& session_;
  Printer& printer_;
  std::unique_ptr<LineEditor> editor_;  // null where input is no terminal
  std::string unfinished_;              // the lines of a statement so far
  std::deque<Entry> entries_;
  std::string last_query_;
  bool asked_ = false;  // the input that runs has asked something
  bool timing_ = false;
};

// The prompt over standard input, in a session that has run what was to be loaded.
void run_repl(lang::Session&, Printer&);

}  // namespace reckon::cli

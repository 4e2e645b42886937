// The loop: reading whole statements, running them, keeping what :undo and :save need.
#include "cli/repl/repl.hpp"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <iostream>

#include "cli/files.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress.hpp"
#include "cli/screen.hpp"
#include "lang/parse/parse.hpp"
#include "lang/parse/scan.hpp"

namespace reckon::cli {
namespace {

constexpr std::size_t most_entries = 200;     // that can be undone and saved
constexpr std::size_t most_answer = 1 << 14;  // bytes of a query that `_` can stand for

// The query with the one before it in place of `_`.
std::string with_last(const std::string& query, const std::string& last) {
  std::string result;
  const char* end = query.data() + query.size();
  for (const char* at = query.data(); at != end;) {
    std::size_t size = lang::scan::name(at, end);
    const bool is_last = size == 1 && *at == '_' && !last.empty();
    if (size == 0) size = lang::scan::quoted(at, end);
    if (size == 0) size = lang::scan::character(at, end);
    result += is_last ? '(' + last + ')' : std::string(at, size);
    at += size;
  }
  return result;
}

struct Looked {
  bool may_change = false;  // some statement declares or states something
  std::size_t statements = 0;
};

Looked looked_at(const std::shared_ptr<const lang::SourceText>& text) {
  try {
    const auto script = lang::parse_script(text);
    Looked looked{false, script->statements.size()};
    for (const lang::Statement* statement : script->statements)
      looked.may_change |=
          statement->kind != lang::StatementKind::query && statement->kind != lang::StatementKind::check;
    return looked;
  } catch (const lang::Failure&) {  // told when it runs
    return {};
  }
}

std::string on_one_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  if (text.find('#') != std::string::npos && text.find('\n') != std::string::npos) return {};
  for (char& c : text)
    if (c == '\n') c = ' ';
  return text;
}

}  // namespace

void Repl::say(const std::string& text) const {
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
}

void Repl::complain(const std::string& text) const {
  std::fflush(stdout);
  std::fputs(text.c_str(), stderr);
}

TypedLine Repl::read(bool first) {
  if (editor_) return editor_->read(first ? "> " : "  ");
  TypedLine line;
  if (std::getline(std::cin, line.text)) line.what = TypedLine::What::line;
  return line;
}

void Repl::run() {
  catch_interrupts();
  if (isatty(STDIN_FILENO) != 0 && on_terminal())
    editor_ = std::make_unique<LineEditor>(history_file(), wants_color(),
                                           [this](const std::string& line) { return complete(line); });
  for (;;) {
    const TypedLine line = read(unfinished_.empty());
    if (line.what == TypedLine::What::interrupted) {
      unfinished_.clear();
      continue;
    }
    if (line.what == TypedLine::What::end) break;
    const auto first = line.text.find_first_not_of(" \t");
    if (unfinished_.empty() && first != std::string::npos && line.text[first] == ':') {
      if (editor_) editor_->remember(line.text);
      if (!command(line.text.substr(first + 1))) return;
      continue;
    }
    unfinished_ += line.text + '\n';
    // An empty line ends a statement that waits for more, so that nobody is caught in it.
    if (first != std::string::npos && lang::is_incomplete(unfinished_)) continue;
    if (unfinished_.find_first_not_of(" \t\n") != std::string::npos) statement(unfinished_);
    unfinished_.clear();
  }
  if (!unfinished_.empty()) statement(unfinished_);
  if (editor_) say("\n");
}

lang::Completions Repl::complete(const std::string& line) const {
  const std::string before = unfinished_ + line;
  lang::Completions found = lang::complete(session_.environment(), before);
  if (found.is_file) {
    const std::string begun = before.substr(found.begin + 1);
    for (std::string& name : files_beginning(begun))
      found.items.push_back({'"' + name + (name.back() == '/' ? "" : "\""), {}});
  }
  found.begin -= std::min(found.begin, unfinished_.size());
  return found;
}

void Repl::statement(const std::string& text) {
  if (editor_)
    if (const std::string line = on_one_line(text); !line.empty()) editor_->remember(line);
  run_text(standard_input_name, text, text);
}

void Repl::run_text(const std::string& name, const std::string& text, const std::string& entry) {
  const auto source = std::make_shared<const lang::SourceText>(lang::SourceText{name, text});
  const auto [may_change, statements] = looked_at(source);
  if (editor_) printer_.look().width = screen_size().columns;  // the window may have another size by now
  std::optional<lang::Session::Checkpoint> before;
  if (may_change && !session_.is_kept()) before = session_.checkpoint();  // a file is not taken back
  // A query is kept with what `_` stood for, so that a saved session means the same.
  const std::string kept = may_change || entry.empty() ? entry : with_last(entry, last_query_);
  asked_ = false;
  interrupted() = false;
  const auto begin = std::chrono::steady_clock::now();
  const bool good = [&] {
    Progress progress(name == standard_input_name ? "" : name, session_);
    return session_.run(source, [&](const lang::Outcome& outcome) {
      progress.clear();
      take(outcome);
    });
  }();
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  if (timing_) say(std::to_string(took.count()) + " ms\n");
  if (asked_) remember_answer();
  if (entry.empty() || !(good || (may_change && statements > 1))) return;
  entries_.push_back({kept, std::move(before)});
  if (entries_.size() > most_entries) entries_.pop_front();
}

void Repl::take(const lang::Outcome& outcome) {
  printer_(outcome);
  using What = lang::Outcome::What;
  if (outcome.what == What::error || outcome.what == What::note || outcome.what == What::check ||
      outcome.what == What::conflicts || outcome.what == What::why_not)
    return;
  last_query_ = with_last(outcome.query, last_query_);
  asked_ = true;
}

// `_` becomes a definition; where the query cannot be one (it may have parameters), `_` stays what it was.
void Repl::remember_answer() {
  if (last_query_.size() > most_answer || last_query_.empty()) return;
  session_.run_unkept(std::make_shared<lang::SourceText>(lang::SourceText{"_", "let _ = " + last_query_}),
                      [](const lang::Outcome&) {});
}

void run_repl(lang::Session& session, Printer& printer) { Repl(session, printer).run(); }

}  // namespace reckon::cli

// Reading lines with libedit.
#include "cli/repl/line_editor.hpp"

#include <histedit.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cwchar>
#include <string_view>

#include "api/table.hpp"
#include "api/width.hpp"
#include "cli/interrupt.hpp"
#include "cli/screen.hpp"

namespace reckon::cli {
namespace {

constexpr int most_remembered = 5000;
constexpr std::size_t most_listed = 60;
constexpr char escape_mark = '\1';  // around what takes no room in a prompt

// libedit reads and shows characters by the locale. The library itself never looks at it.
void use_utf8() {
  std::setlocale(LC_CTYPE, "");
  if (MB_CUR_MAX < 4) std::setlocale(LC_CTYPE, "C.UTF-8");
}

// Waits until there is something to read; false where Ctrl-C was pressed, also just before.
bool wait_for_key() {
  sigset_t interrupt, before;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  sigprocmask(SIG_BLOCK, &interrupt, &before);  // between the look at the flag and the wait no signal may be lost
  pollfd waiting{STDIN_FILENO, POLLIN, 0};
  while (!interrupted() && ppoll(&waiting, 1, nullptr, &before) < 0 && errno == EINTR) {}
  sigprocmask(SIG_SETMASK, &before, nullptr);
  return !interrupted();
}

// One character from the terminal; 0 at its end, -1 where Ctrl-C was pressed.
int read_character(EditLine*, wchar_t* character) {
  std::mbstate_t state{};
  for (;;) {
    if (!wait_for_key()) return -1;
    char byte = 0;
    const ssize_t count = ::read(STDIN_FILENO, &byte, 1);
    if (count == 0) return 0;
    if (count < 0) {
      if (errno == EINTR) continue;
      return 0;
    }
    const std::size_t size = std::mbrtowc(character, &byte, 1, &state);
    if (size == static_cast<std::size_t>(-1)) {
      *character = L'\xfffd';
      return 1;
    }
    if (size != static_cast<std::size_t>(-2)) return 1;
  }
}

// What all of them begin with, whole characters.
std::string common_begin(const std::vector<lang::Completion>& items) {
  const std::string& first = items.front().text;
  std::size_t size = first.size();
  for (const lang::Completion& item : items) {
    std::size_t same = 0;
    while (same < size && same < item.text.size() && first[same] == item.text[same]) ++same;
    size = same;
  }
  while (size > 0 && size < first.size() && (static_cast<unsigned char>(first[size]) & 0xc0) == 0x80) --size;
  return first.substr(0, size);
}

std::string listing(const std::vector<lang::Completion>& items) {
  Table table({"", ""});
  const std::size_t count = std::min(items.size(), most_listed);
  for (std::size_t i = 0; i < count; ++i)
    table.add_row({{"", printable(items[i].text), true}, {"", printable(items[i].description), true}});
  std::string text = table.text(screen_size().columns);  // its first line is the empty header's
  if (items.size() > count) text += "… and " + std::to_string(items.size() - count) + " more\n";
  return text;
}

int code_points(std::string_view utf8) {
  return static_cast<int>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

}  // namespace

struct LineEditor::State {
  EditLine* line = nullptr;
  History* history = nullptr;
  std::string history_file, prompt;
  bool color = false;
  Completer completer;

  static State& of(EditLine* line) {
    void* data = nullptr;
    el_get(line, EL_CLIENTDATA, &data);
    return *static_cast<State*>(data);
  }
  static char* show_prompt(EditLine* line) { return of(line).prompt.data(); }
  static unsigned char complete(EditLine* line, int) { return of(line).complete_here(); }

  unsigned char complete_here() const {
    const LineInfo* typed = el_line(line);
    const std::string before(typed->buffer, typed->cursor);
    const lang::Completions found = completer(before);
    if (found.items.empty()) return CC_REFRESH_BEEP;
    const std::string common = found.items.size() == 1 ? found.items.front().text : common_begin(found.items);
    const std::string word = before.substr(found.begin);
    if (common.size() > word.size() || found.items.size() == 1) {
      el_deletestr(line, code_points(word));
      el_insertstr(line, common.c_str());
      return CC_REFRESH;
    }
    std::fputs(listing(found.items).c_str(), stdout);
    std::fflush(stdout);
    return CC_REDISPLAY;
  }
};

LineEditor::LineEditor(std::string history, bool color, Completer completer) : state_(std::make_unique<State>()) {
  State& state = *state_;
  use_utf8();
  state.history_file = std::move(history);
  state.color = color;
  state.completer = std::move(completer);
  state.line = el_init("reckon", stdin, stdout, stderr);
  state.history = history_init();
  HistEvent event;
  ::history(state.history, &event, H_SETSIZE, most_remembered);
  ::history(state.history, &event, H_SETUNIQUE, 1);
  if (!state.history_file.empty()) ::history(state.history, &event, H_LOAD, state.history_file.c_str());
  el_set(state.line, EL_CLIENTDATA, &state);
  el_set(state.line, EL_PROMPT_ESC, &State::show_prompt, escape_mark);
  el_set(state.line, EL_EDITOR, "emacs");
  el_set(state.line, EL_HIST, &::history, state.history);
  el_set(state.line, EL_GETCFN, &read_character);
  el_set(state.line, EL_ADDFN, "reckon-complete", "what may stand here", &State::complete);
  constexpr const char* keys[][2] = {{"\t", "reckon-complete"},          {"^R", "em-inc-search-prev"},
                                     {"\033[3~", "ed-delete-next-char"}, {"\033[1;5C", "em-next-word"},
                                     {"\033[1;5D", "ed-prev-word"},      {"^W", "ed-delete-prev-word"}};
  for (const auto& [key, command] : keys) el_set(state.line, EL_BIND, key, command, nullptr);
  el_source(state.line, nullptr);  // the user's own ~/.editrc
}

LineEditor::~LineEditor() {
  el_end(state_->line);
  history_end(state_->history);
}

TypedLine LineEditor::read(const std::string& prompt) {
  State& state = *state_;
  const std::string mark(1, escape_mark);
  state.prompt = state.color ? mark + "\033[1m" + mark + prompt + mark + "\033[0m" + mark : prompt;
  int count = 0;
  const char* typed = el_gets(state.line, &count);
  if (interrupted().exchange(false)) {
    el_reset(state.line);
    std::fputs("^C\n", stdout);
    return {TypedLine::What::interrupted, {}};
  }
  if (typed == nullptr) return {TypedLine::What::end, {}};
  std::string text(typed, static_cast<std::size_t>(count));
  if (!text.empty() && text.back() == '\n') text.pop_back();
  return {TypedLine::What::line, std::move(text)};
}

void LineEditor::remember(const std::string& text) {
  HistEvent event;
  history(state_->history, &event, H_ENTER, text.c_str());
  if (!state_->history_file.empty()) history(state_->history, &event, H_SAVE, state_->history_file.c_str());
}

}  // namespace reckon::cli

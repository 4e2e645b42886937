// A person at a terminal, played from a file: runs the program on a pseudo-terminal, types, and looks for what must
// show. Usage: dialog PROGRAM FILE. Lines of the file:
//   args: WORDS           after the program's name; `{dir}` is an empty folder of this run, also in what is typed
//   size: COLUMNS ROWS    of the terminal (80 24)
//   env: NAME=VALUE
//   type: TEXT            types it; <Enter> <Tab> <Up> <Down> <Left> <Right> <C-a> … <C-z> are keys
//   see: TEXT             waits until it stands behind what was seen last; colours and cursor moves are left out
//   see raw: TEXT         the same with them; <Esc> is the escape character
//   not: TEXT             it does not stand between the last two things seen
//   wait: end             until the program ends by itself, with status 0
//   again:                the program once more
//   write: NAME TEXT      a file of one line in the folder
//   repeat: NAME COUNT TEXT  adds a line to it, so many times
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

constexpr auto patience = std::chrono::seconds(20);

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
  return text;
}

// The keys in a text as what a terminal sends for them.
std::string keys(std::string text) {
  constexpr const char* named[][2] = {{"<Enter>", "\r"},    {"<Tab>", "\t"},       {"<Up>", "\033[A"},
                                      {"<Down>", "\033[B"}, {"<Right>", "\033[C"}, {"<Left>", "\033[D"},
                                      {"<Esc>", "\033"},    {"<Back>", "\177"}};
  for (const auto& [name, sent] : named) text = replaced(text, name, sent);
  for (char c = 'a'; c <= 'z'; ++c)
    text = replaced(text, std::string("<C-") + c + '>', std::string(1, static_cast<char>(c - 'a' + 1)));
  return text;
}

// Without escape sequences and carriage returns.
std::string plain(const std::string& raw) {
  std::string text;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '\033' && i + 1 < raw.size() && raw[i + 1] == '[') {
      i += 2;
      while (i < raw.size() && (raw[i] < '@' || raw[i] > '~')) ++i;
    } else if (raw[i] != '\r' && raw[i] != '\033' && raw[i] != '\a') {
      text += raw[i];
    }
  }
  return text;
}

class Terminal {
 public:
  explicit Terminal(std::string program) : program_(std::move(program)) {
    std::string folder = (std::filesystem::temp_directory_path() / "reckon-dialog-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no folder for this run");
    folder_ = folder;
  }
  Terminal(const Terminal&) = delete;
  ~Terminal() {
    stop();
    std::filesystem::remove_all(folder_);
  }

  void step(const std::string& line) {
    const auto colon = line.find(':');
    const std::string word = line.substr(0, colon);
    std::string rest = colon == std::string::npos ? "" : line.substr(colon + 1);
    if (!rest.empty() && rest.front() == ' ') rest.erase(0, 1);
    rest = replaced(rest, "{dir}", folder_.string());
    if (word == "args")
      args_ = rest;
    else if (word == "env")
      environment_.push_back(rest);
    else if (word == "size")
      std::istringstream(rest) >> size_.ws_col >> size_.ws_row;
    else if (word == "again")
      stop(), seen_ = 0, raw_.clear();
    else if (word == "type")
      type(keys(rest));
    else if (word == "see")
      see(rest, false);
    else if (word == "see raw")
      see(keys(rest), true);
    else if (word == "not")
      not_between(rest);
    else if (word == "wait")
      wait_for_end();
    else if (word == "write" || word == "repeat")
      write_lines(rest, word == "repeat");
    else
      throw std::runtime_error("no such step: " + line);
  }
  std::string shown() const { return plain(raw_); }

 private:
  void write_lines(const std::string& said, bool many) const {
    std::istringstream in(said);
    std::string name, text;
    std::size_t count = 1;
    in >> name;
    if (many) in >> count;
    std::getline(in >> std::ws, text);
    std::ofstream file(folder_ / name, std::ios::app);
    for (std::size_t i = 0; i < count; ++i) file << text << '\n';
  }

  void start() {
    if (child_ > 0) return;
    child_ = forkpty(&master_, nullptr, nullptr, &size_);
    if (child_ < 0) throw std::runtime_error("no pseudo-terminal");
    if (child_ != 0) return;
    setenv("TERM", "xterm", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("HOME", folder_.c_str(), 1);
    setenv("RECKON_HISTORY", (folder_ / "history").c_str(), 1);
    unsetenv("NO_COLOR");
    for (std::string& each : environment_) putenv(each.data());
    std::vector<std::string> words{program_};
    std::istringstream in(args_);
    for (std::string word; in >> word;) words.push_back(word);
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    execv(program_.c_str(), pointers.data());
    _exit(127);
  }

  void stop() {
    if (child_ > 0) {
      kill(child_, SIGKILL);
      waitpid(child_, nullptr, 0);
      close(master_);
    }
    child_ = -1;
  }

  // More output; false at its end or when patience is over.
  bool listen() {
    pollfd waiting{master_, POLLIN, 0};
    const auto until = std::chrono::duration_cast<std::chrono::milliseconds>(patience).count();
    if (poll(&waiting, 1, static_cast<int>(until)) <= 0) return false;
    char buffer[4096];
    const ssize_t count = read(master_, buffer, sizeof buffer);
    if (count <= 0) return false;
    raw_.append(buffer, static_cast<std::size_t>(count));
    return true;
  }

  void type(const std::string& text) {
    start();
    for (const char c : text)
      if (write(master_, &c, 1) != 1) throw std::runtime_error("cannot type");
  }

  void see(const std::string& text, bool raw) {
    start();
    for (;;) {
      const std::string all = raw ? raw_ : plain(raw_);
      std::size_t& seen = raw ? seen_raw_ : seen_;
      const auto at = all.find(text, std::min(seen, all.size()));
      if (at != std::string::npos) {
        between_ = all.substr(std::min(seen, all.size()), at - std::min(seen, all.size()));
        seen = at + text.size();
        return;
      }
      if (!listen()) throw std::runtime_error("did not see: " + text);
    }
  }

  void not_between(const std::string& text) const {
    if (between_.find(text) != std::string::npos) throw std::runtime_error("saw: " + text);
  }

  void wait_for_end() {
    while (listen()) {}
    int status = 0;
    if (waitpid(child_, &status, WNOHANG) == 0) {  // the terminal is closed a moment before the program is gone
      usleep(200'000);
      if (waitpid(child_, &status, WNOHANG) == 0) throw std::runtime_error("did not end");
    }
    child_ = -1;
    close(master_);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error("did not end with status 0");
  }

  std::string program_, args_;
  std::vector<std::string> environment_;
  std::filesystem::path folder_;
  winsize size_{24, 80, 0, 0};
  pid_t child_ = -1;
  int master_ = -1;
  std::string raw_, between_;
  std::size_t seen_ = 0, seen_raw_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return std::fputs("usage: dialog PROGRAM FILE\n", stderr), 2;
  std::ifstream file(argv[2]);
  if (!file) return std::fprintf(stderr, "cannot read %s\n", argv[2]), 2;
  Terminal terminal(argv[1]);
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    try {
      terminal.step(line);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s:%zu: %s\n--- what was shown ---\n%s\n", argv[2], number, error.what(),
                   terminal.shown().c_str());
      return 1;
    }
  }
  return 0;
}

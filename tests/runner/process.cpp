// A child process over two pipes, both ends served by one poll loop, so that neither side can block the other for good.
#include "tests/runner/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <stdexcept>

namespace reckon::runner {
namespace {

constexpr std::chrono::seconds time_limit{120};  // generous: sanitizer builds on busy machines
constexpr std::size_t output_limit = 64u << 20;  // a program that prints without end is stopped

struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("cannot open a pipe");
  }
  ~Pipe() {
    shut(0);
    shut(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void shut(std::size_t end) {
    if (ends[end] >= 0) close(ends[end]);
    ends[end] = -1;
  }
};

[[noreturn]] void become(const Command& command, const Pipe& input, const Pipe& output) {
  dup2(input.ends[0], STDIN_FILENO);
  if (command.errors_only) {
    dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
  } else {
    dup2(output.ends[1], STDOUT_FILENO);
  }
  dup2(output.ends[1], STDERR_FILENO);
  if (chdir(command.folder.c_str()) != 0) _exit(126);
  std::vector<char*> words;
  for (const auto& word : command.words) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  execvp(words[0], words.data());
  std::fprintf(stderr, "cannot run %s\n", words[0]);
  _exit(127);
}

// Feeds the input and gathers the output until the child closes it; false where a limit was passed first.
bool converse(const std::string& text, Pipe& input, Pipe& output, std::string& gathered) {
  const auto deadline = std::chrono::steady_clock::now() + time_limit;
  std::size_t sent = 0;
  std::array<char, 65536> buffer;
  for (;;) {
    if (sent == text.size()) input.shut(1);
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0 || gathered.size() > output_limit) return false;
    std::array<pollfd, 2> waits{pollfd{output.ends[0], POLLIN, 0}, pollfd{input.ends[1], POLLOUT, 0}};
    if (poll(waits.data(), waits.size(), static_cast<int>(left.count())) < 0 && errno != EINTR) return false;
    if (waits[1].revents != 0) {
      const auto written = write(input.ends[1], text.data() + sent, text.size() - sent);
      if (written > 0) {
        sent += static_cast<std::size_t>(written);
      } else if (errno != EAGAIN && errno != EINTR) {
        sent = text.size();  // a closed reader wants no more
      }
    }
    if (waits[0].revents != 0) {
      const auto got = read(output.ends[0], buffer.data(), buffer.size());
      if (got <= 0) return true;
      gathered.append(buffer.data(), static_cast<std::size_t>(got));
    }
  }
}

}  // namespace

Outcome run(const Command& command) {
  std::signal(SIGPIPE, SIG_IGN);
  Pipe input;
  Pipe output;
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot start a process");
  if (child == 0) {
    std::signal(SIGPIPE, SIG_DFL);
    become(command, input, output);
  }
  input.shut(0);
  output.shut(1);
  fcntl(input.ends[1], F_SETFL, O_NONBLOCK);

  Outcome outcome;
  outcome.timed_out = !converse(command.input, input, output, outcome.output);
  if (outcome.timed_out) kill(child, SIGKILL);
  int state = 0;
  while (waitpid(child, &state, 0) < 0 && errno == EINTR) {}
  outcome.status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
  return outcome;
}

}  // namespace reckon::runner

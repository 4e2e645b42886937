// Crash safety of a database file: `storage_tests KILLS SEED` kills a writing process that many times at random
// moments, and fails each write of a short history in three ways. Whatever happens, the file then holds exactly the
// statements that were acknowledged, or those and the one in flight, whole.
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <thread>

#include "reckon/reckon.hpp"
#include "tests/storage/corruption.hpp"
#include "tests/storage/faulty_vfs.hpp"

namespace {

namespace fs = std::filesystem;
using namespace reckon::storage_test;

constexpr const char* declarations = "dimension org\nmeasure m(org, year) : 1 flow\nsource s";

// The statements of a history, of every kind and several sizes. Each one leaves its number behind.
std::string statement(int number) {
  const std::string n = std::to_string(number);
  std::string text =
      "facts m from s note \"" + std::string(static_cast<std::size_t>(number) * 37 % 300, 'x') + "\" {\n";
  for (int row = 0; row < 1 + number % 40; ++row)
    text += "  (o" + n + ", " + std::to_string(1000 + row) + ") = " + n + ".." + std::to_string(number * 10) + ",\n";
  return text + '}';
}

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(1);
}

// How many statements there are, -1 where nothing is declared. Ends the test where one is there in part, or is changed.
int whole_statements(const reckon::Database& db) {
  const auto ask = [&] {
    try {
      return db.query("{ rows: count(m by org), low: sum(m by org) }");
    } catch (const reckon::Error&) { return db.query("0"); }
  };
  const reckon::Answer answer = ask();
  if (answer.dimensions().empty()) return -1;
  for (std::size_t i = 0; i < answer.size(); ++i) {
    const int number = static_cast<int>(i) + 1, rows = 1 + number % 40;
    const reckon::Row row = answer[i];
    const bool whole = row["org"] == "o" + std::to_string(number) && row.low(0) == std::to_string(rows) &&
                       row.low(1) == std::to_string(rows * number);
    if (!whole) fail("statement " + std::to_string(number) + " is not whole");
  }
  return static_cast<int>(answer.size());
}

int statements_in(const std::string& file) {
  try {
    return whole_statements(reckon::Database::open(file));
  } catch (const reckon::Error& error) {
    fail(std::string("the database cannot be opened after a crash: ") + error.what());
  }
}

// ---- killing

// States one fact group after another and says so on the pipe, until it is killed.
[[noreturn]] void write_until_killed(const std::string& file, int pipe, int from) {
  auto db = reckon::Database::open(file);
  for (int number = from;; ++number) {
    db.run(number == 0 ? declarations : statement(number));
    if (::write(pipe, &number, sizeof number) != sizeof number) std::_Exit(0);
  }
}

void kill_writers(const std::string& file, int kills, unsigned seed) {
  std::mt19937 random(seed);
  int known = -1, in_flight = 0;
  for (int round = 0; round < kills; ++round) {
    if (known > 200) {
      fs::remove(file);
      known = -1;
    }
    int ends[2];
    if (::pipe(ends) != 0) fail("no pipe");
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      write_until_killed(file, ends[1], known + 1);
    }
    ::close(ends[1]);
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 12'000));
    ::kill(child, SIGKILL);
    int number = 0;
    while (::read(ends[0], &number, sizeof number) == sizeof number) known = number;
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
    const int found = statements_in(file);
    if (found != known && found != known + 1)
      fail("acknowledged were " + std::to_string(known) + ", but there are " + std::to_string(found));
    in_flight += found == known + 1;
    known = found;
  }
  std::printf("%d kills, %d of them after a commit that was not yet acknowledged\n", kills, in_flight);
}

// ---- reading beside a writer

// While one process writes, another that refreshes sees whole statements only, and never fewer than before.
void read_beside_writer(const std::string& file, int count) {
  reckon::Database::open(file).run(declarations);
  const pid_t child = ::fork();
  if (child == 0) {
    auto db = reckon::Database::open(file);
    for (int number = 1; number <= count; ++number) db.run(statement(number));
    std::_Exit(0);
  }
  auto reader = reckon::Database::open(file);
  int seen = 0, refreshed = 0;
  for (bool running = true; running || reader.refresh();) {
    running = running && ::waitpid(child, nullptr, WNOHANG) == 0;
    refreshed += reader.refresh();
    const int found = whole_statements(reader);
    if (found < seen) fail("statements went away while another process wrote");
    seen = found;
  }
  if (seen != count) fail("a reader saw " + std::to_string(seen) + " of " + std::to_string(count) + " statements");
  std::printf("%d statements of another process, seen in %d steps\n", count, refreshed);
}

// ---- failing writes

bool is_clear(const std::string& message) {
  for (const char* part : {"cannot be written", "cannot be opened", "cannot be read"})
    if (message.find(part) != std::string::npos) return true;
  std::fprintf(stderr, "this message is not clear: %s\n", message.c_str());
  return false;
}

// How far the database came, and whether a write failed on the way. It must then go on as if nothing had been.
struct History {
  int acknowledged = -1;
  bool has_failed = false;
};
History state_until_failure(const std::string& file, int count) {
  History history;
  int& acknowledged = history.acknowledged;
  try {
    auto db = reckon::Database::open(file);
    try {
      for (int number = 0; number <= count; ++number) {
        db.run(number == 0 ? declarations : statement(number));
        acknowledged = number;
      }
    } catch (const reckon::Error& error) {
      history.has_failed = true;
      if (!is_clear(error.what())) fail("it should say what cannot be done");
      const int failed = acknowledged + 1;
      fail_after(-1, Fault::disk_full);
      const int found = statements_in(file);
      if (found != acknowledged && found != failed)
        fail("acknowledged were " + std::to_string(acknowledged) + ", but there are " + std::to_string(found));
      try {
        if (found < failed) db.run(failed == 0 ? declarations : statement(failed));
        acknowledged = failed;
      } catch (const reckon::Error& again) {
        if (std::string(again.what()).find("cannot be read since") == std::string::npos) fail(again.what());
        acknowledged = found;
      }
    }
  } catch (const reckon::Error& error) {
    history.has_failed = true;
    if (!is_clear(error.what())) fail("it should say what cannot be done");
  }
  return history;
}

void fail_writes(const std::string& file, int count) {
  install_faulty_vfs();
  int trials = 0;
  for (const Fault fault : {Fault::disk_full, Fault::short_write, Fault::io_error}) {
    bool through = false;
    for (int after = 0; !through; ++after, ++trials) {
      for (const char* ending : {"", "-wal", "-shm", "-journal"}) fs::remove(file + ending);
      fail_after(after, fault);
      const auto [acknowledged, has_failed] = state_until_failure(file, count);
      through = !has_failed;
      fail_after(-1, fault);
      const int found = statements_in(file);
      if (found != acknowledged)
        fail("operation " + std::to_string(after) + " failed: there should be " + std::to_string(acknowledged) +
             ", but there are " + std::to_string(found));
    }
  }
  std::printf("%d failing writes\n", trials);
}

int number_of(const char* text) {
  int number = 0;
  std::from_chars(text, text + std::char_traits<char>::length(text), number);
  return number;
}

}  // namespace

int main(int argc, char** argv) {
  const int kills = argc > 1 ? number_of(argv[1]) : 300;
  const unsigned seed = argc > 2 ? static_cast<unsigned>(number_of(argv[2])) : 1;
  const fs::path folder = fs::temp_directory_path() / ("reckon-crash-" + std::to_string(::getpid()));
  fs::create_directory(folder);
  kill_writers((folder / "killed.reckon").string(), kills, seed);
  read_beside_writer((folder / "shared.reckon").string(), 120);
  if (!damage_files(folder, kills * 2, seed)) fail("damage is not noticed");
  fail_writes((folder / "failing.reckon").string(), 5);
  fs::remove_all(folder);
}

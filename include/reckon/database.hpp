// Databases: texts in, queries out; limits, files and functions as the host allows them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reckon/appender.hpp"
#include "reckon/query.hpp"

namespace reckon {

// A file as a host lets a text see it: its text, or the place where the library may read it by itself (which an SQLite
// file needs). `name` is what it is known by from then on, in errors and to the files that it uses.
struct File {
  std::string text;
  std::string path;  // read by the library, where not empty
  std::string name;  // what the text wrote, where empty

  File() = default;
  File(std::string content) : text(std::move(content)) {}  // NOLINT: a text is a file
  static File at(std::string path) {
    File file;
    file.path = std::move(path);
    return file;
  }
};

// Finds what a text names by `use "…"` or `load "…"`; `from` is the name of that text. Nothing where the host does not
// allow it. Without a resolver no text reads any file.
using Resolver = std::function<std::optional<File>(const std::string& path, const std::string& from)>;

// Files of a folder and those below it, by their place in it or relative to the file that names them; links that lead
// out of it are not followed.
RECKON_API Resolver files_under(std::string folder);

// What texts and queries may take. Each is an Error that names it, and what hit it leaves the database as it was.
// Counting is deterministic: the same work takes the same steps and bytes on any machine.
struct Limits {
  std::uint64_t steps = 2'000'000'000;            // of one run or query, about one for each value: "too-many-steps"
  std::uint64_t rows = 20'000'000;                // of an intermediate result, of a measure's facts: "too-many-rows"
  std::uint64_t bytes = std::uint64_t{16} << 30;  // of all facts, of a query's intermediate results: "too-many-bytes"
  std::size_t bits = 65536;                       // of a number, before it becomes an enclosure (exact: false)
};

// What a statement of a text has to say.
struct Outcome {
  enum class Kind { answer, check, why, why_not, explain, conflicts, drivers, note } kind = Kind::answer;
  std::string query;                     // the expression as written
  std::shared_ptr<const Answer> answer;  // of answer, check, why
  std::string verdict;                   // of check: "yes", "no", "maybe"
  std::string message;                   // of check, note
  std::vector<Explanation> trees;        // of why, why_not, explain, conflicts
  std::vector<Drivers> drivers;          // of drivers, by row and column
  std::vector<Diagnostic> diagnostics;   // of note: rows left out
};
using Listener = std::function<void(const Outcome&)>;

// A function of the host: given a range for each argument, the least range it knows that holds every value the function
// takes there; nothing where it has none. Called from whatever thread runs a query, from several at once. What it
// throws becomes an Error "host-function".
using HostFunction = std::function<std::optional<Range>(std::span<const Range>)>;

enum class Tightness {
  enclosing,  // answers through the function are not proved tight
  monotone,   // its ends are reached where each argument is at one of its ends
};

// The database at one moment: several queries that must see one state are asked here. Copies are cheap. Any thread.
class RECKON_API Snapshot {
 public:
  // One query. Throws Error.
  Answer query(std::string_view text, const std::vector<Parameter>& parameters = {}, const Control& control = {}) const;
  Query prepare(std::string_view text) const;

  struct State;
  explicit Snapshot(std::shared_ptr<const State> state) : state_(std::move(state)) {}

 private:
  std::shared_ptr<const State> state_;
};

// Any number of threads may ask while one changes it; several that change it take turns. What a run changes shows when
// the run has ended: a query meanwhile reads the state before it. (The first that another thread asks while a run goes
// on may wait for that run.) Answers, queries and snapshots are independent of the database and may outlive it.
class RECKON_API Database {
 public:
  // In memory.
  explicit Database(Resolver resolver = {});
  // In a file, which is made where there is none: it holds what was stated before, and what `run` and appenders state
  // is durable when they return, whole statements at a time. Other processes may have the file open; one writes at a
  // time, and waits some seconds for another. Throws Error: no such folder, no database, damaged, of a newer format.
  static Database open(const std::string& path, Resolver resolver = {});
  // Reads what other processes have committed to the file since; says whether there was anything. `run` does so by
  // itself; queries prepared before stay as they are. Throws Error.
  bool refresh();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  // Runs declarations, facts, rules, checks and queries. Statements before a failing one stay, the failing one leaves
  // nothing; throws Error with all that went wrong. A failed check is an error. What statements have to say goes to the
  // listener; without one answers are dropped. `name` stands in errors. The listener may ask the database, not change
  // it.
  void run(std::string_view text, std::string_view name = "text", const Listener& listener = {},
           const Control& control = {});

  // The state as it is now, and single queries on it. Throw Error.
  Snapshot snapshot() const;
  Answer query(std::string_view text, const std::vector<Parameter>& parameters = {},
               const Control& control = {}) const {
    return snapshot().query(text, parameters, control);
  }
  Query prepare(std::string_view text) const { return snapshot().prepare(text); }

  // Opens an appender for a measure or relation, with its dimensions in the order in which keys will come. Throws
  // Error.
  Appender appender(std::string_view measure, const std::vector<std::string>& dimensions,
                    const Provenance& provenance = {});

  // From now on; queries prepared before keep theirs.
  void set_limits(const Limits& limits);
  // What `$name` stands for in the texts that are run from now on: a number, a member, a date.
  void set_parameter(std::string name, std::string text);
  // A function that texts may call by name, with the units of its arguments and then of its result ("1" of pure
  // numbers). Throws Error where the name is taken or a unit unknown.
  void define(std::string_view name, const std::vector<std::string>& units, HostFunction function,
              Tightness tightness = Tightness::enclosing);

  struct State;

 private:
  std::unique_ptr<State> state_;
};

// "0.1.0"
RECKON_API std::string_view version() noexcept;

}  // namespace reckon

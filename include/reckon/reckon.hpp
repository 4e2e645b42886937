// reckon: exact answers over sourced, ranged, unit-carrying estimates. This is all that a host program sees.
//
//   reckon::Database db;
//   db.run("use compute");
//   auto query = db.prepare("sum(h100e by org where year = $year and region = $region)");
//   for (const reckon::Row row : query.run({{"year", 2024}, {"region", "CN"}}))
//     std::cout << row["org"] << ' ' << row.low() << ".." << row.high() << ' ' << row.unit() << '\n';
//
// Errors of the text are thrown as reckon::Error. The library never prints, exits, or reads globals or the locale.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reckon {

// What is wrong with a text, where, and what to write instead. Lines and columns (code points) count from 1.
struct Diagnostic {
  std::string message, hint, file;
  std::size_t line = 0, column = 0;
  std::string rendered;  // the whole message as a person reads it, with the line and a caret
};

class Error : public std::exception {
 public:
  explicit Error(std::vector<Diagnostic> diagnostics) : diagnostics_(std::move(diagnostics)) {}
  const std::vector<Diagnostic>& diagnostics() const noexcept { return diagnostics_; }
  const char* what() const noexcept override { return diagnostics_.front().message.c_str(); }

 private:
  std::vector<Diagnostic> diagnostics_;
};

// A value bound to `$name`: a member's name, or a number as text ("2.5") or as an integer; members of calendars may be
// given as integers (2024).
struct Parameter {
  Parameter(std::string_view what, std::string_view value) : name(what), text(value) {}
  Parameter(std::string_view what, const char* value) : name(what), text(value) {}
  Parameter(std::string_view what, long long value) : name(what), integer(value), is_integer(true) {}
  Parameter(std::string_view what, int value) : Parameter(what, static_cast<long long>(value)) {}

  std::string_view name, text;
  long long integer = 0;
  bool is_integer = false;
};

// A statement behind a cell. What was not given is "".
struct Fact {
  std::string low, high, source, kind, date, note;
};

// A cell behind a value, and the width of the value that goes if the cell is a point: its best figure, else its middle.
struct Driver {
  std::string cell, unit;      // "h100e(Meta, 2024)"
  std::string low, high;       // the cell's range, as Row::low and Row::high write them
  std::string held_at;         // the point
  std::string goes;            // "inf" where the cell alone makes the value unbounded, or has an open end
  bool proved = true;          // `goes` is exact; otherwise near it
  std::vector<Fact> facts;
};

struct Drivers {
  std::string width;           // "inf" where the value is unbounded; then the cells are measured with the endless ones held
  std::vector<Driver> cells;   // the largest, largest first
  std::size_t rest = 0;        // further cells
  std::string rest_goes;       // if all of these were points at once
};

// Where an end of a value is reached: every cell behind it at a point, or just above or below one.
struct Reached {
  struct Place {
    std::string cell, value, unit;
    bool above = false, below = false;
  };
  bool known = false;          // nothing is told of an end that is not proved, or not reached
  bool limit = false;          // the end is approached only
  std::vector<Place> places;
};

enum class End { low, high };

class Answer;

// One row of an answer. Refers to the answer, which must outlive it.
class Row {
 public:
  // The member on a dimension of the answer; throws std::out_of_range for another name.
  std::string operator[](std::string_view dimension) const;
  // Exact: a decimal where it ends, else p/q; "-inf" and "inf" for open ends; "" where the value is missing.
  std::string low(std::size_t column = 0) const;
  std::string high(std::size_t column = 0) const;
  // The central figure, where every cell behind the value has one.
  std::optional<std::string> best(std::size_t column = 0) const;
  // "yes", "no" or "maybe" of a condition; "" of a number.
  std::string truth(std::size_t column = 0) const;
  // Why there is no value, or "".
  std::string missing(std::size_t column = 0) const;
  std::string unit(std::size_t column = 0) const;
  bool maybe() const;  // the row may not belong
  // Where an end is reached, and the cells that the width comes from. The first call on an answer runs its query again, over
  // the same data. Both throw Error where too much lies behind the answer to be recorded; a value without a width has none.
  Reached reached(End end, std::size_t column = 0) const;
  Drivers drivers(std::size_t column = 0) const;

 private:
  friend class Answer;
  Row(const Answer& answer, std::size_t row) : answer_(&answer), row_(row) {}
  const Answer* answer_;
  std::size_t row_;
};

// An answer owns its data and stays as it is when the database changes. Readable from any thread.
class Answer {
 public:
  class Iterator {
   public:
    Row operator*() const { return {*answer_, row_}; }
    Iterator& operator++() { return ++row_, *this; }
    bool operator!=(const Iterator& other) const { return row_ != other.row_; }

   private:
    friend class Answer;
    Iterator(const Answer& answer, std::size_t row) : answer_(&answer), row_(row) {}
    const Answer* answer_;
    std::size_t row_;
  };

  std::size_t size() const noexcept;     // rows
  std::size_t columns() const noexcept;
  Row operator[](std::size_t row) const { return {*this, row}; }
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size()}; }
  std::vector<std::string> dimensions() const;
  std::vector<std::string> column_names() const;
  bool tight() const noexcept;           // each end is attained or a proved limit
  bool exact() const noexcept;           // nothing became an enclosure
  std::vector<std::string> notes() const;

  struct State;
  explicit Answer(std::unique_ptr<const State> state);
  Answer(Answer&&) noexcept;
  Answer& operator=(Answer&&) noexcept;
  ~Answer();

 private:
  friend class Row;
  std::unique_ptr<const State> state_;
};

// A query made ready; it reads the database as it was when it was prepared. Runs may go on in several threads at once.
class Query {
 public:
  // Every parameter must be bound, by name. Throws Error.
  Answer run(std::initializer_list<Parameter> parameters = {}) const;
  Answer run(const Parameter* parameters, std::size_t count) const;

  struct State;
  explicit Query(std::shared_ptr<const State> state) : state_(std::move(state)) {}

 private:
  std::shared_ptr<const State> state_;
};

// A database in memory, or in a file. One thread changes it at a time; answers and prepared queries are independent of it.
class Database {
 public:
  // Reads a file that a text names by `use "…"`: its text, or nothing where the host does not allow it.
  using Resolver = std::function<std::optional<std::string>(const std::string& path)>;

  explicit Database(Resolver resolver = {});
  // A database in a file, which is made where there is none: it holds what was stated before, and what `run` states is
  // durable when that returns, whole statements at a time. Other processes may have the file open; one writes at a
  // time, and waits some seconds for another. Throws Error: no such folder, no database, damaged, of a newer format.
  static Database open(const std::string& path, Resolver resolver = {});
  // Reads what other processes have committed to the file since; says whether there was anything. `run` does so by
  // itself; queries prepared before stay as they are. Throws Error.
  bool refresh();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  // Runs declarations, facts, rules and checks; answers of queries among them are dropped. Statements before a failing
  // one stay, the failing one leaves nothing; throws Error with all that went wrong. A failed check is an error.
  void run(std::string_view text, std::string_view name = "text");
  // One query. Throws Error.
  Answer query(std::string_view text) const;
  Query prepare(std::string_view text) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// "0.1.0"
std::string_view version() noexcept;

}  // namespace reckon

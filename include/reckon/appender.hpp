// Facts in bulk, without text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reckon/error.hpp"
#include "reckon/number.hpp"

namespace reckon {

// A member of a dimension: by name or alias, of calendars a period as text or a year as an integer. Refers to its text.
struct Key {
  Key(std::string_view member) : text(member) {}                // NOLINT: a text names a member
  Key(const char* member) : text(member) {}                     // NOLINT
  Key(const std::string& member) : text(member) {}              // NOLINT
  Key(long long period) : integer(period), is_integer(true) {}  // NOLINT
  Key(int period) : Key(static_cast<long long>(period)) {}      // NOLINT
  std::string_view text;
  long long integer = 0;
  bool is_integer = false;
};

// One dimension's members for many rows: texts; integers, as years; or names and for each row the place of its name
// among them, which is the quickest. Refers to what it is given.
struct KeyColumn {
  KeyColumn(std::span<const std::string_view> rows) : views(rows), size(rows.size()) {}               // NOLINT
  KeyColumn(std::span<const std::string> rows) : texts(rows), size(rows.size()) {}                    // NOLINT
  KeyColumn(const std::vector<std::string>& rows) : KeyColumn(std::span<const std::string>(rows)) {}  // NOLINT
  KeyColumn(std::span<const int> rows) : integers(rows), size(rows.size()) {}                         // NOLINT
  KeyColumn(const std::vector<int>& rows) : KeyColumn(std::span<const int>(rows)) {}                  // NOLINT
  KeyColumn(std::span<const std::string_view> names, std::span<const std::uint32_t> rows)
      : views(names), places(rows), size(rows.size()), has_places(true) {}

  std::span<const std::string_view> views;
  std::span<const std::string> texts;
  std::span<const int> integers;
  std::span<const std::uint32_t> places;
  std::size_t size;  // rows
  bool has_places = false;
};

// The values of many rows: ranges; or integers that are so many of the scale's decimals (12345 at scale 2 is 123.45),
// as points or as low and high ends. Refers to what it is given.
struct ValueColumn {
  ValueColumn() = default;                                    // of relations, whose rows have none
  ValueColumn(std::span<const Range> rows) : ranges(rows) {}  // NOLINT
  ValueColumn(const std::vector<Range>& rows) : ValueColumn(std::span<const Range>(rows)) {}  // NOLINT
  ValueColumn(std::span<const long long> points, int decimals = 0) : low(points), high(points), scale(decimals) {}
  ValueColumn(std::span<const long long> from, std::span<const long long> to, int decimals = 0)
      : low(from), high(to), scale(decimals) {}
  ValueColumn(const std::vector<long long>& points, int decimals = 0)
      : ValueColumn(std::span<const long long>(points), decimals) {}

  std::span<const Range> ranges;
  std::span<const long long> low, high;
  int scale = 0;
};

// What all rows of an appender have in common; parts may be left out. Values without a unit are in the measure's.
struct Provenance {
  std::string source, kind, date, unit;
};

// Rows for one measure or relation, written as one by `commit`: all of them or, where something is wrong, none. What is
// wrong with a row is an Error whose diagnostic has its number (row, from 1): at once for its members, value and what
// contradicts an earlier row, at `commit` for what contradicts the database. A row that is wrong is not staged; the
// others stay. One thread at a time; the database must outlive it.
class RECKON_API Appender {
 public:
  // A fact, its keys in the order of the dimensions that the appender was opened with; of relations without a value.
  void row(std::span<const Key> keys, const Range& value);
  void row(std::initializer_list<Key> keys, const Range& value) {
    row(std::span<const Key>(keys.begin(), keys.size()), value);
  }
  void row(std::span<const Key> keys);
  void row(std::initializer_list<Key> keys) { row(std::span<const Key>(keys.begin(), keys.size())); }
  // A source that says that it has no figure.
  void unknown(std::span<const Key> keys);
  // Many facts, a column for each dimension in that order; all columns of one length. Stops at the first row that is
  // wrong, with the rows before it staged.
  void columns(std::initializer_list<KeyColumn> keys, const ValueColumn& values = {});
  void columns(std::span<const KeyColumn> keys, const ValueColumn& values = {});

  std::size_t size() const noexcept;  // rows staged
  void commit();                      // then the appender is empty, and may go on
  void discard() noexcept;

  struct State;
  explicit Appender(std::unique_ptr<State> state);
  Appender(Appender&&) noexcept;
  Appender& operator=(Appender&&) noexcept;
  ~Appender();  // discards

 private:
  std::unique_ptr<State> state_;
};

}  // namespace reckon

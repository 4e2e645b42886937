// Answers: rows of ranges with their keys, and what is to be said beside them.
#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reckon/export.h"
#include "reckon/number.hpp"

namespace reckon {

// A step of `why`, `explain`, `conflicts` or `drivers`, with the steps under it.
struct Explanation {
  std::string text;    // what it is and its value
  std::string detail;  // source, kind, date, note; rules and assumptions; several lines at most
  std::vector<Explanation> parts;
};

// A statement behind a cell. What was not given is "".
struct Fact {
  Range value;
  std::string source, kind, date, note;
};

// A cell behind a value, and the width of the value that goes if the cell is a point: its best figure, else its middle.
struct Driver {
  std::string cell, unit;  // "h100e(Meta, 2024)"
  Range range;             // the cell's
  Number held_at;          // the point
  Number goes;             // infinity where the cell alone makes the value unbounded, or has an open end
  bool proved = true;      // `goes` is exact; otherwise near it
  std::vector<Fact> facts;
};

struct Drivers {
  Number width;               // infinity of unbounded values; then the cells are measured with the endless ones held
  std::vector<Driver> cells;  // the largest, largest first
  std::size_t rest = 0;       // further cells
  Number rest_goes;           // if all of these were points at once; nothing where that is not known
};

// Where an end of a value is reached: every cell behind it at a point, or just above or below one.
struct Reached {
  struct Place {
    std::string cell;
    Number value;
    std::string unit;
    bool above = false, below = false;
  };
  bool known = false;  // nothing is told of an end that is not proved, or not reached
  bool limit = false;  // the end is approached only
  std::vector<Place> places;
};

enum class End { low, high };

class Answer;

// One row of an answer. Refers to the answer, which must outlive it. Columns count from 0; a number past the last
// throws std::out_of_range.
class RECKON_API Row {
 public:
  // The member on a dimension of the answer; throws std::out_of_range for another name.
  std::string operator[](std::string_view dimension) const;
  // The same by place.
  std::string key(std::size_t dimension) const;

  // Ends of the range; nothing where the value is missing or a truth.
  Number low(std::size_t column = 0) const;
  Number high(std::size_t column = 0) const;
  Range range(std::size_t column = 0) const;
  // The central figure, where every cell behind the value has one.
  std::optional<Number> best(std::size_t column = 0) const;
  // "yes", "no" or "maybe" of a condition; "" of a number.
  std::string truth(std::size_t column = 0) const;
  // Why there is no value: "no h100e(ByteDance, 2025)"; "" where there is one.
  std::string missing(std::size_t column = 0) const;
  // True where the value may be missing instead.
  bool may_be_missing(std::size_t column = 0) const;
  std::string unit(std::size_t column = 0) const;
  bool maybe() const;  // the row may not belong
  // Where an end is reached, and the cells that the width comes from. The first call on an answer runs its query again,
  // over the same data and within the same limits. Both throw Error where too much lies behind the answer to be
  // recorded; a value without a width has none.
  Reached reached(End end, std::size_t column = 0) const;
  Drivers drivers(std::size_t column = 0) const;

 private:
  friend class Answer;
  Row(const Answer& answer, std::size_t row) : answer_(&answer), row_(row) {}
  const Answer* answer_;
  std::size_t row_;
};

enum class Format { text, json, csv, markdown };

// An answer owns its data and stays as it is when the database changes. Readable from any thread.
class RECKON_API Answer {
 public:
  class Iterator {
   public:
    using iterator_concept = std::forward_iterator_tag;
    using iterator_category = std::input_iterator_tag;
    using value_type = Row;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    Row operator*() const { return {*answer_, row_}; }
    Iterator& operator++() { return ++row_, *this; }
    Iterator operator++(int) {
      const Iterator before = *this;
      ++row_;
      return before;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.row_ == b.row_; }

   private:
    friend class Answer;
    Iterator(const Answer& answer, std::size_t row) : answer_(&answer), row_(row) {}
    const Answer* answer_ = nullptr;
    std::size_t row_ = 0;
  };

  std::size_t size() const noexcept;  // rows
  bool empty() const noexcept { return size() == 0; }
  // Values of a row; 0 of a relation, whose rows are keys alone.
  std::size_t columns() const noexcept;
  // Throws std::out_of_range past the last row.
  Row operator[](std::size_t row) const;
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size()}; }

  std::vector<std::string> dimensions() const;
  std::vector<std::string> column_names() const;
  std::string unit(std::size_t column = 0) const;  // "" of pure numbers
  bool is_truth(std::size_t column = 0) const;
  bool is_relation() const noexcept;
  bool tight() const noexcept;  // each end is attained or a proved limit
  bool exact() const noexcept;  // nothing became an enclosure
  // What was passed over, coverage, confidence levels. Worked out when read.
  std::vector<std::string> notes() const;
  // As the program prints it; `every_digit` instead of rounding long numbers in text and Markdown.
  std::string show(Format format = Format::text, bool every_digit = false) const;

  struct State;
  struct Release {
    void operator()(const State*) const noexcept;
  };
  explicit Answer(std::unique_ptr<const State, Release> state);
  Answer(Answer&&) noexcept;
  Answer& operator=(Answer&&) noexcept;
  ~Answer();

 private:
  friend class Row;
  std::unique_ptr<const State, Release> state_;
};

}  // namespace reckon

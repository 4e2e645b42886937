// Cuts the rows of a piece of a CSV file into cells. Quotes open a cell only at its beginning, as CsvReader has it.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "engine/storage/csv_marks.hpp"

namespace reckon::engine {

// Reads good rows fast. What it does not take on (a carriage return alone, another number of cells, bytes that are no
// text) it says so of, for CsvReader to read.
class CsvCells {
 public:
  enum class Row : std::uint8_t { cells, empty, difficult, end };

  // Whole rows of so many cells. CsvMarks::readable_behind bytes behind the text may be read.
  CsvCells(std::string_view text, std::size_t columns) : text_(text), columns_(columns), marks_(text) {}

  // Steps to the next row; its cells go to `cells`, which has room for all columns. They stay valid until forget(), and
  // CsvMarks::readable_behind bytes behind each may be read.
  Row next(std::string_view* cells);
  void forget() { unquoted_.clear(); }
  std::string_view row() const { return text_.substr(begin_, at_ - begin_); }  // with its end
  std::size_t newlines() const { return newlines_; }                           // before this row

 private:
  bool cut(std::string_view* cells);
  bool cut_quoted(std::string_view& cell, std::size_t& end);
  std::string_view without_doubled(std::string_view content);
  Row skip_row();

  std::string_view text_;
  std::size_t columns_;
  CsvMarks marks_;  // those from at_ on are not stepped over
  std::size_t begin_ = 0, at_ = 0;
  std::size_t newlines_ = 0, row_newlines_ = 0;
  std::deque<std::string> unquoted_;  // cells whose doubled quotes were made single
};

}  // namespace reckon::engine

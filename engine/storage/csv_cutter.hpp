// Cuts a CSV file into pieces of whole rows, so that threads may read them side by side, and a row into its cells.
// Quotes open a cell only at its beginning, as CsvReader has it, so a newline inside a quoted cell never ends a row.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/storage/file_bytes.hpp"

namespace reckon::engine {

struct CsvPiece {
  std::size_t number = 0;  // from 0
  std::uint64_t offset = 0;
  std::string text;  // whole rows
};

// One thread at a time.
class CsvCutter {
 public:
  // `size` bytes in a piece, more where a row needs them. The bytes must outlive the cutter.
  CsvCutter(const FileBytes& bytes, std::size_t size) : bytes_(bytes), size_(size) {}

  // The next piece, in place of what `piece` held; false at the end of the file. Throws Error: a row too long, or what
  // cannot be read.
  bool next(CsvPiece& piece);
  // The rows before any piece was cut: the first row, with its end.
  std::string first_row();
  void start_at(std::uint64_t offset) { offset_ = offset; }

  static constexpr std::size_t longest_row = std::size_t{256} << 20;

 private:
  const FileBytes& bytes_;
  std::size_t size_;
  std::uint64_t offset_ = 0;
  std::size_t count_ = 0;
};

// The end of the last whole row of a text that begins with a row, or 0; with `first` of the first whole row.
std::size_t whole_rows(std::string_view text, bool first);

// Reads plain rows fast. What it does not take on (quotes doubled inside, a carriage return alone, another number of
// cells) it says so of, for CsvReader to read.
class CsvCells {
 public:
  enum class Row : std::uint8_t { cells, empty, difficult, end };

  CsvCells(std::string_view text, std::size_t columns) : text_(text), cells_(columns) {}

  // Steps to the next row; cells are valid until then.
  Row next();
  std::string_view cell(std::size_t column) const { return cells_[column]; }
  std::string_view row() const { return text_.substr(begin_, at_ - begin_); }  // with its end
  std::size_t newlines() const { return newlines_; }                           // before this row

 private:
  Row skip_row();

  std::string_view text_;
  std::size_t begin_ = 0, at_ = 0;
  std::size_t newlines_ = 0, row_newlines_ = 0;
  std::vector<std::string_view> cells_;
};

}  // namespace reckon::engine

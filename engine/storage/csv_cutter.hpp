// Cuts a CSV file into pieces of whole rows, so that threads may read them side by side.
// Quotes open a cell only at its beginning, as CsvReader has it, so a newline inside a quoted cell never ends a row.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/storage/file_bytes.hpp"

namespace reckon::engine {

class CsvPiece {
 public:
  std::size_t number() const { return number_; }  // from 0
  // Whole rows; CsvMarks::readable_behind bytes behind them may be read.
  std::string_view text() const { return {bytes_.data(), size_}; }

 private:
  friend class CsvCutter;
  std::size_t number_ = 0, size_ = 0;
  std::string bytes_;  // only grows
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

}  // namespace reckon::engine

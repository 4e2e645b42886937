// CSV by RFC 4180: comma-separated cells, quoted where they hold commas, quotes or newlines; the first row is the
// header. Lines end in LF or CRLF; a byte order mark and empty lines are passed over. Reading is linear and allocates
// by the row, not by the cell. Invariant: at_ is the beginning of a row, or the end of the text.
#pragma once

#include "engine/storage/table_reader.hpp"

namespace reckon::engine {

class CsvReader final : public TableReader {
 public:
  // Reads the header. The text must outlive the reader. Throws TableError.
  explicit CsvReader(std::string_view text);

  bool next() override;
  std::string_view cell(std::size_t column) override { return text_of(cells_[column]); }
  TablePlace place(std::size_t column) const override;

 private:
  struct Cell {
    std::size_t begin, end;  // in the text, with quotes
    std::size_t from, size;  // what it says: in the text, or in unquoted_
    bool is_unquoted;        // doubled quotes were made single
  };

  bool read_row();
  void read_quoted();
  void read_plain();
  bool take_line_end();
  void skip_line();
  void check_text() const;
  std::string_view text_of(const Cell&) const;
  TablePlace place(std::size_t begin, std::size_t end) const;
  [[noreturn]] void fail(std::string message, std::string hint, std::size_t begin, std::size_t end,
                         bool last = false) const;

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t row_begin_ = 0;
  std::size_t row_line_ = 1;  // the line of row_begin_
  std::vector<Cell> cells_;
  std::string unquoted_;
};

}  // namespace reckon::engine

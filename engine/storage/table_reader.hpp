// The rows of a table with a header, one after another, whatever the table is stored in.
// Invariant: every row has as many cells as the header has columns; what is read is text (utf8.hpp).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/error.hpp"

namespace reckon::engine {

// Where something stands in a table, for messages: a line, and bytes of it.
struct TablePlace {
  std::string text;      // the line, without its end
  std::size_t line = 1;  // from 1; in a database the row
  std::size_t begin = 0, end = 0;
};

// What is wrong with a table itself.
struct TableError : Error {
  TablePlace place;
  bool is_last;  // nothing behind it can be read

  TableError(std::string_view what, std::string said, std::string mend, TablePlace where, bool last)
      : Error(what, std::move(said), std::move(mend)), place(std::move(where)), is_last(last) {}
};

// One thread reads a table.
class TableReader {
 public:
  TableReader() = default;
  TableReader(const TableReader&) = delete;
  TableReader& operator=(const TableReader&) = delete;
  virtual ~TableReader() = default;

  const std::vector<std::string>& header() const { return header_; }
  // Steps to the next row; false at the end. Throws TableError; unless that is the last, a further call goes on behind
  // the bad row.
  virtual bool next() = 0;
  // A cell of this row, valid until the next step; `column` is below header().size(). Throws TableError where the value
  // is no text.
  virtual std::string_view cell(std::size_t column) = 0;
  virtual TablePlace place(std::size_t column) const = 0;
  // What is to be said of the cells read so far, or nothing.
  virtual std::string remark() const { return {}; }

 protected:
  std::vector<std::string> header_;
};

}  // namespace reckon::engine

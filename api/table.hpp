// Rows of text in aligned columns. A cell has two halves that meet at the column's seam: the left half ends there, the
// right one begins there, so that ranges line up at `..` and points at the decimal point.
// Invariant: where lines must fit a width, words are cut (and marked `…`), numbers never.
#pragma once

#include <string>
#include <vector>

namespace reckon {

struct TableCell {
  std::string left, right;
  bool spans = false;  // `right` alone, from the column's left edge on: words, which may be cut
};

class Table {
 public:
  // The first `keys` columns name the rows.
  explicit Table(std::vector<std::string> header, std::size_t keys = 0) : header_(std::move(header)), keys_(keys) {}

  // As many cells as the header has.
  void add_row(std::vector<TableCell> cells) { rows_.push_back(std::move(cells)); }
  // Lines without trailing blanks, each ending in a newline. At most `width` cells wide, unless that is 0: words are
  // cut first, then the columns that are too many stand in blocks one below the other, each with the keys before it.
  std::string text(std::size_t width = 0) const;

 private:
  struct ColumnWidth {
    std::size_t left = 0;     // of the seam
    std::size_t numbers = 0;  // what cannot be cut
    std::size_t all = 0;
  };

  ColumnWidth width_of(std::size_t column) const;
  void shrink(std::vector<ColumnWidth>&, std::size_t width) const;
  std::string block(const std::vector<ColumnWidth>&, const std::vector<std::size_t>& columns) const;

  std::vector<std::string> header_;
  std::size_t keys_;
  std::vector<std::vector<TableCell>> rows_;
};

}  // namespace reckon

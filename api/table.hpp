// Rows of text in aligned columns. A cell has two halves that meet at the column's seam: the left half ends there, the
// right one begins there, so that ranges line up at `..` and points at the decimal point.
#pragma once

#include <string>
#include <vector>

namespace reckon {

struct TableCell {
  std::string left, right;
  bool spans = false;  // `right` alone, from the column's left edge on
};

class Table {
 public:
  explicit Table(std::vector<std::string> header) : header_(std::move(header)) {}

  // As many cells as the header has.
  void add_row(std::vector<TableCell> cells) { rows_.push_back(std::move(cells)); }
  // Lines without trailing blanks, each ending in a newline.
  std::string text() const;

 private:
  std::vector<std::string> header_;
  std::vector<std::vector<TableCell>> rows_;
};

}  // namespace reckon

// A rectangle of character cells to draw on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace reckon {

class Canvas {
 public:
  Canvas(int columns, int rows) : columns_(columns), cells_(static_cast<std::size_t>(columns * rows), " ") {}

  int columns() const { return columns_; }
  int rows() const { return columns_ == 0 ? 0 : static_cast<int>(cells_.size()) / columns_; }
  // Outside the rectangle nothing is drawn.
  void put(int column, int row, std::string_view character) {
    if (column >= 0 && column < columns_ && row >= 0 && row < rows()) cell(column, row) = character;
  }
  bool is_blank(int column, int row) const { return cells_[static_cast<std::size_t>(row * columns_ + column)] == " "; }
  // Single cells each: ASCII, or a text of narrow characters.
  void write(int column, int row, std::string_view ascii) {
    for (const char c : ascii) put(column++, row, {&c, 1});
  }
  // Without blanks at its end.
  std::string line(int row) const {
    std::string text;
    for (int column = 0; column < columns_; ++column) text += cells_[static_cast<std::size_t>(row * columns_ + column)];
    text.resize(text.find_last_not_of(' ') + 1);
    return text;
  }

 private:
  std::string& cell(int column, int row) { return cells_[static_cast<std::size_t>(row * columns_ + column)]; }

  int columns_;
  std::vector<std::string> cells_;
};

}  // namespace reckon

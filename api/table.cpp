// Laying out a table.
#include "api/table.hpp"

#include <algorithm>

#include "api/width.hpp"

namespace reckon {
namespace {

constexpr std::size_t gap = 2;  // blanks between columns

struct ColumnWidth {
  std::size_t left = 0, all = 0;
};

ColumnWidth width_of(const std::string& header, const std::vector<std::vector<TableCell>>& rows, std::size_t column) {
  std::size_t left = 0, right = 0, spanning = display_width(header);
  for (const auto& row : rows) {
    const TableCell& cell = row[column];
    const std::size_t width = display_width(cell.right);
    if (cell.spans) {
      spanning = std::max(spanning, width);
    } else {
      left = std::max(left, display_width(cell.left));
      right = std::max(right, width);
    }
  }
  return {left, std::max(left + right, spanning)};
}

void finish_line(std::string& text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
  text += '\n';
}

}  // namespace

std::string Table::text() const {
  std::vector<ColumnWidth> widths;
  for (std::size_t column = 0; column < header_.size(); ++column)
    widths.push_back(width_of(header_[column], rows_, column));
  std::string text, line;
  const auto pad = [&](std::size_t used, std::size_t wanted) { line.append(wanted > used ? wanted - used : 0, ' '); };
  for (std::size_t column = 0; column < header_.size(); ++column) {
    line += header_[column];
    pad(display_width(header_[column]), widths[column].all + gap);
  }
  finish_line(line);
  text += line;
  for (const auto& row : rows_) {
    line.clear();
    for (std::size_t column = 0; column < row.size(); ++column) {
      const TableCell& cell = row[column];
      const std::size_t left = cell.spans ? 0 : widths[column].left;
      pad(display_width(cell.left), left);
      line += cell.left + cell.right;
      pad(left + display_width(cell.right), widths[column].all + gap);
    }
    finish_line(line);
    text += line;
  }
  return text;
}

}  // namespace reckon

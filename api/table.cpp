// Laying out a table.
#include "api/table.hpp"

#include <algorithm>

#include "api/width.hpp"

namespace reckon {
namespace {

constexpr std::size_t gap = 2;           // blanks between columns
constexpr std::size_t least_words = 10;  // words are not cut shorter than this
constexpr std::size_t least_key = 16;    // nor those that name rows than this

void finish_line(std::string& text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
  text += '\n';
}

}  // namespace

Table::ColumnWidth Table::width_of(std::size_t column) const {
  std::size_t left = 0, right = 0, words = display_width(header_[column]);
  for (const auto& row : rows_) {
    const TableCell& cell = row[column];
    const std::size_t width = display_width(cell.right);
    if (cell.spans) {
      words = std::max(words, width);
    } else {
      left = std::max(left, display_width(cell.left));
      right = std::max(right, width);
    }
  }
  return {left, left + right, std::max(left + right, words)};
}

// Cuts words, the widest first, until all columns fit; leaves everything as it is where that would not do.
void Table::shrink(std::vector<ColumnWidth>& widths, std::size_t width) const {
  std::size_t total = 0, least_total = 0;
  const auto least = [&](std::size_t column) {
    const ColumnWidth& each = widths[column];
    return std::max(each.numbers, std::min(each.all, column < keys_ ? least_key : least_words));
  };
  std::vector<std::size_t> floors;
  for (std::size_t column = 0; column < widths.size(); ++column) {
    floors.push_back(least(column));
    total += widths[column].all + (column == 0 ? 0 : gap);
    least_total += floors.back() + (column == 0 ? 0 : gap);
  }
  if (least_total > width) return;
  for (; total > width; --total) {
    std::size_t widest = widths.size();
    for (std::size_t column = 0; column < widths.size(); ++column)
      if (widths[column].all > floors[column] && (widest == widths.size() || widths[column].all > widths[widest].all))
        widest = column;
    --widths[widest].all;
  }
}

std::string Table::text(std::size_t width) const {
  std::vector<ColumnWidth> widths;
  for (std::size_t column = 0; column < header_.size(); ++column) widths.push_back(width_of(column));
  std::vector<std::size_t> columns;
  if (width == 0) {
    for (std::size_t column = 0; column < header_.size(); ++column) columns.push_back(column);
    return block(widths, columns);
  }
  shrink(widths, width);
  std::string result;
  std::size_t used = 0;
  for (std::size_t column = 0; column < header_.size(); ++column) {
    ColumnWidth& own = widths[column];
    if (columns.size() > keys_ && used + own.all > width) {
      result += block(widths, columns) + '\n';
      columns.resize(keys_);
      used = 0;
      for (const std::size_t key : columns) used += widths[key].all + gap;
    }
    if (columns.size() >= keys_ && used + own.all > width)
      own.all = std::max({own.numbers, least_words, width - std::min(used, width)});
    columns.push_back(column);
    used += own.all + gap;
  }
  return result + block(widths, columns);
}

std::string Table::block(const std::vector<ColumnWidth>& widths, const std::vector<std::size_t>& columns) const {
  std::string text, line;
  const auto pad = [&](std::size_t used, std::size_t wanted) { line.append(wanted > used ? wanted - used : 0, ' '); };
  for (const std::size_t column : columns) {
    const std::string head = cut_to_width(header_[column], widths[column].all);
    line += head;
    pad(display_width(head), widths[column].all + gap);
  }
  finish_line(line);
  text += line;
  for (const auto& row : rows_) {
    line.clear();
    for (const std::size_t column : columns) {
      const TableCell& cell = row[column];
      const std::size_t left = cell.spans ? 0 : widths[column].left;
      const std::string right = cell.spans ? cut_to_width(cell.right, widths[column].all) : cell.right;
      pad(display_width(cell.left), left);
      line += cell.left + right;
      pad(left + display_width(right), widths[column].all + gap);
    }
    finish_line(line);
    text += line;
  }
  return text;
}

}  // namespace reckon

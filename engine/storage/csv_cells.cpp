// A row is cut by stepping from mark to mark.
#include "engine/storage/csv_cells.hpp"

#include <algorithm>

#include "engine/storage/csv_cutter.hpp"
#include "engine/storage/utf8.hpp"

namespace reckon::engine {

CsvCells::Row CsvCells::next(std::string_view* cells) {
  newlines_ += row_newlines_;
  row_newlines_ = 0;
  begin_ = at_;
  if (at_ == text_.size()) return Row::end;
  const char first = text_[at_];
  if (first == '\n' || (first == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n')) {
    for (std::size_t mark = marks_.next(); text_[mark] != '\n'; mark = marks_.next()) {}
    at_ += first == '\n' ? 1 : 2;
    row_newlines_ = 1;
    return Row::empty;
  }
  if (!cut(cells)) return skip_row();
  if (marks_.passed_unusual() && find_not_text(row()) != std::string_view::npos) return skip_row();
  return Row::cells;
}

// Where the row is plain: its cells, at_ behind it, and how many newlines it has.
bool CsvCells::cut(std::string_view* cells) {
  const char* const text = text_.data();
  const std::size_t size = text_.size();
  bool quoted = false;
  std::size_t from = at_, end = 0;
  for (std::size_t column = 0;; ++column) {
    if (column == columns_) return false;
    end = marks_.next();
    if (end == from && end < size && text[end] == '"') {
      quoted = true;
      if (!cut_quoted(cells[column], end)) return false;
    } else {
      while (end < size && text[end] == '"') end = marks_.next();
      cells[column] = {text + from, end - from};
    }
    if (end == size || text[end] != ',') {
      if (column + 1 != columns_) return false;
      break;
    }
    from = end + 1;
  }
  if (end < size && text[end] == '\r') {
    end = marks_.next();
    if (end == size || text[end] != '\n' || text[end - 1] != '\r') return false;
  }
  at_ = end == size ? size : end + 1;
  row_newlines_ = quoted ? static_cast<std::size_t>(std::count(text + begin_, text + at_, '\n')) : end < size ? 1 : 0;
  return true;
}

// A cell whose quote was stepped over; `end` becomes the mark that ends it.
bool CsvCells::cut_quoted(std::string_view& cell, std::size_t& end) {
  const std::size_t open = end, size = text_.size();
  bool doubled = false;
  for (;; doubled = true) {
    std::size_t close = marks_.next();
    while (close < size && text_[close] != '"') close = marks_.next();
    if (close == size) return false;
    end = marks_.next();
    if (end == close + 1 && end < size && text_[end] == '"') continue;
    const std::string_view content = text_.substr(open + 1, close - open - 1);
    cell = doubled ? without_doubled(content) : content;
    return end == close + 1;
  }
}

std::string_view CsvCells::without_doubled(std::string_view content) {
  std::string& text = unquoted_.emplace_back();
  text.reserve(content.size() + CsvMarks::readable_behind);
  for (std::size_t i = 0; i < content.size(); ++i) {
    text += content[i];
    if (content[i] == '"') ++i;
  }
  const std::size_t size = text.size();
  text.append(CsvMarks::readable_behind, ' ');
  return std::string_view(text).substr(0, size);
}

CsvCells::Row CsvCells::skip_row() {
  const std::size_t end = whole_rows(text_.substr(begin_), true);
  at_ = end == 0 ? text_.size() : begin_ + end;
  row_newlines_ = static_cast<std::size_t>(std::count(text_.data() + begin_, text_.data() + at_, '\n'));
  marks_.seek(at_);
  return Row::difficult;
}

}  // namespace reckon::engine

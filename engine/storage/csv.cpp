// Rows are cut by one pass over the text; places are worked out only where something is wrong.
#include "engine/storage/csv.hpp"

#include <algorithm>

#include "engine/model/problems.hpp"
#include "engine/storage/utf8.hpp"

namespace reckon::engine {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string plural(std::size_t count, std::string_view what) {
  return std::to_string(count) + ' ' + std::string(what) + (count == 1 ? "" : "s");
}

}  // namespace

CsvReader::CsvReader(std::string_view text) : text_(text) {
  if (text_.substr(0, byte_order_mark.size()) == byte_order_mark) at_ = byte_order_mark.size();
  if (!read_row()) fail("the file is empty", "its first row names the columns", at_, at_, true);
  for (const Cell& cell : cells_) header_.emplace_back(text_of(cell));
}

bool CsvReader::next() {
  if (!read_row()) return false;
  if (cells_.size() == header_.size()) return true;
  const bool more = cells_.size() > header_.size();
  fail("the row has " + plural(cells_.size(), "cell") + ", but the header names " + plural(header_.size(), "column"),
       more ? "put a cell that holds commas in quotes" : "an empty cell still takes its comma",
       more ? cells_[header_.size()].begin : cells_.back().end, cells_.back().end);
}

// Cuts the next row that is not empty into cells; false at the end of the text.
bool CsvReader::read_row() {
  while (take_line_end()) {}
  row_line_ += static_cast<std::size_t>(std::count(text_.data() + row_begin_, text_.data() + at_, '\n'));
  row_begin_ = at_;
  cells_.clear();
  unquoted_.clear();
  if (at_ == text_.size()) return false;
  for (;;) {
    if (at_ < text_.size() && text_[at_] == '"')
      read_quoted();
    else
      read_plain();
    if (at_ == text_.size() || take_line_end()) break;
    ++at_;  // the comma
  }
  check_text();
  return true;
}

void CsvReader::read_quoted() {
  const std::size_t begin = at_, buffered = unquoted_.size();
  std::size_t from = begin + 1;
  bool doubled = false;
  for (;;) {
    const std::size_t quote = text_.find('"', doubled ? from : at_ + 1);
    if (quote == std::string_view::npos) {
      at_ = text_.size();
      fail("the quote is never closed", "close it with \", and double a quote inside: \"\"", begin, begin + 1, true);
    }
    at_ = quote + 1;
    if (at_ == text_.size() || text_[at_] != '"') break;
    unquoted_.append(text_, from, at_ - from);
    from = at_ + 1;
    doubled = true;
  }
  if (doubled) {
    unquoted_.append(text_, from, at_ - 1 - from);
    cells_.push_back({begin, at_, buffered, unquoted_.size() - buffered, true});
  } else {
    cells_.push_back({begin, at_, from, at_ - 1 - from, false});
  }
  if (at_ == text_.size() || text_[at_] == ',' || text_[at_] == '\n' || text_.substr(at_, 2) == "\r\n") return;
  const std::size_t behind = at_;
  skip_line();
  fail("something follows the quote that closes the cell", "double a quote inside a cell: \"\"", behind, behind + 1);
}

void CsvReader::read_plain() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
  const std::size_t end = at_;
  if (end < text_.size() && text_[end] == '\r' && text_.substr(end, 2) != "\r\n") {
    skip_line();
    fail("a carriage return stands alone", "end lines with a line feed, or with both", end, end + 1);
  }
  cells_.push_back({begin, end, begin, end - begin, false});
}

void CsvReader::skip_line() { at_ = std::min(text_.find('\n', at_), text_.size() - 1) + 1; }

bool CsvReader::take_line_end() {
  if (at_ < text_.size() && text_[at_] == '\n') return ++at_, true;
  if (text_.substr(at_, 2) == "\r\n") return at_ += 2, true;
  return false;
}

void CsvReader::check_text() const {
  const std::size_t bad = find_not_text(text_.substr(row_begin_, at_ - row_begin_));
  if (bad == std::string_view::npos) return;
  const std::size_t at = row_begin_ + bad;
  if (text_[at] == '\0') fail("the file holds a NUL byte", "save it as UTF-8 text", at, at + 1);
  fail("the file is not UTF-8 here", "save it as UTF-8 text", at, at + 1);
}

std::string_view CsvReader::text_of(const Cell& cell) const {
  return (cell.is_unquoted ? std::string_view(unquoted_) : text_).substr(cell.from, cell.size);
}

TablePlace CsvReader::place(std::size_t column) const { return place(cells_[column].begin, cells_[column].end); }

TablePlace CsvReader::place(std::size_t begin, std::size_t end) const {
  TablePlace place;
  const std::string_view before = text_.substr(row_begin_, begin - row_begin_);
  place.line = row_line_ + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t newline = before.rfind('\n');
  const std::size_t first = newline == std::string_view::npos ? row_begin_ : row_begin_ + newline + 1;
  std::string_view line = text_.substr(first, std::min(text_.find('\n', begin), text_.size()) - first);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  place.text = line;
  place.begin = begin - first;
  place.end = std::min(end - first, line.size());
  return place;
}

void CsvReader::fail(std::string message, std::string hint, std::size_t begin, std::size_t end, bool last) const {
  throw TableError(problem::malformed_table, std::move(message), std::move(hint), place(begin, end), last);
}

}  // namespace reckon::engine

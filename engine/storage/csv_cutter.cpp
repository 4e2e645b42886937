// One pass looks for quotes that open a cell; between them newlines end rows.
#include "engine/storage/csv_cutter.hpp"

#include <algorithm>

#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"
#include "engine/storage/csv_marks.hpp"

namespace reckon::engine {
namespace {

// Behind the quote that closes a cell whose content begins at `at`; npos where none does.
std::size_t behind_quoted(std::string_view text, std::size_t at) {
  for (;;) {
    const std::size_t quote = text.find('"', at);
    if (quote == std::string_view::npos) return quote;
    if (quote + 1 == text.size() || text[quote + 1] != '"') return quote + 1;
    at = quote + 2;
  }
}

bool begins_cell(std::string_view text, std::size_t at) {
  return at == 0 || text[at - 1] == ',' || text[at - 1] == '\n';
}

}  // namespace

std::size_t whole_rows(std::string_view text, bool first) {
  std::size_t at = 0, end = 0;
  while (at < text.size()) {
    std::size_t quote = text.find('"', at);
    while (quote != std::string_view::npos && !begins_cell(text, quote)) quote = text.find('"', quote + 1);
    const std::string_view plain = text.substr(at, quote == std::string_view::npos ? quote : quote - at);
    const std::size_t newline = first ? plain.find('\n') : plain.rfind('\n');
    if (newline != std::string_view::npos) {
      end = at + newline + 1;
      if (first) return end;
    }
    if (quote == std::string_view::npos) return end;
    at = behind_quoted(text, quote + 1);
    if (at == std::string_view::npos) return end;
  }
  return end;
}

std::string CsvCutter::first_row() {
  std::string text;
  for (std::size_t size = 4096; size <= longest_row; size *= 4) {
    text.resize(static_cast<std::size_t>(std::min<std::uint64_t>(size, bytes_.size())));
    text.resize(bytes_.read(0, text));
    // Empty lines before the header are passed over.
    const bool marked = text.rfind("\xEF\xBB\xBF", 0) == 0;
    std::size_t begin = marked ? 3 : 0;
    while (begin < text.size() && (text[begin] == '\n' || text[begin] == '\r')) ++begin;
    const std::size_t end = whole_rows(std::string_view(text).substr(begin), true);
    if (end > 0) return text.substr(0, begin + end);
    if (text.size() == bytes_.size()) return text;
  }
  throw Error(problem::unreadable_table, "the first row is longer than 256 MB", "is this a CSV file?");
}

bool CsvCutter::next(CsvPiece& piece) {
  if (offset_ >= bytes_.size()) return false;
  for (std::size_t size = size_; size <= longest_row; size *= 4) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(size, bytes_.size() - offset_));
    if (piece.bytes_.size() < wanted + CsvMarks::readable_behind)
      piece.bytes_.resize(wanted + CsvMarks::readable_behind);
    const std::size_t got = bytes_.read(offset_, std::span(piece.bytes_.data(), wanted));
    const bool is_last = offset_ + got >= bytes_.size() || got < wanted;
    piece.size_ = is_last ? got : whole_rows({piece.bytes_.data(), got}, false);
    if (piece.size_ == 0 && !is_last) continue;
    if (piece.size_ == 0) return false;
    piece.number_ = count_++;
    offset_ += piece.size_;
    return true;
  }
  throw Error(problem::unreadable_table, "a row is longer than 256 MB", "a quote may open there that nothing closes");
}

}  // namespace reckon::engine

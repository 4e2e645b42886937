// One pass looks for quotes that open a cell; between them newlines end rows.
#include "engine/storage/csv_cutter.hpp"

#include <algorithm>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"

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

// Where a plain cell ends: at a comma, a line feed, a carriage return or the end of the text.
std::size_t cell_end(const char* text, std::size_t at, std::size_t size) {
#ifdef __SSE2__
  const __m128i comma = _mm_set1_epi8(','), feed = _mm_set1_epi8('\n'), carriage = _mm_set1_epi8('\r');
  for (; at + 16 <= size; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + at));
    const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, comma),
                                      _mm_or_si128(_mm_cmpeq_epi8(bytes, feed), _mm_cmpeq_epi8(bytes, carriage)));
    if (const int found = _mm_movemask_epi8(ends))
      return at + static_cast<std::size_t>(__builtin_ctz(static_cast<unsigned>(found)));
  }
#endif
  while (at < size && text[at] != ',' && text[at] != '\n' && text[at] != '\r') ++at;
  return at;
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
    piece.text.resize(static_cast<std::size_t>(std::min<std::uint64_t>(size, bytes_.size() - offset_)));
    piece.text.resize(bytes_.read(offset_, piece.text));
    const bool is_last = offset_ + piece.text.size() >= bytes_.size() || piece.text.size() < size;
    const std::size_t end = is_last ? piece.text.size() : whole_rows(piece.text, false);
    if (end == 0 && !is_last) continue;
    if (end == 0) return false;
    piece.text.resize(end);
    piece.offset = offset_;
    piece.number = count_++;
    offset_ += end;
    return true;
  }
  throw Error(problem::unreadable_table, "a row is longer than 256 MB", "a quote may open there that nothing closes");
}

CsvCells::Row CsvCells::next() {
  newlines_ += row_newlines_;
  row_newlines_ = 0;
  begin_ = at_;
  if (at_ == text_.size()) return Row::end;
  const char* const text = text_.data();
  const std::size_t size = text_.size();
  std::size_t column = 0;
  std::size_t at = at_;
  bool quoted = false;
  if (text[at] == '\n' || (text[at] == '\r' && at + 1 < size && text[at + 1] == '\n')) {
    at_ = at + (text[at] == '\n' ? 1 : 2);
    row_newlines_ = 1;
    return Row::empty;
  }
  for (;; ++column) {
    if (column == cells_.size()) return skip_row();
    const std::size_t from = at;
    if (at < size && text[at] == '"') {
      const std::size_t close = text_.find('"', at + 1);
      if (close == std::string_view::npos || (close + 1 < size && text[close + 1] == '"')) return skip_row();
      quoted = true;
      cells_[column] = text_.substr(at + 1, close - at - 1);
      at = close + 1;
      if (at < size && text[at] != ',' && text[at] != '\n' && text[at] != '\r') return skip_row();
    } else {
      at = cell_end(text, at, size);
      cells_[column] = {text + from, at - from};
    }
    if (at == size) break;
    if (text[at] == ',') {
      ++at;
      continue;
    }
    if (text[at] == '\r') {
      if (at + 1 == size || text[at + 1] != '\n') return skip_row();
      ++at;
    }
    ++at;
    break;
  }
  if (column + 1 != cells_.size()) return skip_row();
  at_ = at;
  row_newlines_ = quoted                 ? static_cast<std::size_t>(std::count(text + begin_, text + at_, '\n'))
                  : text[at - 1] == '\n' ? 1
                                         : 0;
  return Row::cells;
}

CsvCells::Row CsvCells::skip_row() {
  const std::size_t end = whole_rows(text_.substr(begin_), true);
  at_ = end == 0 ? text_.size() : begin_ + end;
  row_newlines_ = static_cast<std::size_t>(std::count(text_.data() + begin_, text_.data() + at_, '\n'));
  return Row::difficult;
}

}  // namespace reckon::engine

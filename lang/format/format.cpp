// Laying words out on lines.
#include "lang/format/format.hpp"

#include <utf8proc.h>

#include <algorithm>

#include "lang/ast/print.hpp"
#include "lang/format/format_words.hpp"
#include "lang/parse/parse.hpp"
#include "lang/parse/scan.hpp"

namespace reckon::lang {
namespace {

using What = FormatWord::What;

constexpr std::size_t step = 2;            // blanks of an indentation
constexpr std::size_t before_comment = 2;  // blanks at least

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    utf8proc_int32_t point = 0;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &point);
    if (size <= 0) break;
    width += static_cast<std::size_t>(utf8proc_charwidth(point));
    text.remove_prefix(static_cast<std::size_t>(size));
  }
  return width;
}

struct Line {
  std::string text, comment;
  bool verbatim = false;
};

class Layouter {
 public:
  explicit Layouter(const Script& script)
      : script_(script), marks_(format_marks(script)), words_(format_words(script, marks_)) {}

  std::string format() {
    for (at_ = 0; at_ < words_.size(); ++at_) place(words_[at_]);
    align_comments();
    std::string text;
    for (const Line& line : lines_) {
      text += line.text;
      if (!line.comment.empty() && !line.text.empty()) text += std::string(line_gap(line), ' ');
      text += line.comment + '\n';
    }
    return text;
  }

 private:
  struct Bracket {
    bool holds_rows = false;  // it opens lines of rows or members, of which a line may go on
    std::size_t level = 0;    // of the line that opened it
  };

  void place(const FormatWord& word) {
    if (word.what == What::comment && word.text == "# fmt: off" && brackets_.empty() &&
        (word.newlines > 0 || lines_.empty()))
      return leave_alone(word);
    if (word.opens_statement) statement_ = kind_at(word);
    const bool first = lines_.empty();
    if (word.what == What::comment && word.newlines == 0 && !first) {
      lines_.back().comment = word.text;
      must_break_ = true;
      return;
    }
    if (first || word.newlines > 0 || word.opens_statement || must_break_) {
      begin_line(word, first);
    } else if (blank_between(words_[at_ - 1], word)) {
      lines_.back().text += ' ';
    }
    if (word.what == What::comment) {
      if (lines_.back().text.find_first_not_of(' ') == std::string::npos) lines_.back().text += word.text;
      must_break_ = true;
      return;
    }
    lines_.back().text += word.text;
    if (word.is_open()) {
      const bool ends_line =
          at_ + 1 < words_.size() && (words_[at_ + 1].newlines > 0 || words_[at_ + 1].what == What::comment);
      brackets_.push_back({word.is("{") && ends_line, level_});
    }
    if (word.is_close() && !brackets_.empty()) brackets_.pop_back();
    previous_ = &word;
  }

  void begin_line(const FormatWord& word, bool first) {
    const bool inside = previous_ != nullptr && !word.opens_statement && !between(word);
    const bool tight = first || (inside && previous_->is_open()) || word.is_close();
    if (word.newlines > 1 && !tight) lines_.emplace_back();
    must_break_ = false;
    lines_.emplace_back();
    level_ = inside ? level_of(word) : 0;
    lines_.back().text = std::string(level_ * step, ' ');
  }

  // True for a comment that stands between statements.
  bool between(const FormatWord& word) const {
    if (word.what != What::comment || !brackets_.empty()) return false;
    const auto next = std::find_if(words_.begin() + static_cast<std::ptrdiff_t>(at_), words_.end(),
                                   [](const FormatWord& each) { return each.what != What::comment; });
    return next == words_.end() || next->opens_statement;
  }

  std::size_t level_of(const FormatWord& word) const {
    if (brackets_.empty()) return 1;
    const Bracket& open = brackets_.back();
    if (word.is_close()) return open.level;
    const bool goes_on =
        previous_->what == What::sign && !previous_->is(",") && !previous_->is_open() && !previous_->is_close();
    return open.level + 1 + (open.holds_rows && goes_on && word.what != What::comment ? 1 : 0);
  }

  StatementKind kind_at(const FormatWord& word) const {
    for (const Statement* statement : script_.statements)
      if (statement->span.begin <= word.begin && word.begin < statement->span.end) return statement->kind;
    return StatementKind::query;
  }

  bool blank_between(const FormatWord& left, const FormatWord& right) const {
    if (left.is("{") && right.is("}")) return false;
    if (right.is(",") || right.is(")") || right.is("]") || right.is("[") || right.is(";")) return false;
    if (left.is("(") || left.is("[") || left.is(".") || right.is(".") || left.is("~")) return false;
    if (left.is("-") && marks_.negations.contains(left.begin)) return false;
    if (right.is("..")) return marks_.open_below.contains(right.begin);
    if (left.is("..")) return statement_ != StatementKind::load && !begins_upper_end();
    if (right.is(":")) return !(statement_ == StatementKind::measure && brackets_.empty()) ? in_records() : true;
    if (right.is("(")) return !marks_.calls.contains(left.begin);
    return true;
  }

  // True inside the braces of `load … as records`, where `revenue : USD` is written like a measure.
  bool in_records() const { return statement_ == StatementKind::load; }

  // True where the words from here on, past opening brackets, are the upper end of a range.
  bool begins_upper_end() const {
    std::size_t i = at_;
    while (i < words_.size() && words_[i].is("(") && !marks_.upper_ends.contains(words_[i].begin)) ++i;
    return i < words_.size() && marks_.upper_ends.contains(words_[i].begin);
  }

  // The lines up to `# fmt: on`, that one included.
  void leave_alone(const FormatWord& off) {
    const std::string& text = script_.source->text;
    std::size_t last = at_;
    while (last + 1 < words_.size() && !(words_[last].what == What::comment && words_[last].text == "# fmt: on"))
      ++last;
    const std::size_t end = std::min(text.find('\n', words_[last].begin), text.size());
    if (off.newlines > 1 && !lines_.empty()) lines_.emplace_back();
    for (std::size_t begin = off.begin; begin < end;) {
      const std::size_t newline = std::min(text.find('\n', begin), end);
      std::string line = text.substr(begin, newline - begin);
      if (!line.empty() && line.back() == '\r') line.pop_back();
      lines_.push_back({std::move(line), {}, true});
      begin = newline + 1;
    }
    at_ = last;
    brackets_.clear();
    previous_ = nullptr;
    must_break_ = true;
  }

  std::size_t line_gap(const Line& line) const {
    return before_comment + column_.at(static_cast<std::size_t>(&line - lines_.data())) - width_of(line.text);
  }

  // Comments behind neighbouring lines begin in one column.
  void align_comments() {
    column_.assign(lines_.size(), 0);
    for (std::size_t begin = 0; begin < lines_.size();) {
      std::size_t end = begin, widest = 0;
      while (end < lines_.size() && !lines_[end].comment.empty() && !lines_[end].text.empty())
        widest = std::max(widest, width_of(lines_[end++].text));
      std::fill(column_.begin() + static_cast<std::ptrdiff_t>(begin),
                column_.begin() + static_cast<std::ptrdiff_t>(end), widest);
      begin = end + 1;
    }
  }

  const Script& script_;
  FormatMarks marks_;
  std::vector<FormatWord> words_;
  std::size_t at_ = 0;
  const FormatWord* previous_ = nullptr;  // the last word that is no comment
  StatementKind statement_ = StatementKind::query;
  std::vector<Bracket> brackets_;
  std::size_t level_ = 0;    // of the line being written
  bool must_break_ = false;  // a comment ended the line
  std::vector<Line> lines_;
  std::vector<std::size_t> column_;
};

}  // namespace

std::string laid_out(const Script& script) { return Layouter(script).format(); }

std::string format_script(std::shared_ptr<const SourceText> source) {
  const auto script = parse_script(source);
  std::string text = laid_out(*script);
  // A layout that would read otherwise is not worth having: the text stays as it is.
  try {
    const auto again = parse_script(std::make_shared<SourceText>(SourceText{source->name, text}));
    if (same_tree(*script, *again)) return text;
  } catch (const Failure&) {}
  return source->text;
}

}  // namespace reckon::lang

// Cutting a text that parses into words.
#include "lang/format/format_words.hpp"

#include "lang/parse/scan.hpp"

namespace reckon::lang {
namespace {

using What = FormatWord::What;

class WordReader {
 public:
  WordReader(const Script& script, const FormatMarks& marks)
      : script_(script),
        marks_(marks),
        begin_(script.source->text.data()),
        end_(begin_ + script.source->text.size()),
        at_(begin_) {
    if (scan::stands(at_, end_, "\xef\xbb\xbf")) at_ += 3;
  }

  std::vector<FormatWord> read() {
    while (at_ != end_) step();
    return std::move(words_);
  }

 private:
  std::uint32_t offset() const { return static_cast<std::uint32_t>(at_ - begin_); }

  void step() {
    if (*at_ == '\n') ++newlines_;
    if (*at_ == '\n' || *at_ == '\r' || *at_ == ' ' || *at_ == '\t') {
      ++at_;
      return;
    }
    if (*at_ == ';' && between_statements()) {
      if (newlines_ == 0) newlines_ = 1;  // what follows has a line of its own
      ++at_;
      return;
    }
    if (*at_ == '#') return add(What::comment, scan::comment(at_, end_));
    if (const auto unit = marks_.units.find(offset()); unit != marks_.units.end())
      return add(What::unit, unit->second - offset());
    if (const std::size_t size = scan::quoted(at_, end_)) return add(What::quoted, size);
    if (*at_ >= '0' && *at_ <= '9') return add(What::literal, scan::literal(at_, end_).length);
    const std::size_t sign = *at_ == '$' ? 1 : 0;
    if (const std::size_t size = scan::name(at_ + sign, end_)) return add(What::name, sign + size);
    for (const std::string_view two : {"->", "..", "!=", "<=", ">=", "??", "+-"})
      if (scan::stands(at_, end_, two)) return add(What::sign, two.size());
    add(What::sign, scan::character(at_, end_));
  }

  bool between_statements() const {
    return statement_ == 0 || offset() >= script_.statements[statement_ - 1]->span.end;
  }

  void add(What what, std::size_t size) {
    FormatWord word{what, {at_, size}, offset(), newlines_, false};
    while (what == What::comment && std::string_view(" \t\r").find(word.text.back()) != std::string_view::npos)
      word.text.remove_suffix(1);
    if (what != What::comment && statement_ < script_.statements.size() &&
        word.begin >= script_.statements[statement_]->span.begin) {
      word.opens_statement = true;
      ++statement_;
    }
    // A comment behind a `;` still stands on the line of what is before it.
    words_.push_back(word);
    newlines_ = 0;
    at_ += size;
  }

  const Script& script_;
  const FormatMarks& marks_;
  const char* begin_;
  const char* end_;
  const char* at_;
  std::uint32_t newlines_ = 0;
  std::size_t statement_ = 0;  // the next one
  std::vector<FormatWord> words_;
};

}  // namespace

std::vector<FormatWord> format_words(const Script& script, const FormatMarks& marks) {
  return WordReader(script, marks).read();
}

}  // namespace reckon::lang

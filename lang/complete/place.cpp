// Splitting a text into words up to its end.
#include "lang/complete/place.hpp"

#include "lang/parse/scan.hpp"

namespace reckon::lang {
namespace {

using What = PlaceWord::What;

class PlaceReader {
 public:
  explicit PlaceReader(std::string_view text) : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {}

  Place read() {
    while (at_ != end_ && !place_.in_quotes) step();
    if (!place_.in_quotes) take_prefix();
    return std::move(place_);
  }

 private:
  void step() {
    if (const std::size_t size = scan::blanks(at_, end_)) return skip(size);
    if (*at_ == '#') {
      const std::size_t size = scan::comment(at_, end_);
      place_.in_comment = at_ + size == end_;
      return skip(size);
    }
    if (*at_ == '\n' || *at_ == ';') {
      if (depth_ == 0 && (*at_ == ';' || !goes_on())) place_.words.clear();
      return skip(1);
    }
    if (*at_ == '"') return quoted();
    if (const std::size_t size = scan::literal(at_, end_).length) return add(What::number, size);
    if (const std::size_t size = scan::name(at_, end_)) return add(What::name, size);
    sign();
  }

  void quoted() {
    if (const std::size_t size = scan::quoted(at_, end_)) {
      place_.words.push_back({What::quoted, {at_ + 1, size - 2}});
      return skip(size);
    }
    place_.in_quotes = true;
    place_.begin = static_cast<std::size_t>(at_ - begin_);
    place_.prefix = {at_ + 1, static_cast<std::size_t>(end_ - at_ - 1)};
  }

  void sign() {
    for (const std::string_view two : {"->", "..", "!=", "<=", ">=", "??"})
      if (scan::stands(at_, end_, two)) return add(What::sign, two.size());
    if (*at_ == '(' || *at_ == '[' || *at_ == '{') ++depth_;
    if ((*at_ == ')' || *at_ == ']' || *at_ == '}') && depth_ > 0) --depth_;
    add(What::sign, scan::character(at_, end_));
  }

  void add(What what, std::size_t size) {
    place_.words.push_back({what, {at_, size}});
    skip(size);
  }
  void skip(std::size_t size) { at_ += size; }

  // True where the last word waits for more, so that a newline ends nothing.
  bool goes_on() const {
    const PlaceWord last = place_.last();
    return last.what == What::sign && !last.text.empty() &&
           std::string_view("=+-*/^<>,??").find(last.text) != std::string_view::npos;
  }

  void take_prefix() {
    place_.begin = static_cast<std::size_t>(end_ - begin_);
    if (place_.words.empty()) return;
    const PlaceWord word = place_.words.back();
    const bool touches = word.what != What::sign && word.text.data() + word.text.size() == end_;
    if (!touches || word.what == What::quoted) return;
    place_.prefix = word.text;
    place_.begin = static_cast<std::size_t>(word.text.data() - begin_);
    place_.words.pop_back();
  }

  const char* begin_;
  const char* at_;
  const char* end_;
  int depth_ = 0;
  Place place_;
};

}  // namespace

std::optional<Place::OpenBracket> Place::innermost() const {
  int closed = 0;
  std::size_t commas = 0;
  for (std::size_t i = words.size(); i-- > 0;) {
    if (words[i].what != What::sign || words[i].text.size() != 1) continue;
    const char c = words[i].text.front();
    if (c == ')' || c == ']' || c == '}') ++closed;
    if (c == ',' && closed == 0) ++commas;
    if (c != '(' && c != '[' && c != '{') continue;
    if (closed == 0) return OpenBracket{i, commas};
    --closed;
  }
  return std::nullopt;
}

Place place_at_end(std::string_view text) { return PlaceReader(text).read(); }

}  // namespace reckon::lang

// The words before a cursor, of the statement that it stands in.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reckon::lang {

struct PlaceWord {
  enum class What { name, quoted, number, sign } what = What::sign;
  std::string_view text;  // without quotes
};

struct Place {
  std::vector<PlaceWord> words;  // whole ones
  std::string_view prefix;       // of the word in progress, without its opening quote
  std::size_t begin = 0;         // where that begins, with its quote
  bool in_quotes = false;
  bool in_comment = false;

  // The word `back` places before the end; an empty sign where there is none.
  PlaceWord last(std::size_t back = 0) const {
    return back < words.size() ? words[words.size() - 1 - back] : PlaceWord{};
  }
  bool is_last(std::string_view text, std::size_t back = 0) const {
    const PlaceWord word = last(back);
    return word.what != PlaceWord::What::quoted && word.text == text;
  }
  // The bracket that is still open and how many commas stand behind it on its level.
  struct OpenBracket {
    std::size_t at = 0;
    std::size_t commas = 0;
  };
  std::optional<OpenBracket> innermost() const;
};

Place place_at_end(std::string_view text);

}  // namespace reckon::lang

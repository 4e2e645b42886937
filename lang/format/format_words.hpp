// A script as its words and comments, with what stood between them.
#pragma once

#include <string_view>
#include <vector>

#include "lang/format/format_marks.hpp"

namespace reckon::lang {

struct FormatWord {
  enum class What : std::uint8_t { name, quoted, literal, unit, sign, comment } what = What::sign;
  std::string_view text;
  std::uint32_t begin = 0;
  std::uint32_t newlines = 0;  // before it
  bool opens_statement = false;

  bool is(std::string_view sign) const { return what == What::sign && text == sign; }
  bool is_open() const { return is("(") || is("[") || is("{"); }
  bool is_close() const { return is(")") || is("]") || is("}"); }
};

// In order; `;` between statements are left out.
std::vector<FormatWord> format_words(const Script&, const FormatMarks&);

}  // namespace reckon::lang

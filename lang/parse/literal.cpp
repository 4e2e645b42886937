// The value of a number as it is written: digits by the engine, then an exact scale.
#include "lang/parse/literal.hpp"

#include <utility>

namespace reckon::lang {
namespace {

struct Scale {
  std::string_view suffix;
  int decimals;  // value = digits * 10^-decimals
};

// Longer suffixes stand before their own endings.
constexpr Scale scales[] = {{"万亿", -12}, {"萬億", -12}, {"万", -4}, {"萬", -4}, {"亿", -8}, {"億", -8},
                            {"k", -3},     {"M", -6},     {"B", -9},  {"T", -12}, {"%", 2}};

}  // namespace

std::optional<engine::Number> literal_value(std::string_view text) {
  int decimals = 0;
  for (const Scale& scale : scales) {
    if (text.size() <= scale.suffix.size() || text.substr(text.size() - scale.suffix.size()) != scale.suffix) continue;
    text.remove_suffix(scale.suffix.size());
    decimals = scale.decimals;
    break;
  }
  auto value = engine::Number::parse(text);
  if (!value || decimals == 0) return value;
  return *value * engine::Number::decimal(1, decimals);
}

}  // namespace reckon::lang

// Widths and escapes by the tables of utf8proc.
#include "api/width.hpp"

#include <utf8proc.h>

#include <array>
#include <cstdio>

namespace reckon {
namespace {

struct CodePoint {
  utf8proc_int32_t value = -1;  // negative for a byte that begins none
  std::size_t bytes = 1;
};

CodePoint first_of(std::string_view text) {
  CodePoint point;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto read = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &point.value);
  if (read > 0)
    point.bytes = static_cast<std::size_t>(read);
  else
    point.value = -1;
  return point;
}

bool turns_direction(utf8proc_int32_t c) { return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069); }

std::string escaped(utf8proc_int32_t c) {
  if (c == '\n') return "\\n";
  if (c == '\t') return "\\t";
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "\\u%04x", static_cast<unsigned>(c));
  return buffer.data();
}

}  // namespace

std::size_t display_width(std::string_view utf8) {
  std::size_t width = 0;
  while (!utf8.empty()) {
    const CodePoint point = first_of(utf8);
    width += point.value < 0 ? 1 : static_cast<std::size_t>(utf8proc_charwidth(point.value));
    utf8.remove_prefix(point.bytes);
  }
  return width;
}

std::string cut_to_width(std::string_view utf8, std::size_t width) {
  if (display_width(utf8) <= width) return std::string(utf8);
  std::size_t used = 0, at = 0;
  while (at < utf8.size()) {
    const CodePoint point = first_of(utf8.substr(at));
    const std::size_t wide = point.value < 0 ? 1 : static_cast<std::size_t>(utf8proc_charwidth(point.value));
    if (used + wide + 1 > width) break;
    used += wide;
    at += point.bytes;
  }
  return std::string(utf8.substr(0, at)) + (width == 0 ? "" : "…");
}

std::string printable(std::string_view utf8) {
  std::string result;
  result.reserve(utf8.size());
  while (!utf8.empty()) {
    const CodePoint point = first_of(utf8);
    if (point.value < 0)
      result += "\xef\xbf\xbd";
    else if (utf8proc_category(point.value) == UTF8PROC_CATEGORY_CC || turns_direction(point.value))
      result += escaped(point.value);
    else
      result += utf8.substr(0, point.bytes);
    utf8.remove_prefix(point.bytes);
  }
  return result;
}

}  // namespace reckon

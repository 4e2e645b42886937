// How an error is shown. Only one line of the source is ever looked at closely, and at most a window of it.
#include "lang/diagnostics/diagnostic.hpp"

#include <utf8proc.h>

#include <algorithm>

namespace reckon::lang {
namespace {

constexpr int widest = 100;  // columns of a source line that are shown
constexpr int lead = 40;     // columns before the span where a line is cut
constexpr std::string_view cut = "…";

// One code point (or one broken byte) as it is shown.
struct Glyph {
  std::size_t bytes = 1;
  int width = 1;
  std::string shown;
};

std::string escaped(utf8proc_int32_t code, bool is_byte) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (auto rest = static_cast<std::uint32_t>(code); rest != 0 || hex.size() < 2; rest /= 16) {
    hex.insert(hex.begin(), digits[rest % 16]);
  }
  return is_byte || code < 128 ? "\\x" + hex : "\\u{" + hex + "}";
}

bool is_invisible(utf8proc_int32_t code) {
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return true;
    default: return false;
  }
}

Glyph glyph(std::string_view text, std::size_t at) {
  utf8proc_int32_t code = 0;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at);
  const auto size = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &code);
  Glyph made;
  if (size <= 0) {
    made.shown = escaped(static_cast<unsigned char>(text[at]), true);
    made.width = static_cast<int>(made.shown.size());
    return made;
  }
  made.bytes = static_cast<std::size_t>(size);
  if (code == '\t') {
    made.shown = " ";
  } else if (is_invisible(code)) {
    made.shown = escaped(code, false);
    made.width = static_cast<int>(made.shown.size());
  } else {
    made.shown = text.substr(at, made.bytes);
    made.width = utf8proc_charwidth(code);
  }
  return made;
}

std::string visible(std::string_view text) {
  std::string shown;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\n') {
      shown += text[at++];
      continue;
    }
    const Glyph next = glyph(text, at);
    shown += next.shown;
    at += next.bytes;
  }
  return shown;
}

std::size_t line_begin(std::string_view text, std::size_t offset) {
  if (offset == 0) return 0;
  const std::size_t newline = text.rfind('\n', offset - 1);
  return newline == std::string_view::npos ? 0 : newline + 1;
}

// The first byte of the part of a line that is shown: its beginning where the line fits, else some columns before
// `offset`.
std::size_t window_begin(std::string_view line, std::size_t offset) {
  int width = 0;
  std::size_t at = 0;
  while (at < line.size() && width <= widest) {
    const Glyph next = glyph(line, at);
    width += next.width;
    at += next.bytes;
  }
  if (width <= widest) return 0;
  at = offset;
  for (int columns = 0; at > 0 && columns < lead; ++columns) {
    do { --at; } while (at > 0 && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U);
  }
  return at;
}

// The shown part of a line and the carets under [begin, end) of it.
struct Excerpt {
  std::string line;
  std::string carets;
};

Excerpt excerpt(std::string_view line, std::size_t begin, std::size_t end) {
  Excerpt made;
  std::size_t at = window_begin(line, begin);
  int width = 0;
  int before = 0;  // columns before the span
  int under = 0;   // columns of the span
  if (at > 0) {
    made.line = cut;
    width = before = 1;
  }
  while (at < line.size()) {
    const Glyph next = glyph(line, at);
    if (width + next.width > widest) {
      made.line += cut;
      break;
    }
    if (at < begin) before += next.width;
    if (at >= begin && at < end) under += next.width;
    width += next.width;
    made.line += next.shown;
    at += next.bytes;
  }
  made.carets = std::string(static_cast<std::size_t>(before), ' ') +
                std::string(std::max<std::size_t>(1, static_cast<std::size_t>(under)), '^');
  return made;
}

void render_place(const Diagnostic& d, std::string& out) {
  const std::string_view text = d.source->text;
  const std::size_t offset = std::min<std::size_t>(d.span.begin, text.size());
  const LineColumn place = line_column(*d.source, d.span.begin);
  const std::string number = std::to_string(place.line);
  out += "  " + visible(d.source->name) + ":" + number + ":" + std::to_string(place.column) + "\n";

  const std::size_t first = line_begin(text, offset);
  std::string_view line = text.substr(first, text.find('\n', offset) - first);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  const std::size_t begin = std::min(offset - first, line.size());
  const std::size_t end = std::min(std::max<std::size_t>(d.span.end, offset) - first, line.size());
  const Excerpt shown = excerpt(line, begin, end);
  out += "  " + number + " | " + shown.line + "\n";
  out += "  " + std::string(number.size(), ' ') + " | " + shown.carets + "\n";
}

}  // namespace

LineColumn line_column(const SourceText& source, std::uint32_t offset) {
  const std::string_view before = std::string_view(source.text).substr(0, offset);
  LineColumn place{source.first_line, 1};
  place.line += static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  for (const char c : before.substr(line_begin(before, before.size()))) {
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++place.column;
  }
  return place;
}

std::string render(const Diagnostic& d) {
  std::string out = "error: " + visible(d.message) + "\n";
  if (d.source != nullptr) render_place(d, out);
  if (!d.hint.empty()) out += "  " + visible(d.hint) + "\n";
  return out;
}

}  // namespace reckon::lang

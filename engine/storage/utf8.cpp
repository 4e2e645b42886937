// Well-formed byte sequences by the table of RFC 3629; eight plain ASCII bytes are passed at once.
#include "engine/storage/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace reckon::engine {
namespace {

// True where all eight bytes are 0x01 to 0x7f.
bool all_ascii(const char* at) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  constexpr std::uint64_t ones = 0x0101010101010101U, tops = 0x8080808080808080U;
  return ((word | (word - ones)) & tops) == 0;
}

// The length of the character at the front, 0 where there is none.
std::size_t character(std::string_view bytes) noexcept {
  const auto byte = [&](std::size_t i) { return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U; };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned lead = byte(0), second = byte(1);
  if (lead < 0x80) return lead != 0 ? 1 : 0;
  if (lead < 0xC2 || lead > 0xF4 || !continues(1)) return 0;
  if (lead < 0xE0) return 2;
  if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || !continues(2)) return 0;
  if (lead < 0xF0) return 3;
  if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F) || !continues(3)) return 0;
  return 4;
}

}  // namespace

std::size_t find_not_text(std::string_view bytes) noexcept {
  std::size_t at = 0;
  while (at < bytes.size()) {
    if (bytes.size() - at >= 8 && all_ascii(bytes.data() + at)) {
      at += 8;
      continue;
    }
    const std::size_t length = character(bytes.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

}  // namespace reckon::engine

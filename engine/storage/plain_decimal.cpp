// Digits side by side in a word: those of each pair, then of four, then of eight are joined by one multiplication each,
// after D. Lemire, "Quickly parsing eight digits" (2018).
#include "engine/storage/plain_decimal.hpp"

#include <bit>

namespace reckon::engine {
namespace {

constexpr std::size_t most_digits = 18;  // that 64 bits hold

constexpr std::uint64_t every(std::uint64_t byte) { return 0x0101010101010101U * byte; }

std::uint64_t load(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

// The place of the first point in a word of text, 8 where there is none. Bytes behind it may be taken for points.
unsigned point_in(std::uint64_t word) {
  const std::uint64_t other = word ^ every('.');
  return static_cast<unsigned>(std::countr_zero((other - every(1)) & ~other & every(0x80))) / 8;
}

// The lowest `bytes` bytes set.
__extension__ using Word128 = unsigned __int128;
Word128 lowest(std::size_t bytes) { return bytes == 16 ? ~Word128{0} : (Word128{1} << (8 * bytes)) - 1; }

// Whether each byte is a number from 0 to 9.
bool all_digits(std::uint64_t digits) { return ((digits | (digits + every(0x76))) & every(0x80)) == 0; }

// Eight digits, the first in the lowest byte.
std::uint64_t joined(std::uint64_t digits) {
  digits = digits * 10 + (digits >> 8);
  constexpr std::uint64_t pairs = 0x000000ff000000ffU;
  return ((digits & pairs) * (100 + (std::uint64_t{1'000'000} << 32)) +
          ((digits >> 16) & pairs) * (1 + (std::uint64_t{10'000} << 32))) >>
         32;
}

}  // namespace

bool read_plain_decimal(std::string_view text, PlainDecimal& decimal) {
  if (text.empty()) return false;
  const bool negative = text.front() == '-';
  std::size_t at = negative || text.front() == '+' ? 1 : 0;
  if (text.size() - at > most_digits) return false;
  std::int64_t value = 0;
  std::size_t digits = 0;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++digits) value = value * 10 + (text[at] - '0');
  if (digits == 0) return false;
  int scale = 0;
  if (at < text.size() && text[at] == '.') {
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++scale)
      value = value * 10 + (text[at] - '0');
    if (scale == 0) return false;
  }
  if (at != text.size()) return false;
  decimal = {negative ? -value : value, scale};
  return true;
}

bool read_padded_decimal(std::string_view text, PlainDecimal& decimal) {
  const bool negative = !text.empty() && text.front() == '-';
  const char* const from = text.data() + (negative ? 1 : 0);
  std::size_t size = text.size() - (negative ? 1 : 0);
  if (std::endian::native != std::endian::little || size == 0 || size > 16) return read_plain_decimal(text, decimal);
  const std::uint64_t low = load(from), high = load(from + 8);
  std::size_t point = point_in(low);
  if (point == 8) point += point_in(high);
  Word128 digits = Word128{high} << 64 | low;
  std::size_t scale = 0;
  if (point < size) {
    scale = size - point - 1;
    if (point == 0 || scale == 0) return read_plain_decimal(text, decimal);
    const Word128 before = lowest(point);
    digits = (digits & before) | (digits >> 8 & ~before);
    --size;
  }
  // The last digit in the highest byte, and 0 in those before the first.
  constexpr Word128 zeros = Word128{every('0')} << 64 | every('0');
  digits = (digits ^ zeros) << (8 * (16 - size));
  const auto first = static_cast<std::uint64_t>(digits), last = static_cast<std::uint64_t>(digits >> 64);
  if (!all_digits(first) || !all_digits(last)) return read_plain_decimal(text, decimal);
  const auto value = static_cast<std::int64_t>(joined(first) * 100'000'000 + joined(last));
  decimal = {negative ? -value : value, static_cast<int>(scale)};
  return true;
}

}  // namespace reckon::engine

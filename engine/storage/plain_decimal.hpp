// Plain decimals, as almost all cells of numbers are: a sign, up to 18 digits, a point among them.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace reckon::engine {

// value = mantissa * 10^-scale.
struct PlainDecimal {
  std::int64_t mantissa = 0;
  int scale = 0;
};

// False where the text is no plain decimal: it may still be a number.
bool read_plain_decimal(std::string_view text, PlainDecimal&);

// The same where `readable_behind` bytes behind the text may be read; eight digits at once.
inline constexpr std::size_t decimal_readable_behind = 16;
bool read_padded_decimal(std::string_view text, PlainDecimal&);

}  // namespace reckon::engine

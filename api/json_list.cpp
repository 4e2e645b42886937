// Strings of JSON.
#include "api/json_list.hpp"

#include <utf8proc.h>

#include <array>
#include <cstdio>

namespace reckon {

std::string json_string(std::string_view text) {
  std::string result = "\"";
  while (!text.empty()) {
    utf8proc_int32_t point = -1;
    const auto read = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &point);
    const std::size_t bytes = read > 0 ? static_cast<std::size_t>(read) : 1;
    if (read <= 0)
      result += "\\ufffd";
    else if (point == '"' || point == '\\')
      (result += '\\') += static_cast<char>(point);
    else if (point == '\n')
      result += "\\n";
    else if (point < 0x20) {
      std::array<char, 8> buffer{};
      std::snprintf(buffer.data(), buffer.size(), "\\u%04x", static_cast<unsigned>(point));
      result += buffer.data();
    } else
      result += text.substr(0, bytes);
    text.remove_prefix(bytes);
  }
  return result + '"';
}

}  // namespace reckon

// What a user got wrong, as a value: an identifier, a message in the user's words, and the mend.
// The engine throws it without a place; the language adds the place (lang/diagnostics).
#pragma once

#include <exception>
#include <string>
#include <string_view>

namespace reckon::engine {

struct Error : std::exception {
  std::string_view id;  // a constant of problems.hpp: names the entry in tests/errors
  std::string message;
  std::string hint;  // what to write instead, or empty

  Error(std::string_view what, std::string said, std::string mend = {})
      : id(what), message(std::move(said)), hint(std::move(mend)) {}
  const char* what() const noexcept override { return message.c_str(); }
};

}  // namespace reckon::engine

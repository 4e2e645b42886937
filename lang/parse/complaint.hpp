// What is said where the grammar could not go on.
#pragma once

#include <string_view>

#include "lang/parse/builder.hpp"

namespace reckon::lang {

// What the grammar needed, in the user's words: "a value", "`)`".
struct Expectation {
  std::string_view what;
  std::string_view hint = {};
  std::string_view id = {};  // of problems.hpp, where the rule has a problem of its own
  char closing = 0;          // the bracket that should close here
};

// Throws Failure with the most telling account of what stands at `at` instead.
[[noreturn]] void complain(const Builder&, const Expectation&, const char* at);

}  // namespace reckon::lang

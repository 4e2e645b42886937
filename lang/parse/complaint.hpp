// What is said where the grammar could not go on.
#pragma once

#include <string_view>

#include "lang/parse/builder.hpp"

namespace reckon::lang {

// What the grammar needed, in the user's words: "a value", "`)`".
struct Expectation {
  std::string_view what;
  std::string_view hint = {};
  std::string_view id = {};     // of problems.hpp, where the rule has a problem of its own
  bool closes = false;          // a bracket should close here
  std::string_view first = {};  // what is needed instead right behind the opening bracket
};

// Fails where `at` is a comma inside a number, as in `1,000`, or what is behind it; does nothing otherwise.
void complain_of_separator(const Builder&, const char* at);

// Throws Failure with the most telling account of what stands at `at` instead.
[[noreturn]] void complain(const Builder&, const Expectation&, const char* at);

}  // namespace reckon::lang

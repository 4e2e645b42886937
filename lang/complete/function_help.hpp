// The words of the language that are not defined in it, each with its form, what it does, and an example: what the
// standard library says of its own definitions by `let`.
#pragma once

#include <span>
#include <string_view>

namespace reckon::lang {

struct WordHelp {
  std::string_view name;
  std::string_view form;  // `sum(e by … over …)`
  std::string_view description;
  std::string_view example;  // a query or statement over the vocabulary of `use compute`
};

// Built-in functions.
std::span<const WordHelp> function_help();
// Verbs, statements and clauses.
std::span<const WordHelp> word_help();

// The entry of that name in either; null where there is none.
const WordHelp* find_help(std::string_view name);

}  // namespace reckon::lang

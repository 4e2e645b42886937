// What may stand at a place of a text: completion for a prompt, an editor, a notebook.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lang/check/environment.hpp"

namespace reckon::lang {

struct Completion {
  std::string text;         // as it is written in the language, quoted where it must be
  std::string description;  // what it is, to be shown beside it
};

struct Completions {
  std::size_t begin = 0;          // where the word that they replace begins, in bytes
  std::vector<Completion> items;  // in the order in which they were declared
  bool is_file = false;           // a file's name is wanted: the text from `begin` on is its beginning
};

// For the end of `before`, by what stands there: members after `year =` or in a measure's argument, dimensions after
// `by`, units after `to`, and so on; elsewhere measures, definitions and functions. A word in progress chooses those
// that begin with it, whatever the case; members also by their aliases.
Completions complete(const Environment&, std::string_view before);

}  // namespace reckon::lang

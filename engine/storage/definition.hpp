// A rule or a definition by `let`, kept as its text; what it means is worked out again when the file is opened.
#pragma once

#include <cstdint>
#include <string>

#include "engine/model/number.hpp"

namespace reckon::engine {

struct Definition {
  std::string text;                    // one statement, without script parameters
  std::string file;                    // the text that it stood in, for messages
  std::size_t line = 1, column = 1;    // and where
  Number about{Number::ratio(1, 20)};  // what `~` deviated by where it stood
  std::int64_t step = 0;               // how it stands in order among the declarations
};

}  // namespace reckon::engine

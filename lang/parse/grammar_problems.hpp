// A check of the grammar itself.
#pragma once

#include <cstddef>

namespace reckon::lang {

// The number of rules that could repeat without taking anything, so that parsing would not end. 0 where all is well.
std::size_t grammar_problems();

}  // namespace reckon::lang

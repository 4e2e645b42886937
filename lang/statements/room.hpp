// Whether a store may hold more: what facts and names take is counted, about, before any is written.
#pragma once

#include <cstdint>

#include "engine/exec/program.hpp"

namespace reckon::lang {

// Bytes of memory, about, that the facts of all measures take.
std::uint64_t bytes_held(const engine::Program&);
// The same of `rows` facts of one measure.
std::uint64_t bytes_of_facts(const engine::Measure&, std::uint64_t rows);

// Throws engine::Error too-many-rows or too-many-bytes where `more` facts of a measure, and `bytes` of texts with them,
// would pass the program's limits. `held` is what is there already.
void require_room(const engine::Program&, engine::MeasureId, std::uint64_t held, std::uint64_t more,
                  std::uint64_t bytes = 0);

}  // namespace reckon::lang

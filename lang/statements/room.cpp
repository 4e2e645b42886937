// Counting what facts take.
#include "lang/statements/room.hpp"

#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"
#include "engine/model/readable.hpp"

namespace reckon::lang {
namespace {

std::string count(std::uint64_t number) {
  return engine::readable(engine::Number::from_int128(static_cast<engine::Int128>(number)));
}

}  // namespace

std::uint64_t bytes_of_facts(const engine::Measure& measure, std::uint64_t rows) {
  constexpr std::uint64_t ends_and_provenance = 48;
  return rows * (measure.axes.size() * sizeof(engine::Code) + ends_and_provenance);
}

std::uint64_t bytes_held(const engine::Program& program) {
  std::uint64_t bytes = 0;
  for (engine::MeasureId id = 0; id < program.facts.size(); ++id)
    bytes += bytes_of_facts(program.catalog->measure(id), program.facts[id]->size());
  return bytes;
}

void require_room(const engine::Program& program, engine::MeasureId id, std::uint64_t held, std::uint64_t more,
                  std::uint64_t bytes) {
  const engine::Measure& measure = program.catalog->measure(id);
  if (program.facts[id]->size() + more > program.limits.rows)
    throw engine::Error(engine::problem::too_many_rows,
                        measure.name + " would have more than " + count(program.limits.rows) + " facts",
                        "load a part of them");
  if (held + bytes_of_facts(measure, more) + bytes > program.limits.bytes)
    throw engine::Error(engine::problem::too_many_bytes,
                        "the facts would take more than " + count(program.limits.bytes) + " bytes of memory",
                        "load a part of them");
}

}  // namespace reckon::lang

// Fuzz target: any bytes load as CSV to their end, all or nothing, and every complaint can be shown.
#include <cstdint>
#include <cstdlib>

#include "lang/session.hpp"

using namespace reckon;

namespace {

constexpr const char* vocabulary =
    "unit u\n"
    "dimension a\n"
    "dimension b { x, y }\n"
    "source s\n"
    "measure m(a, b, quarter) : u stock in -5..\n"
    "relation r(a)\n";

constexpr const char* loads[] = {
    "load \"data\" as m(a, b, quarter) value low..high best best from column s as column kind on column day note "
    "column note",
    "load \"data\" as m(a, b, quarter format \"%m/%d/%Y\") value best ci 90% from s skipping errors up to 3",
    "load \"data\" as r(a) skipping errors up to 1000",
    "load \"data\" as dimension c = a -> b",
    "load \"data\" as dimension c = a -> (b, a = note) skipping errors up to 5",
};

// All facts and members.
std::size_t size_of(const engine::Program& program) {
  std::size_t size = 0;
  for (const auto& facts : program.facts) size += facts->size();
  for (const auto& dimension : program.catalog->dimensions()) size += 1 + dimension.size();
  return size;
}

void show(const lang::Outcome& outcome) {
  for (const lang::Diagnostic& diagnostic : outcome.diagnostics)
    if (lang::render(diagnostic).empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  lang::Session session([&](const std::string& path, const std::string&) { return lang::FileText{path, text, {}}; });
  const auto run = [&](const char* script) {
    return session.run(std::make_shared<lang::SourceText>(lang::SourceText{"fuzz.rk", script}), show);
  };
  if (!run(vocabulary)) std::abort();
  for (const char* load : loads) {
    const std::size_t before = size_of(session.environment().store.program());
    if (!run(load) && size_of(session.environment().store.program()) != before) std::abort();
  }
  return 0;
}

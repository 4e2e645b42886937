// Fuzz target: any script runs to its end under limits, and everything it says can be printed in every format.
#include <cstdint>
#include <cstdlib>

#include "api/csv.hpp"
#include "api/json.hpp"
#include "api/why.hpp"
#include "lang/session.hpp"

using namespace reckon;

namespace {

void print_all(const lang::Outcome& outcome) {
  using What = lang::Outcome::What;
  std::size_t printed = 0;
  for (const lang::Diagnostic& diagnostic : outcome.diagnostics) printed += lang::render(diagnostic).size();
  if (outcome.answer) {
    const ShownAnswer shown{*outcome.answer, outcome.query, outcome.columns};
    printed += text(shown, {}).size() + json(shown).size() + csv(shown).size() + markdown(shown, {}).size();
    if (outcome.what == What::why) printed += why_text(shown, {}).size();
  }
  printed += trees_text(outcome.trees, {}).size();
  const bool says_nothing = outcome.what == What::conflicts || outcome.what == What::note;
  if (printed == 0 && !says_nothing) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lang::Session session;
  engine::Limits limits;
  limits.rows = 2'000;
  limits.steps = 100'000;
  limits.bits = 2'048;
  limits.lineage = 20'000;
  session.set_limits(limits);
  session.run(std::make_shared<lang::SourceText>(lang::SourceText{"fuzz.rk", {reinterpret_cast<const char*>(data), size}}), print_all);
  return 0;
}

// Fuzz target: any bytes are parsed or refused; what is parsed prints to a text that parses to the same tree.
#include <cstdint>
#include <cstdlib>

#include "lang/ast/print.hpp"
#include "lang/parse/parse.hpp"

using namespace reckon::lang;

namespace {

std::unique_ptr<Script> parsed(std::string text) {
  try {
    return parse_script(std::make_shared<SourceText>(SourceText{"fuzz.rk", std::move(text)}));
  } catch (const Failure& failure) {
    // Every complaint can be shown.
    for (const Diagnostic& diagnostic : failure.diagnostics)
      if (render(diagnostic).empty()) std::abort();
    return nullptr;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto script = parsed({reinterpret_cast<const char*>(data), size});
  if (!script) return 0;
  const auto again = parsed(print(*script));
  if (!again || !same_tree(*script, *again)) std::abort();
  return 0;
}

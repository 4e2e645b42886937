// The embedded standard library is the files of stdlib/, byte for byte.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "lang/stdlib/modules.hpp"
#include "tests/catch.hpp"

namespace {

using reckon::lang::Module;
using reckon::lang::modules;
const std::filesystem::path folder = std::filesystem::path(RECKON_TEST_DIR) / ".." / "stdlib";

std::string contents(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("every module is its file, byte for byte") {
  for (const Module& module : modules()) {
    INFO(module.name);
    const auto file = folder / (std::string(module.name) + ".rk");
    REQUIRE(std::filesystem::exists(file));
    CHECK(module.text == contents(file));
  }
}

TEST_CASE("every file of the standard library is a module") {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files += entry.path().extension() == ".rk";
  CHECK(modules().size() == files);
}

TEST_CASE("modules are ordered by name, each name once") {
  for (std::size_t i = 1; i < modules().size(); ++i) CHECK(modules()[i - 1].name < modules()[i].name);
}

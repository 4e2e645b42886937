// The list of subcommands.
#include "cli/subcommands.hpp"

#include <algorithm>
#include <array>

#include "cli/database_commands.hpp"
#include "cli/format_command.hpp"
#include "cli/test/test_command.hpp"

namespace reckon::cli {
namespace {

constexpr std::array subcommands{
    Subcommand{"check", check_database},
    Subcommand{"dump", dump_database},
    Subcommand{"fmt", format_scripts},
    Subcommand{"test", test_scripts},
};

}  // namespace

const Subcommand* find_subcommand(std::string_view word) {
  const auto* found =
      std::find_if(subcommands.begin(), subcommands.end(), [&](const Subcommand& each) { return each.name == word; });
  return found == subcommands.end() ? nullptr : found;
}

}  // namespace reckon::cli

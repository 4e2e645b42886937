// A test of one page of the manual: every block of reckon and every command on it runs and prints what the page shows.
#pragma once

#include <filesystem>
#include <string>

namespace reckon::runner {

// Blocks, by the word after the opening fence:
//   reckon          runs after the page's earlier ones, as one script; must succeed
//   reckon error    the same, but must fail; later blocks run without it
//   console         lines `$ COMMAND`, each followed by what it prints
//   text            right after a reckon block: what that block prints
// A line `<!-- reckon: STATEMENT -->` is a statement that runs without being shown.
// Everything runs in `root`, so that paths on a page are paths from there. True where all agree.
bool check_page(const std::string& program, const std::filesystem::path& page, const std::filesystem::path& root);

}  // namespace reckon::runner

// A database as a script that rebuilds it: statement by statement in the order in which they were made.
// Invariant: the script's run gives a database whose dump is the same, byte for byte.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace reckon::lang {

// Opens the file and hands the script to `out`, piece by piece. Throws engine::Error: what opening a database throws,
// and not-text for names that no script can hold (with a line break in them).
void dump(const std::string& path, const std::function<void(std::string_view)>& out);

}  // namespace reckon::lang

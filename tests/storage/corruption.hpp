// Damaged files: random bytes changed, files cut short, pages overwritten.
#pragma once

#include <filesystem>

namespace reckon::storage_test {

// Damages copies of a database that many times; each must open and answer, or be refused with an error. Nothing may
// crash or hang. False where something else happens.
bool damage_files(const std::filesystem::path& folder, int trials, unsigned seed);

}  // namespace reckon::storage_test

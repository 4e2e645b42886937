// Files and lines for the golden tests.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace reckon::runner {

// The whole file; throws std::runtime_error naming it where it cannot be read (written).
std::string read_file(const std::filesystem::path&);
void write_file(const std::filesystem::path&, std::string_view text);

// Without their newlines; a last line without one counts.
std::vector<std::string> lines_of(std::string_view text);
std::vector<std::string> words_of(std::string_view text);

// Prints where the two part, as `-expected` and `+actual` lines; true where they are equal.
bool same(std::string_view what, std::string_view expected, std::string_view actual);

// Whether the environment asks for what was seen to become what is expected (RECKON_RECORD=1).
bool recording();

}  // namespace reckon::runner

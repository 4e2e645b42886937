// Reading scripts and data: from files, named relative to the text that names them, and from standard input.
#pragma once

#include <string>
#include <vector>

#include "lang/session.hpp"

namespace reckon::cli {

inline constexpr const char* standard_input_name = "<stdin>";

// The file's text, or an error in words. `from` is the file that names it; empty, or not a file, for the current
// folder.
lang::FileText read_file(const std::string& path, const std::string& from);

// Where the file is, to be opened in place; its text is left empty.
lang::FileText find_file(const std::string& path, const std::string& from);

// Paths that begin so, in order; folders end in `/`.
std::vector<std::string> files_beginning(const std::string& begun);

// All of standard input, or an error in words.
lang::FileText read_standard_input();

}  // namespace reckon::cli

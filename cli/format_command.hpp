// `reckon fmt`: scripts in their canonical layout.
#pragma once

namespace reckon::cli {

// Rewrites files that are laid out otherwise and names them; `-` goes from standard input to standard output. With
// `check` nothing is written. The exit status: 1 where a file could not be read or parsed, or with `check` differs.
int format_scripts(int argc, char** argv);

}  // namespace reckon::cli

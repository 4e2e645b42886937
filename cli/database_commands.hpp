// Subcommands over database files.
#pragma once

namespace reckon::cli {

// `reckon check FILE`: whether the file is whole, as SQLite and as reckon see it.
int check_database(int argc, char** argv);
// `reckon dump FILE`: a script that rebuilds it, to standard output.
int dump_database(int argc, char** argv);

}  // namespace reckon::cli

// What the command line asks for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace reckon::cli {

enum class Format { text, json, csv, markdown };

struct Options {
  std::vector<std::string> files;    // in order; "-" is standard input
  std::vector<std::string> queries;  // of -c; where there are any, files are loaded in silence
  std::vector<std::pair<std::string, std::string>> parameters;  // name and text
  std::string database;  // the file that keeps what the scripts state; empty for none
  Format format = Format::text;
  std::optional<std::uint64_t> most_steps, most_bytes;  // of one query; the engine's own limits where not given
  std::optional<std::uint32_t> most_seconds;            // of the whole run
  std::string svg, vega;                                // files that plots go to instead of the output; empty for none
  bool interactive = false;                             // a prompt after the files
  bool exact = false;                                   // every digit
  bool echo = false;                                    // each query before its answer
  bool strict = false;                                  // a check that is `maybe` fails
};

// `reckon fmt`.
struct FormatOptions {
  std::vector<std::string> paths;  // files, folders, or - for standard input
  bool check = false;              // only name what is laid out otherwise
};

// `reckon test`.
struct TestOptions {
  std::vector<std::string> paths;
  std::string junit;    // a file for machines; empty for none
  bool strict = false;  // a check that is `maybe` fails
};

// "text", "json", "csv" or "markdown".
std::optional<Format> format_named(const std::string&);

// Options to run with, or the exit status where there is nothing to run: help and version were printed to standard
// output (0), or a complaint about wrong usage to standard error (2).
std::variant<Options, int> read_options(int argc, char** argv);
// The same for what follows the name of a subcommand, which is argv[0].
std::variant<FormatOptions, int> read_format_options(int argc, char** argv);
std::variant<TestOptions, int> read_test_options(int argc, char** argv);

}  // namespace reckon::cli

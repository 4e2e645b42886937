// The command line, by CLI11; named in this file alone.
#include "cli/options.hpp"

#include <CLI/CLI.hpp>
#include <map>

namespace reckon::cli {
namespace {

constexpr int wrong_usage = 2;

std::pair<std::string, std::string> parse_parameter(const std::string& text) {
  const auto sign = text.find('=');
  if (sign == std::string::npos || sign == 0)
    throw CLI::ValidationError("--param takes NAME=VALUE, not \"" + text + '"');
  return {text.substr(0, sign), text.substr(sign + 1)};
}

Format parse_format(const std::string& text) {
  if (const auto format = format_named(text)) return *format;
  throw CLI::ValidationError("--format takes text, json, csv or markdown, not \"" + text + '"');
}

// Parses with an app that fills `options`; `finish` checks what the app cannot.
template <class Kind, class Finish>
std::variant<Kind, int> parsed(CLI::App& app, Kind& options, int argc, char** argv, const Finish& finish) {
  try {
    app.parse(argc, argv);
    finish();
  } catch (const CLI::ParseError& end) { return app.exit(end) == 0 ? 0 : wrong_usage; }
  return std::move(options);
}

}  // namespace

std::optional<Format> format_named(const std::string& text) {
  static const std::map<std::string, Format> formats{
      {"text", Format::text}, {"json", Format::json}, {"csv", Format::csv}, {"markdown", Format::markdown}};
  const auto found = formats.find(text);
  return found == formats.end() ? std::nullopt : std::optional(found->second);
}

std::variant<Options, int> read_options(int argc, char** argv) {
  Options options;
  std::string format = "text";
  std::vector<std::string> parameters;
  CLI::App app("Rules and queries over sourced, ranged, unit-carrying estimates", "reckon");
  app.set_version_flag("--version", "reckon " RECKON_VERSION);
  app.add_option("FILE", options.files, "Scripts to run; without any, or for -, standard input is read")->type_name("");
  app.add_option("-c", options.queries,
                 "A query to run after the files, of which only errors and failed checks then show")
      ->type_name("QUERY")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  app.add_flag("-i", options.interactive,
               "A prompt after the files, to ask and to add; `reckon` alone on a terminal is one");
  app.add_option("--database", options.database,
                 "Keep everything in this file, and go on from what it holds; made where there is none")
      ->type_name("FILE");
  app.add_option("--format", format, "text (the default), json, csv or markdown")->type_name("FORMAT");
  app.add_flag("--exact", options.exact, "Show every digit instead of rounding long ones");
  app.add_flag("--echo", options.echo, "Print each query before its answer (text and markdown)");
  app.add_flag("--strict", options.strict, "A check that is maybe fails");
  app.add_option("--param", parameters, "What $name stands for in the scripts and queries")
      ->type_name("NAME=VALUE")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--max-steps", options.most_steps, "What one query may cost, in steps of about a value each")
      ->type_name("N");
  app.add_option("--max-bytes", options.most_bytes, "What facts may take, and what one query may, in bytes of memory")
      ->type_name("N");
  app.add_option("--max-seconds", options.most_seconds, "What the whole run may take")->type_name("N");
  app.add_option("--svg", options.svg, "Write what `plot` draws to this file, as a picture")->type_name("FILE");
  app.add_option("--vega", options.vega, "The same as a Vega-Lite 5 specification")->type_name("FILE");
  app.footer(
      "reckon fmt lays scripts out, reckon test runs their checks; each has a --help of its own.\n"
      "reckon check FILE says whether a database is whole; reckon dump FILE writes it as a script.\n"
      "Exit status: 0 good, 1 an error or a failed check, 2 wrong usage.");
  return parsed(app, options, argc, argv, [&] {
    options.format = parse_format(format);
    for (const std::string& parameter : parameters) options.parameters.push_back(parse_parameter(parameter));
  });
}

std::variant<FormatOptions, int> read_format_options(int argc, char** argv) {
  FormatOptions options;
  CLI::App app("Lays scripts out in the one canonical way, and names those that it changes", "reckon fmt");
  app.add_option("PATH", options.paths, "Scripts, folders of them, or - from standard input to standard output")
      ->type_name("")
      ->required();
  app.add_flag("--check", options.check, "Change nothing; exit with 1 where a script is laid out otherwise");
  return parsed(app, options, argc, argv, [] {});
}

std::variant<TestOptions, int> read_test_options(int argc, char** argv) {
  TestOptions options;
  CLI::App app("Runs scripts for their checks, and for the answers that their comments `# => …` expect", "reckon test");
  app.add_option("PATH", options.paths, "Scripts, or folders of them")->type_name("")->required();
  app.add_option("--junit", options.junit, "Write the results to this file as well, as JUnit's XML")->type_name("FILE");
  app.add_flag("--strict", options.strict, "A check that is maybe fails");
  return parsed(app, options, argc, argv, [] {});
}

}  // namespace reckon::cli

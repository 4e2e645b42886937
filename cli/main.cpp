// The program reckon: runs scripts and queries and prints what they say.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <exception>
#include <memory>

#include "cli/files.hpp"
#include "cli/interrupt.hpp"
#include "cli/options.hpp"
#include "cli/printer.hpp"
#include "cli/progress.hpp"
#include "cli/repl/repl.hpp"
#include "cli/screen.hpp"
#include "cli/subcommands.hpp"

namespace reckon::cli {
namespace {

void run_text(lang::Session& session, Printer& printer, lang::FileText file) {
  if (!file.error.empty()) return printer.error("cannot read " + file.name + ": " + file.error);
  Progress progress(file.name, session);
  session.run(std::make_shared<lang::SourceText>(lang::SourceText{std::move(file.name), std::move(file.text)}),
              [&](const lang::Outcome& outcome) {
                progress.clear();
                printer(outcome);
              });
}

void fit_screen(TextOptions& look) {
  constexpr std::size_t around = 6;  // the query, the head and some notes
  const ScreenSize screen = screen_size();
  look.width = screen.columns;
  look.rows = screen.rows > 2 * around ? screen.rows - around : around;
  look.compact = !look.exact;
}

// True where all went well.
bool run(const Options& options) {
  Printer printer(options);
  lang::Session session(read_file, find_file);
  engine::Limits limits;
  if (options.most_steps) limits.steps = *options.most_steps;
  if (options.most_bytes) limits.bytes = *options.most_bytes;
  session.set_limits(limits);
  engine::Interrupt interrupt;
  if (options.most_seconds)
    interrupt.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(*options.most_seconds);
  session.set_interrupt(&interrupt);
  try {
    if (!options.database.empty()) session.open_database(options.database);
  } catch (const engine::Error& failure) {
    printer.error(failure.message, failure.hint);
    return false;
  }
  for (const auto& [name, text] : options.parameters) session.set_parameter(name, text);
  const bool alone = options.files.empty() && options.queries.empty();
  const bool prompts = options.interactive || (alone && isatty(STDIN_FILENO) != 0);
  if (prompts) interrupt.cancelled = &interrupted();
  auto files = options.files;
  if (!prompts && files.empty() && options.queries.empty()) files.emplace_back("-");
  if (on_terminal()) printer.look().width = screen_size().columns;
  printer.set_silent(prompts || !options.queries.empty());
  for (const std::string& file : files)
    run_text(session, printer, file == "-" ? read_standard_input() : read_file(file, {}));
  printer.set_silent(false);
  for (const std::string& query : options.queries) run_text(session, printer, {"-c", query, {}});
  if (!prompts) return !printer.failed();
  if (on_terminal()) fit_screen(printer.look());
  run_repl(session, printer);
  return true;
}

}  // namespace
}  // namespace reckon::cli

int main(int argc, char** argv) {
  using namespace reckon::cli;
  try {
    const Subcommand* subcommand = argc > 1 ? find_subcommand(argv[1]) : nullptr;
    if (subcommand) return subcommand->run(argc - 1, argv + 1);
    const auto options = read_options(argc, argv);
    if (const int* status = std::get_if<int>(&options)) return *status;
    return run(std::get<Options>(options)) ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return 1;
  }
}

// The program reckon: runs scripts and queries and prints what they say.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <exception>
#include <functional>
#include <memory>

#include "cli/files.hpp"
#include "cli/options.hpp"
#include "cli/printer.hpp"
#include "cli/prompt.hpp"

namespace reckon::cli {
namespace {

void run_text(lang::Session& session, Printer& printer, lang::FileText file) {
  if (!file.error.empty()) return printer.error("cannot read " + file.name + ": " + file.error);
  session.run(std::make_shared<lang::SourceText>(lang::SourceText{std::move(file.name), std::move(file.text)}),
              std::ref(printer));
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
  for (const auto& [name, text] : options.parameters) session.set_parameter(name, text);
  if (options.files.empty() && options.queries.empty() && isatty(STDIN_FILENO) != 0) {
    run_prompt(session, printer);
    return true;
  }
  auto files = options.files;
  if (files.empty() && options.queries.empty()) files.emplace_back("-");
  printer.set_silent(!options.queries.empty());
  for (const std::string& file : files)
    run_text(session, printer, file == "-" ? read_standard_input() : read_file(file, {}));
  printer.set_silent(false);
  for (const std::string& query : options.queries) run_text(session, printer, {"-c", query, {}});
  return !printer.failed();
}

}  // namespace
}  // namespace reckon::cli

int main(int argc, char** argv) {
  using namespace reckon::cli;
  try {
    const auto options = read_options(argc, argv);
    if (const int* status = std::get_if<int>(&options)) return *status;
    return run(std::get<Options>(options)) ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return 1;
  }
}

// A plain prompt over standard input.
#include "cli/prompt.hpp"

#include <cstdio>
#include <iostream>
#include <memory>
#include <string>

#include "cli/files.hpp"
#include "lang/parse/parse.hpp"

namespace reckon::cli {

void run_prompt(lang::Session& session, Printer& printer) {
  std::string text, line;
  const auto show = [&] {
    std::fputs(text.empty() ? "> " : "  ", stdout);
    std::fflush(stdout);
  };
  const auto run = [&] {
    session.run(std::make_shared<lang::SourceText>(lang::SourceText{standard_input_name, std::move(text)}),
                std::ref(printer));
    text.clear();
  };
  for (show(); std::getline(std::cin, line); show()) {
    text += line + '\n';
    // An empty line ends a statement that waits for more, so that nobody is caught in it.
    if (line.empty() || !lang::is_incomplete(text)) run();
  }
  if (!text.empty()) run();
  std::fputs("\n", stdout);
}

}  // namespace reckon::cli

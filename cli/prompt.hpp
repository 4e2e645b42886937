// Statements typed at a terminal, run one after another as they are complete.
#pragma once

#include "cli/printer.hpp"

namespace reckon::cli {

// Until the end of input.
void run_prompt(lang::Session&, Printer&);

}  // namespace reckon::cli

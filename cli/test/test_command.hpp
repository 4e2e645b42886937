// `reckon test`: runs scripts for their checks and for the answers that their `# =>` comments expect.
#pragma once

namespace reckon::cli {

// Prints a report, and with `junit` writes one for machines. The exit status: 1 where something does not hold.
int test_scripts(int argc, char** argv);

}  // namespace reckon::cli

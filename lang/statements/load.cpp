// Loading files.
#include "lang/statements/statement_runner.hpp"

namespace reckon::lang {

void StatementRunner::load(const LoadStatement& statement) {
  fail(problem::verb_not_ready, statement.span, "files cannot be loaded yet", "state the facts in the text");
}

}  // namespace reckon::lang

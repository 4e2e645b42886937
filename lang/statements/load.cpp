// Loading files: what is loaded decides how the rows are read.
#include "lang/statements/load_dimension.hpp"
#include "lang/statements/load_facts.hpp"
#include "lang/statements/statement_runner.hpp"

namespace reckon::lang {
namespace {

std::string rows(std::size_t count) { return std::to_string(count) + (count == 1 ? " row" : " rows"); }

// What the load did otherwise than may be thought; empty where nothing.
std::string summary(const LoadTable& table, std::size_t without_value) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? table.name() + ": " : "; ") + part; };
  if (without_value > 0) add(rows(without_value) + " without a value left out");
  if (!table.left_out().empty()) add(rows(table.left_out().size()) + " with errors left out");
  if (const std::string remark = table.remark(); !remark.empty()) add(remark);
  return text;
}

}  // namespace

void StatementRunner::load(const LoadStatement& statement) {
  if (statement.what == LoadKind::records)
    fail(problem::records_not_ready, statement.head.span, "records cannot be loaded yet",
         "load the rows as facts, with a dimension that keeps them apart");
  Checker checker = this->checker();
  const auto meter = session_.meter();
  LoadTable table(checker, statement, script_->source, session_.reader_, session_.finder_, *meter);
  std::size_t without_value = 0;
  if (statement.what == LoadKind::facts)
    without_value = load_facts(environment_, checker, statement, table);
  else
    load_dimension(environment_, checker, statement, table);
  Outcome outcome;
  outcome.what = Outcome::What::note;
  outcome.message = summary(table, without_value);
  outcome.diagnostics = table.left_out();
  if (!outcome.message.empty()) sink_(outcome);
}

}  // namespace reckon::lang

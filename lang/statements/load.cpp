// Loading files: what is loaded decides how the rows are read.
#include <algorithm>

#include "lang/statements/dimensions.hpp"
#include "lang/statements/load_dimension.hpp"
#include "lang/statements/load_facts.hpp"
#include "lang/statements/load_records.hpp"
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

// The names that a load of records declares: its measures, and one for the rows, a relation and a dimension at once.
void StatementRunner::check_records_free(const LoadStatement& statement) const {
  if (session_.database_)
    fail(problem::load_form, statement.head.span, "a database file keeps facts, not records",
         "load the records in a session of their own, or load the rows as facts");
  check_free(statement.head);
  const std::string name(statement.head.text);
  if (is_attribute_of_facts(name))
    fail(problem::name_taken, statement.head.span,
         '"' + name + "\" is an attribute of every fact, so no dimension can have that name",
         "call the records " + name + "_rows, or the like");
  if (environment_.catalog().find_dimension(name))
    fail(problem::name_taken, statement.head.span,
         "there is a dimension \"" + name + "\" already, and records have one of their own name",
         "choose another name for the records");
  std::vector<std::string_view> names{statement.head.text};
  for (const RecordMeasure& measure : statement.measures) {
    check_free(measure.name);
    if (std::find(names.begin(), names.end(), measure.name.text) != names.end())
      fail(problem::name_taken, measure.name.span, '"' + std::string(measure.name.text) + "\" stands twice",
           "give each column a name of its own");
    names.push_back(measure.name.text);
  }
}

void StatementRunner::load(const LoadStatement& statement) {
  if (statement.what == LoadKind::records) check_records_free(statement);
  Checker checker = this->checker();
  const auto meter = session_.meter();
  LoadTable table(checker, statement, script_->source, session_.reader_, session_.finder_, *meter);
  std::size_t without_value = 0;
  if (statement.what == LoadKind::records)
    load_records(environment_, checker, statement, table, session_.progress_);
  else if (statement.what == LoadKind::facts)
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

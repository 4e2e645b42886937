// Following reads through rules.
#include "cli/test/coverage.hpp"

#include <vector>

#include "lang/parse/parse.hpp"
#include "lang/stdlib/modules.hpp"

namespace reckon::cli {
namespace {

// "measures: 3 of 5 read; not: a, b"
std::string line(const char* what, const std::map<std::string, bool>& names) {
  std::size_t read = 0;
  std::string rest;
  for (const auto& [name, is_read] : names) {
    read += is_read ? 1 : 0;
    if (!is_read) rest += (rest.empty() ? "" : ", ") + name;
  }
  if (names.empty()) return {};
  return std::string(what) + ": " + std::to_string(read) + " of " + std::to_string(names.size()) + " read" +
         (rest.empty() ? "" : "; not read: " + rest) + '\n';
}

}  // namespace

Coverage::Coverage() {
  for (const lang::Module& module : lang::modules()) {
    const auto source = std::make_shared<lang::SourceText>(
        lang::SourceText{std::string(module.name) + ".rk", std::string(module.text)});
    library_files_.insert(source->name);
    const auto script = lang::parse_script(source);
    for (const lang::Statement* statement : script->statements) {
      if (statement->kind == lang::StatementKind::measure)
        library_measures_.emplace(static_cast<const lang::MeasureDeclaration&>(*statement).name.text);
      if (statement->kind == lang::StatementKind::relation)
        library_measures_.emplace(static_cast<const lang::RelationDeclaration&>(*statement).name.text);
    }
  }
}

bool Coverage::is_own(const engine::Rule& rule) const {
  return !library_files_.contains(rule.place.substr(0, rule.place.find(':')));
}

std::string Coverage::rule_name(const engine::Program& program, const engine::Rule& rule) {
  const std::string& name = program.catalog->source(rule.source).name;
  return (name.empty() ? program.catalog->measure(rule.head).name : name) + " (" + rule.place + ')';
}

void Coverage::add_program(const engine::Program& program) {
  for (const engine::Measure& measure : program.catalog->measures())
    if (!library_measures_.contains(measure.name)) measures_.emplace(measure.name, false);
  for (const auto& rule : program.rules)
    if (is_own(*rule)) rules_.emplace(rule_name(program, *rule), false);
}

void Coverage::add_answer(const engine::Answer& answer) {
  const engine::Program& program = *answer.program;
  add_program(program);
  std::vector<engine::MeasureId> open;
  for (const engine::Operation& operation : answer.plan->operations)
    if (const auto* scan = std::get_if<engine::op::Scan>(&operation.what)) open.push_back(scan->measure);
  std::set<engine::MeasureId> seen;
  while (!open.empty()) {
    const engine::MeasureId id = open.back();
    open.pop_back();
    if (!seen.insert(id).second) continue;
    if (const auto found = measures_.find(program.catalog->measure(id).name); found != measures_.end())
      found->second = true;
    for (const auto& rule : program.rules) {
      if (rule->head != id) continue;
      if (const auto found = rules_.find(rule_name(program, *rule)); found != rules_.end()) found->second = true;
      open.insert(open.end(), rule->reads.begin(), rule->reads.end());
    }
  }
}

std::string Coverage::text() const { return line("measures", measures_) + line("rules", rules_); }

}  // namespace reckon::cli

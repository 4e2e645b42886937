// Definitions (let), settings, and modules.
#include <algorithm>

#include "lang/ast/print.hpp"
#include "lang/parse/parse.hpp"
#include "lang/statements/statement_runner.hpp"
#include "lang/stdlib/modules.hpp"

namespace reckon::lang {

void StatementRunner::let(const LetStatement& statement) {
  const bool redefined = environment_.lets.contains(statement.name.text);
  if (!redefined) check_free(statement.name);
  LetDefinition definition;
  definition.name = std::string(statement.name.text);
  for (const Name& parameter : statement.parameters) {
    for (const std::string& earlier : definition.parameters)
      if (earlier == parameter.text)
        fail(problem::name_taken, parameter.span, "the parameter " + earlier + " stands twice",
             "give each parameter a name of its own");
    definition.parameters.emplace_back(parameter.text);
  }
  definition.body = statement.value;
  definition.description = std::string(statement.doc.description);
  definition.example = std::string(statement.doc.example);
  definition.script = script_;
  const std::string name = definition.name;
  std::optional<LetDefinition> before;
  if (redefined) before = std::move(environment_.lets[name]);
  environment_.lets[name] = std::move(definition);
  if (!environment_.lets[name].parameters.empty()) return;
  // A definition without parameters means something by itself, so it is checked at once, and may not use itself.
  try {
    Checker checker = this->checker();
    checker.expression(*statement.value);
  } catch (...) {
    if (before)
      environment_.lets[name] = std::move(*before);
    else
      environment_.lets.erase(name);
    throw;
  }
}

void StatementRunner::set(const SetStatement& statement) {
  Checker checker = this->checker();
  if (statement.name.text == "about") {
    const engine::Range value = checker.value_in(*statement.value, engine::Unit{});
    if (!value.is_point() || value.low.sign() < 0)
      fail(problem::unknown_setting, statement.value->span, "`about` is a deviation, such as 10%",
           "write set about = 10%");
    environment_.about = value.low;
    return;
  }
  if (statement.name.text == "reconcile") {
    const Expr& value = *statement.value;
    environment_.store.set_policy(
        checker.policy(value.text, value.kind == ExprKind::call ? value.args : List<Expr*>{}, value.span));
    return;
  }
  fail(problem::unknown_setting, statement.name.span, "there is no setting \"" + std::string(statement.name.text) + '"',
       "the settings are about and reconcile");
}

void StatementRunner::use(const Use& statement) {
  const std::string name(statement.module.text);
  auto source = std::make_shared<SourceText>();
  if (!statement.module.quoted) {
    for (const Module& module : modules())
      if (module.name == name) *source = {name + ".rk", std::string(module.text)};
    if (source->name.empty()) {
      engine::NearestNames nearest(name);
      for (const Module& module : modules()) nearest.offer(module.name);
      const std::string hint = nearest.hint();
      fail(problem::unknown_module, statement.module.span,
           "there is no module \"" + name + "\" in the standard library",
           hint.empty() ? "a file is named in quotes: use \"" + name + ".rk\"" : hint);
    }
  } else {
    FileText file;
    if (!session_.reader_)
      file.error = "files cannot be read here";
    else
      file = session_.reader_(name, script_->source->name);
    if (!file.error.empty())
      fail(problem::unreadable_file, statement.module.span, "cannot read \"" + name + "\": " + file.error,
           "files are named relative to the text that uses them");
    *source = {std::move(file.name), std::move(file.text)};
  }
  if (std::find(session_.using_.begin(), session_.using_.end(), source->name) != session_.using_.end()) return;
  if (!session_.used_.insert((statement.module.quoted ? "file " : "module ") + source->name).second) return;
  // What is used speaks up only where something is wrong with it.
  const Sink quiet = [&](const Outcome& outcome) {
    using What = Outcome::What;
    const bool fails = outcome.what == What::check && outcome.verdict != engine::Truth::yes;
    if (outcome.what == What::error || outcome.what == What::note || fails) sink_(outcome);
  };
  bool good = false;
  const auto forget_unless_good = [&] {
    if (!good) session_.used_.erase((statement.module.quoted ? "file " : "module ") + source->name);
  };
  try {
    good = session_.run(source, quiet);
  } catch (...) {
    forget_unless_good();
    throw;
  }
  forget_unless_good();
}

}  // namespace reckon::lang

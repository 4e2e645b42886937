// The loop over statements.
#include "lang/session.hpp"

#include <utility>

#include "engine/model/error.hpp"
#include "engine/model/host_problems.hpp"
#include "lang/ast/print.hpp"
#include "lang/check/functions.hpp"
#include "lang/parse/parse.hpp"
#include "lang/statements/statement_runner.hpp"
#include "lang/stdlib/modules.hpp"

namespace reckon::lang {
namespace {

constexpr std::size_t most_errors = 20;

Outcome error_outcome(std::vector<Diagnostic> diagnostics) {
  Outcome outcome;
  outcome.what = Outcome::What::error;
  outcome.diagnostics = std::move(diagnostics);
  return outcome;
}

// The name at the front of a diagnostic's place: what a failed declaration would have declared.
std::string_view name_at(const Diagnostic& diagnostic) {
  std::string_view text = std::string_view(diagnostic.source->text)
                              .substr(diagnostic.span.begin, diagnostic.span.end - diagnostic.span.begin);
  if (!text.empty() && text.front() == '"') return text.substr(1, text.find('"', 1) - 1);
  return text.substr(0, text.find_first_of(" (.[\n\t=,)"));
}

bool is_about_a_name(std::string_view id) {
  return id == problem::unknown_name || id == problem::unknown_member || id == problem::unknown_axis ||
         id == problem::unknown_source || id == engine::problem::unknown_unit;
}

// What a host stops, it stops whole; and steps are those of the whole text where it has a meter.
bool ends_the_text(std::string_view id, bool metered) {
  return id == engine::problem::cancelled || id == engine::problem::past_deadline ||
         (metered && id == engine::problem::too_many_steps);
}

// The names that a declaration introduces.
void add_declared(const Statement& statement, std::set<std::string, std::less<>>& names) {
  switch (statement.kind) {
    case StatementKind::unit: names.emplace(static_cast<const UnitDeclaration&>(statement).name.text); break;
    case StatementKind::source: names.emplace(static_cast<const SourceDeclaration&>(statement).name.text); break;
    case StatementKind::measure: names.emplace(static_cast<const MeasureDeclaration&>(statement).name.text); break;
    case StatementKind::relation: names.emplace(static_cast<const RelationDeclaration&>(statement).name.text); break;
    case StatementKind::load: {
      const auto& load = static_cast<const LoadStatement&>(statement);
      if (load.what != LoadKind::facts) names.emplace(load.head.text);
      for (const RecordMeasure& measure : load.measures) names.emplace(measure.name.text);
      break;
    }
    case StatementKind::let: names.emplace(static_cast<const LetStatement&>(statement).name.text); break;
    case StatementKind::dimension: {
      const auto& dimension = static_cast<const DimensionDeclaration&>(statement);
      names.emplace(dimension.name.text);
      for (const Member& member : dimension.members) {
        names.emplace(member.name.text);
        for (const Name& alias : member.aliases) names.emplace(alias.text);
      }
      break;
    }
    default: break;
  }
}

}  // namespace

Session::Session(FileReader reader, FileReader finder) : reader_(std::move(reader)), finder_(std::move(finder)) {
  for (const Module& module : modules())
    if (module.name == "prelude")
      run(std::make_shared<SourceText>(SourceText{"prelude.rk", std::string(module.text)}), [](const Outcome&) {});
  prelude_ = environment_.lets;
}

bool Session::run(std::shared_ptr<const SourceText> source, const Sink& sink, std::shared_ptr<engine::Meter> meter) {
  const bool outermost = using_.empty();
  if (outermost) {
    errors_ = 0;
    stopped_ = false;
    meter_ = std::move(meter);
  }
  std::shared_ptr<const Script> script;
  try {
    if (outermost) refresh();
    script = parse_script(source);
  } catch (Failure& failure) {
    errors_ += failure.diagnostics.size();
    sink(error_outcome(std::move(failure.diagnostics)));
    return false;
  } catch (const engine::Error& error) {
    sink(error_outcome({{error.id, error.message, error.hint, nullptr, {}}}));
    return false;
  }
  // Also where a sink throws, the session can go on.
  struct Text {
    Text(Session& running, std::string name) : session(running) { session.using_.push_back(std::move(name)); }
    ~Text() {
      session.using_.pop_back();
      if (!session.using_.empty()) return;
      session.poisoned_.clear();
      session.meter_ = nullptr;
    }
    Session& session;
  };
  bool good = false;
  try {
    const Text text(*this, source->name);
    good = run_statements(script, sink);
  } catch (...) {
    if (outermost) commit();  // what was stated before is as durable as if the text had ended there
    throw;
  }
  return outermost ? end_of_text(sink) && good : good;
}

bool Session::run_statements(const std::shared_ptr<const Script>& script, const Sink& sink) {
  bool good = true;
  const Statement* current = nullptr;
  engine::DatabaseFile::Place start;
  const Sink watch = [&](const Outcome& outcome) {
    if (outcome.what == Outcome::What::error ||
        (outcome.what == Outcome::What::check && outcome.verdict == engine::Truth::no))
      good = false;
    keep(*current, *script, start);
    commit();
    sink(outcome);
  };
  StatementRunner runner(*this, script, watch);
  for (const Statement* statement : script->statements) {
    if (errors_ >= most_errors || stopped_) break;
    current = statement;
    if (database_) start = database_->place();
    std::vector<Diagnostic> found;
    try {
      if (meter_) meter_->charge(1);
      begin_change(*statement);
      runner.run(*statement);
      keep(*statement, *script, start);
      continue;
    } catch (Failure& failure) { found = std::move(failure.diagnostics); } catch (const engine::Error& error) {
      found.push_back({error.id, error.message, error.hint, script->source, statement->span});
    }
    good = false;
    stopped_ = stopped_ || ends_the_text(found.front().id, meter_ != nullptr);
    const Diagnostic& first = found.front();
    const bool follows = is_about_a_name(first.id) && first.source && poisoned_.contains(name_at(first));
    add_declared(*statement, poisoned_);
    if (follows) continue;
    try {
      commit();
    } catch (const engine::Error& error) { found.push_back({error.id, error.message, error.hint, nullptr, {}}); }
    errors_ += found.size();
    sink(error_outcome(std::move(found)));
  }
  return good && !stopped_;
}

bool Session::end_of_text(const Sink& sink) {
  try {
    commit();
    return true;
  } catch (const engine::Error& error) {
    sink(error_outcome({{error.id, error.message, error.hint, nullptr, {}}}));
    return false;
  }
}

bool Session::run_unkept(std::shared_ptr<const SourceText> source, const Sink& sink) {
  auto database = std::exchange(database_, nullptr);
  const bool good = run(std::move(source), sink);
  database_ = std::move(database);
  return good;
}

std::shared_ptr<engine::Meter> Session::meter() const {
  return meter_ ? meter_ : std::make_shared<engine::Meter>(environment_.store.program().limits, interrupt_);
}

void Session::define(std::shared_ptr<const engine::HostFunction> function) {
  const std::string& name = function->name;
  const auto taken = [&](const char* by) {
    throw engine::Error(problem::name_taken, '"' + name + "\" is " + by, "choose another name");
  };
  if (quoted_if_needed(name) != name)
    throw engine::Error(problem::name_taken, '"' + name + "\" is no name of a function",
                        "a name has letters, digits and _, and is no reserved word");
  if (is_kept())
    throw engine::Error(problem::name_taken, "a database in a file takes no functions of the host",
                        "its rules could not be read again without them: use a database in memory");
  if (find_function(name)) taken("a built-in function");
  if (environment_.catalog().find_measure(name)) taken("declared already as a measure");
  if (environment_.lets.contains(name)) taken("defined already by `let`");
  environment_.functions.insert_or_assign(name, std::move(function));
}

}  // namespace reckon::lang

// The loop over statements, and prepared queries.
#include "lang/session.hpp"

#include <utility>

#include "engine/model/error.hpp"
#include "lang/ast/column_name.hpp"
#include "lang/compile/compile.hpp"
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
  std::string_view text = std::string_view(diagnostic.source->text).substr(diagnostic.span.begin, diagnostic.span.end - diagnostic.span.begin);
  if (!text.empty() && text.front() == '"') return text.substr(1, text.find('"', 1) - 1);
  return text.substr(0, text.find_first_of(" (.[\n\t=,)"));
}

bool is_about_a_name(std::string_view id) {
  return id == problem::unknown_name || id == problem::unknown_member || id == problem::unknown_axis || id == problem::unknown_source ||
         id == engine::problem::unknown_unit;
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
    if (module.name == "prelude") run(std::make_shared<SourceText>(SourceText{"prelude.rk", std::string(module.text)}), [](const Outcome&) {});
  prelude_ = environment_.lets;
}

bool Session::run(std::shared_ptr<const SourceText> source, const Sink& sink) {
  std::shared_ptr<const Script> script;
  const bool outermost = using_.empty();
  if (outermost) errors_ = 0;
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
  using_.push_back(source->name);
  bool good = run_statements(script, sink);
  using_.pop_back();
  if (!outermost) return good;
  poisoned_.clear();
  try {
    commit();
  } catch (const engine::Error& error) {
    good = false;
    sink(error_outcome({{error.id, error.message, error.hint, nullptr, {}}}));
  }
  return good;
}

bool Session::run_statements(const std::shared_ptr<const Script>& script, const Sink& sink) {
  bool good = true;
  const Statement* current = nullptr;
  engine::DatabaseFile::Place start;
  const Sink watch = [&](const Outcome& outcome) {
    if (outcome.what == Outcome::What::error || (outcome.what == Outcome::What::check && outcome.verdict == engine::Truth::no)) good = false;
    keep(*current, *script, start);
    commit();
    sink(outcome);
  };
  StatementRunner runner(*this, script, watch);
  for (const Statement* statement : script->statements) {
    if (errors_ >= most_errors) break;
    current = statement;
    if (database_) start = database_->place();
    std::vector<Diagnostic> found;
    try {
      begin_change(*statement);
      runner.run(*statement);
      keep(*statement, *script, start);
      continue;
    } catch (Failure& failure) {
      found = std::move(failure.diagnostics);
    } catch (const engine::Error& error) {
      found.push_back({error.id, error.message, error.hint, script->source, statement->span});
    }
    good = false;
    const Diagnostic& first = found.front();
    const bool follows = is_about_a_name(first.id) && first.source && poisoned_.contains(name_at(first));
    add_declared(*statement, poisoned_);
    if (follows) continue;
    try {
      commit();
    } catch (const engine::Error& error) {
      found.push_back({error.id, error.message, error.hint, nullptr, {}});
    }
    errors_ += found.size();
    sink(error_outcome(std::move(found)));
  }
  return good;
}

bool Session::run_unkept(std::shared_ptr<const SourceText> source, const Sink& sink) {
  auto database = std::exchange(database_, nullptr);
  const bool good = run(std::move(source), sink);
  database_ = std::move(database);
  return good;
}

PreparedQuery Session::prepare(std::shared_ptr<const SourceText> source) const {
  std::shared_ptr<const Script> script = parse_query(source);
  const auto& statement = static_cast<const QueryStatement&>(*script->statements.front());
  Checker checker(environment_, source);
  CheckedQuery checked = checker.query(*statement.expr);
  auto plan = compile(*checked.root);
  return {environment_.store.snapshot(), std::move(plan), std::move(checked), std::move(script)};
}

PreparedQuery::PreparedQuery(std::shared_ptr<const engine::Program> program, std::shared_ptr<const engine::Plan> plan, CheckedQuery checked,
                             std::shared_ptr<const Script> script)
    : program_(std::move(program)), plan_(std::move(plan)), parameters_(std::move(checked.parameters)), labels_(std::move(checked.labels)),
      script_(std::move(script)) {}

engine::Binding PreparedQuery::bind(std::size_t index, std::string_view text) const {
  const Parameter& parameter = parameters_[index];
  engine::Binding binding;
  if (parameter.is_member) {
    const engine::Dimension& dimension = program_->catalog->dimension(parameter.dimension);
    const auto code = dimension.find(text);
    if (!code) throw Failure({problem::unknown_member, "there is no member \"" + std::string(text) + "\" of " + dimension.name(), "bind $" + parameter.name + " to one of its members", script_->source, script_->statements.front()->span});
    binding.code = *code;
    return binding;
  }
  const auto number = engine::Number::parse(text);
  if (!number) throw Failure({problem::parameter_unbound, "$" + parameter.name + " needs a number, not \"" + std::string(text) + '"', "bind it to a decimal such as 2.5", script_->source, script_->statements.front()->span});
  binding.range = *number;
  return binding;
}

engine::Binding PreparedQuery::bind(std::size_t index, std::int64_t value) const {
  const Parameter& parameter = parameters_[index];
  const bool year = parameter.is_member && parameter.dimension == 0;
  if (parameter.is_member && (!year || value < 0 || value > 9999)) return bind(index, std::to_string(value));
  engine::Binding binding;
  if (year) binding.code = static_cast<engine::Code>(value);
  else binding.range = engine::Number(value);
  return binding;
}

engine::Answer PreparedQuery::run(std::span<const engine::Binding> bindings) const { return engine::evaluate(program_, plan_, bindings); }

std::vector<std::string> PreparedQuery::column_names() const {
  if (!labels_.empty()) return labels_;
  return {column_name(*static_cast<const QueryStatement&>(*script_->statements.front()).expr)};
}

}  // namespace reckon::lang

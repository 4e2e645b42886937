// A session that keeps its store in a file: loading it, and writing what statements change.
#include <algorithm>
#include <limits>

#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"
#include "engine/storage/problems.hpp"
#include "lang/parse/parse.hpp"
#include "lang/session.hpp"
#include "lang/statements/kept_text.hpp"
#include "lang/statements/statement_runner.hpp"

namespace reckon::lang {
namespace {

bool changes_store(const Statement& statement) {
  switch (statement.kind) {
    case StatementKind::use:
    case StatementKind::check:
    case StatementKind::set:
    case StatementKind::query: return false;
    default: return true;
  }
}

bool declares_members(const Statement& statement) {
  return statement.kind == StatementKind::dimension ||
         (statement.kind == StatementKind::load &&
          static_cast<const LoadStatement&>(statement).what == LoadKind::dimension);
}

}  // namespace

void Session::open_database(const std::string& path, const engine::DatabaseOptions& options) {
  database_ = std::make_unique<engine::DatabaseFile>(path, options);
  try {
    load_database();
  } catch (...) {
    database_.reset();
    throw;
  }
}

bool Session::refresh() {
  if (!database_ || is_lost_ || database_->is_writing() || !database_->is_behind()) return false;
  load_database();
  return true;
}

// Into an environment without facts and declarations. Throws where the file is damaged.
void Session::read_database() {
  engine::CatalogReader reader = database_->begin_reading();
  const auto declare = [&](std::int64_t until) {
    reader.declare(
        until, [&]() -> engine::Catalog& { return environment_.store.edit_catalog(); },
        [&](engine::Measure measure) { environment_.store.add_measure(std::move(measure)); });
  };
  for (const engine::Definition& definition : reader.definitions()) {
    declare(definition.step);
    replay(definition);
  }
  declare(std::numeric_limits<std::int64_t>::max());
  reader.check_complete(environment_.catalog());
  const auto measures = static_cast<engine::MeasureId>(environment_.catalog().measures().size());
  for (engine::MeasureId id = 0; id < measures; ++id)
    database_->read_facts(environment_.catalog(), id, environment_.store.edit_facts(id));
  database_->mark(environment_.catalog(), environment_.store.program().facts);
  database_->end_reading();
  kept_used_.clear();
  for (const engine::UsedRow& used : reader.rows().used) kept_used_.insert(used.name);
  used_.insert(kept_used_.begin(), kept_used_.end());
}

// What a run has set stays: parameters, limits, `set`.
void Session::load_database() {
  Environment before = std::move(environment_);
  const auto used_before = used_;
  environment_ = {};
  environment_.parameters = before.parameters;
  environment_.functions = before.functions;
  environment_.store.set_limits(before.store.program().limits);
  environment_.store.set_policy(before.store.program().policy);
  environment_.lets = prelude_;
  try {
    read_database();
  } catch (...) {
    database_->end_reading();
    environment_ = std::move(before);
    used_ = used_before;
    throw;
  }
  environment_.about = before.about;
}

void Session::replay(const engine::Definition& definition) {
  // The padding puts the text where it stood, for what messages say of its place.
  const auto source = std::make_shared<SourceText>(
      SourceText{definition.file, std::string(definition.column - 1, ' ') + definition.text, definition.line});
  try {
    const std::shared_ptr<const Script> script = parse_script(source);
    const bool fits = script->statements.size() == 1 && (script->statements.front()->kind == StatementKind::rule ||
                                                         script->statements.front()->kind == StatementKind::let);
    if (!fits) throw engine::Error({}, "it is no rule and no definition");
    environment_.about = definition.about;
    StatementRunner(*this, script, [](const Outcome&) {}).run(*script->statements.front());
  } catch (const std::exception& failure) {
    throw engine::Error(
        engine::problem::unreadable_database,
        database_->path() + " is damaged: \"" + definition.text + "\" cannot be read: " + failure.what(),
        "restore it from a copy");
  }
}

void Session::begin_change(const Statement& statement) {
  if (changes_store(statement)) begin_change();
}

void Session::begin_change() {
  if (!database_ || database_->is_writing()) return;
  if (is_lost_)
    throw engine::Error(engine::problem::unwritable_database,
                        database_->path() + " could not be written, and cannot be read since", "open it again");
  database_->begin();
  if (!database_->is_behind()) return;
  try {
    load_database();
  } catch (...) {
    database_->roll_back();
    throw;
  }
}

void Session::keep(const Statement& statement, const Script& script, const engine::DatabaseFile::Place& start) {
  if (!database_ || is_lost_) return;
  const bool changes = changes_store(statement);
  std::vector<std::string> used;  // what is being read now has not been used yet
  for (const std::string& name : used_)
    if (!kept_used_.contains(name) &&
        std::none_of(using_.begin(), using_.end(), [&](const std::string& open) { return name.ends_with(' ' + open); }))
      used.push_back(name);
  if (!changes && used.empty()) return;
  begin_change();
  try {
    database_->write(environment_.catalog(), environment_.store.program().facts,
                     {declares_members(statement), statement.kind == StatementKind::retract});
    if (statement.kind == StatementKind::rule || statement.kind == StatementKind::let)
      database_->define(definition_of(statement, script, environment_));
    for (const std::string& name : used) database_->use(name, start);
    kept_used_.insert(used.begin(), used.end());
  } catch (const engine::Error& error) { abandon(error); }
}

void Session::append(FactBatch& batch) {
  begin_change();
  try {
    batch.commit(environment_.store);
  } catch (...) {
    if (database_) database_->roll_back();
    throw;
  }
  if (!database_ || is_lost_) return;
  try {
    database_->write(environment_.catalog(), environment_.store.program().facts, {});
  } catch (const engine::Error& error) { abandon(error); }
  commit();
}

void Session::commit() {
  if (!database_ || !database_->is_writing()) return;
  try {
    database_->commit();
  } catch (const engine::Error& error) { abandon(error); }
}

void Session::abandon(const engine::Error& why) {
  database_->roll_back();
  try {
    used_.clear();
    load_database();
  } catch (const engine::Error&) { is_lost_ = true; }
  throw engine::Error(why.id, why.message + "; what was stated since the last answer is not in it", why.hint);
}

}  // namespace reckon::lang

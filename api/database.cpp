// The public interface over the session: text in, answers out, diagnostics as exceptions.
#include "reckon/reckon.hpp"

#include <array>
#include <mutex>
#include <stdexcept>

#include "engine/exec/drivers.hpp"
#include "engine/exec/variable_words.hpp"
#include "engine/model/error.hpp"
#include "lang/session.hpp"

namespace reckon {
namespace {

Diagnostic shown(const lang::Diagnostic& diagnostic) {
  Diagnostic result;
  result.message = diagnostic.message;
  result.hint = diagnostic.hint;
  result.rendered = lang::render(diagnostic);
  if (!diagnostic.source) return result;
  const auto place = lang::line_column(*diagnostic.source, diagnostic.span.begin);
  result.file = diagnostic.source->name;
  result.line = place.line;
  result.column = place.column;
  return result;
}

Error error_of(const std::vector<lang::Diagnostic>& diagnostics) {
  std::vector<Diagnostic> all;
  for (const auto& diagnostic : diagnostics) all.push_back(shown(diagnostic));
  return Error(std::move(all));
}

// Diagnostics of the language and errors of the engine, as this interface's own.
template <class F>
auto translated(F&& what) {
  try {
    return what();
  } catch (const lang::Failure& failure) {
    throw error_of(failure.diagnostics);
  } catch (const engine::Error& error) {
    throw Error({Diagnostic{error.message, error.hint, {}, 0, 0, error.message}});
  }
}

std::string end_text(const engine::Number& number, bool unbounded, const char* open) {
  return unbounded ? open : number.text();
}

}  // namespace

struct Answer::State {
  State(engine::Answer made, std::shared_ptr<const lang::PreparedQuery> by) : answer(std::move(made)), query(std::move(by)) {}

  engine::Answer answer;
  std::shared_ptr<const lang::PreparedQuery> query;  // names the columns

  // The answer with its lineage, made when it is first asked for.
  const engine::Answer& traced() const {
    std::call_once(once_, [&] { traced_ = engine::evaluate(answer.program, answer.plan, answer.bindings, engine::Keep::lineage); });
    return *traced_;
  }

 private:
  mutable std::once_flag once_;
  mutable std::optional<engine::Answer> traced_;
};

struct Query::State {
  std::shared_ptr<const lang::PreparedQuery> query;
};

struct Database::State {
  explicit State(lang::FileReader reader) : session(std::move(reader)) {}
  lang::Session session;
};

Answer::Answer(std::unique_ptr<const State> state) : state_(std::move(state)) {}
Answer::Answer(Answer&&) noexcept = default;
Answer& Answer::operator=(Answer&&) noexcept = default;
Answer::~Answer() = default;

std::size_t Answer::size() const noexcept { return state_->answer.rows(); }
std::size_t Answer::columns() const noexcept { return state_->answer.is_relation() ? 0 : state_->answer.columns(); }
bool Answer::tight() const noexcept { return state_->answer.tight; }
bool Answer::exact() const noexcept { return state_->answer.exact; }
std::vector<std::string> Answer::notes() const { return engine::note_texts(state_->answer); }
std::vector<std::string> Answer::column_names() const { return state_->query->column_names(); }

std::vector<std::string> Answer::dimensions() const {
  std::vector<std::string> names;
  for (const engine::Axis& axis : state_->answer.axes()) names.push_back(axis.name);
  return names;
}

std::string Row::operator[](std::string_view dimension) const {
  const engine::Answer& answer = answer_->state_->answer;
  for (std::size_t axis = 0; axis < answer.axes().size(); ++axis)
    if (answer.axes()[axis].name == dimension) return answer.key_text(row_, axis);
  throw std::out_of_range("the answer has no dimension " + std::string(dimension));
}

std::string Row::low(std::size_t column) const {
  const engine::Answer& answer = answer_->state_->answer;
  const engine::Value& value = answer.value(row_, column);
  if (value.is_missing() || answer.is_truth(column)) return {};
  return end_text(value.range.low, value.range.unbounded_below, "-inf");
}

std::string Row::high(std::size_t column) const {
  const engine::Answer& answer = answer_->state_->answer;
  const engine::Value& value = answer.value(row_, column);
  if (value.is_missing() || answer.is_truth(column)) return {};
  return end_text(value.range.high, value.range.unbounded_above, "inf");
}

std::optional<std::string> Row::best(std::size_t column) const {
  const engine::Value& value = answer_->state_->answer.value(row_, column);
  const auto best = value.is_missing() ? std::nullopt : value.range.best();
  return best ? std::optional(best->text()) : std::nullopt;
}

std::string Row::truth(std::size_t column) const {
  static constexpr std::array words{"no", "yes", "maybe"};
  const engine::Answer& answer = answer_->state_->answer;
  const engine::Value& value = answer.value(row_, column);
  return value.is_missing() || !answer.is_truth(column) ? "" : words[static_cast<std::size_t>(value.truth)];
}

std::string Row::missing(std::size_t column) const {
  const engine::Answer& answer = answer_->state_->answer;
  const engine::Value& value = answer.value(row_, column);
  return value.is_missing() ? answer.missing_text(value) : std::string();
}

std::string Row::unit(std::size_t column) const {
  const engine::Answer& answer = answer_->state_->answer;
  return answer.catalog().units().text(answer.unit(column));
}

Reached Row::reached(End end, std::size_t column) const {
  return translated([&] {
    const engine::Answer& answer = answer_->state_->traced();
    Reached reached;
    if (answer.witnesses.empty()) return reached;
    const engine::Witnesses& ends = answer.witnesses[column][row_];
    const engine::Witness& witness = end == End::low ? ends.low : ends.high;
    const engine::VariableWords words(answer);
    reached.known = witness.known;
    reached.limit = witness.limit;
    for (const auto& place : witness.places)
      reached.places.push_back({words.name(place.node), place.value.text(), answer.catalog().units().text(words.unit(place.node)), place.above, place.below});
    return reached;
  });
}

Drivers Row::drivers(std::size_t column) const {
  return translated([&] {
    const engine::Answer& answer = answer_->state_->traced();
    Drivers result;
    const auto found = engine::drivers(answer, row_, column);
    if (!found) return result;
    const engine::VariableWords words(answer);
    const auto low = [](const engine::Range& range) { return end_text(range.low, range.unbounded_below, "-inf"); };
    const auto high = [](const engine::Range& range) { return end_text(range.high, range.unbounded_above, "inf"); };
    result.width = answer.value(row_, column).range.is_bounded() ? found->width.text() : "inf";
    for (const engine::Driver& driver : found->cells) {
      Driver made{words.name(driver.node), answer.catalog().units().text(words.unit(driver.node)), low(driver.range), high(driver.range),
                  driver.at.text(), driver.endless ? "inf" : driver.goes.text(), driver.endless || driver.proved, {}};
      for (const auto& fact : words.facts(driver.node)) made.facts.push_back({low(fact.value), high(fact.value), fact.source, fact.kind, fact.date, fact.note});
      result.cells.push_back(std::move(made));
    }
    result.rest = found->rest;
    if (found->bounded && found->rest > 0) result.rest_goes = found->rest_goes.text();
    return result;
  });
}

bool Row::maybe() const { return answer_->state_->answer.frame.membership(row_) == engine::Membership::maybe; }

Answer Query::run(std::initializer_list<Parameter> parameters) const { return run(parameters.begin(), parameters.size()); }

Answer Query::run(const Parameter* parameters, std::size_t count) const {
  return translated([&] {
    const lang::PreparedQuery& query = *state_->query;
    const auto& wanted = query.parameters();
    std::vector<engine::Binding> bindings(wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const Parameter* given = nullptr;
      for (std::size_t k = 0; k < count; ++k)
        if (parameters[k].name == wanted[i].name) given = &parameters[k];
      if (!given) throw Error({Diagnostic{"the parameter $" + wanted[i].name + " is not bound", "bind it when the query is run", {}, 0, 0, {}}});
      bindings[i] = given->is_integer ? query.bind(i, given->integer) : query.bind(i, given->text);
    }
    return Answer(std::make_unique<const Answer::State>(query.run(bindings), state_->query));
  });
}

Database::Database(Resolver resolver) {
  lang::FileReader reader;
  if (resolver)
    reader = [resolver = std::move(resolver)](const std::string& path, const std::string&) {
      auto text = resolver(path);
      lang::FileText file;
      file.name = path;
      if (text) file.text = std::move(*text);
      else file.error = "the host does not give it";
      return file;
    };
  state_ = std::make_unique<State>(std::move(reader));
}

Database Database::open(const std::string& path, Resolver resolver) {
  Database database(std::move(resolver));
  translated([&] { database.state_->session.open_database(path); });
  return database;
}

bool Database::refresh() {
  return translated([&] { return state_->session.refresh(); });
}

Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

void Database::run(std::string_view text, std::string_view name) {
  std::vector<lang::Diagnostic> found;
  const auto source = std::make_shared<lang::SourceText>(lang::SourceText{std::string(name), std::string(text)});
  state_->session.run(source, [&](const lang::Outcome& outcome) {
    const bool failed = outcome.what == lang::Outcome::What::check && outcome.verdict == engine::Truth::no;
    if (failed || outcome.what == lang::Outcome::What::error)
      found.insert(found.end(), outcome.diagnostics.begin(), outcome.diagnostics.end());
  });
  if (!found.empty()) throw error_of(found);
}

Query Database::prepare(std::string_view text) const {
  return translated([&] {
    auto source = std::make_shared<lang::SourceText>(lang::SourceText{"query", std::string(text)});
    return Query(std::make_shared<const Query::State>(
        Query::State{std::make_shared<const lang::PreparedQuery>(state_->session.prepare(std::move(source)))}));
  });
}

Answer Database::query(std::string_view text) const { return prepare(text).run(); }

std::string_view version() noexcept { return RECKON_VERSION; }

}  // namespace reckon

// The database: one session that changes by turns, and snapshots of it for everybody else.
#include "reckon/database.hpp"

#include <mutex>
#include <thread>

#include "api/database_state.hpp"
#include "api/files.hpp"
#include "api/number_access.hpp"
#include "api/state.hpp"
#include "api/translated.hpp"
#include "engine/model/host_problems.hpp"
#include "engine/model/readable.hpp"

namespace reckon {
namespace {

constexpr std::uint64_t most_file_bytes = std::uint64_t{4} << 30;

Outcome public_outcome(const lang::Outcome& from) {
  using What = lang::Outcome::What;
  Outcome outcome;
  switch (from.what) {
    case What::check: outcome.kind = Outcome::Kind::check; break;
    case What::why: outcome.kind = Outcome::Kind::why; break;
    case What::why_not: outcome.kind = Outcome::Kind::why_not; break;
    case What::explain: outcome.kind = Outcome::Kind::explain; break;
    case What::conflicts: outcome.kind = Outcome::Kind::conflicts; break;
    case What::drivers: outcome.kind = Outcome::Kind::drivers; break;
    case What::note: outcome.kind = Outcome::Kind::note; break;
    default: break;
  }
  outcome.query = from.query;
  outcome.message = from.message;
  outcome.trees = made(from.trees);
  if (from.what == What::check) outcome.verdict = engine::readable(from.verdict);
  if (from.what == What::why) outcome.trees = made(engine::explain(*from.answer));
  for (const engine::Drivers& drivers : from.drivers) outcome.drivers.push_back(drivers_of(*from.answer, drivers));
  if (from.answer)
    outcome.answer = std::make_shared<const Answer>(std::unique_ptr<const Answer::State, Answer::Release>(
        new Answer::State(from.answer, std::make_shared<const QueryWords>(QueryWords{from.query, from.columns}))));
  if (from.what == What::note)
    for (const lang::Diagnostic& diagnostic : from.diagnostics) outcome.diagnostics.push_back(shown(diagnostic));
  return outcome;
}

// Hands outcomes to a listener and keeps what is wrong.
class Hearing {
 public:
  explicit Hearing(const Listener& listener) : listener_(listener) {}

  void operator()(const lang::Outcome& outcome) {
    using What = lang::Outcome::What;
    const bool failed = outcome.what == What::check && outcome.verdict == engine::Truth::no;
    if (failed || outcome.what == What::error)
      found_.insert(found_.end(), outcome.diagnostics.begin(), outcome.diagnostics.end());
    if (listener_ && outcome.what != What::error) listener_(public_outcome(outcome));
  }

  void end() {
    for (lang::Diagnostic& diagnostic : found_)
      if (diagnostic.id == lang::problem::check_failed)
        diagnostic.message = "this check does not hold" + (diagnostic.message.empty() ? "" : ": " + diagnostic.message);
    if (!found_.empty()) throw error_of(found_);
  }

 private:
  const Listener& listener_;
  std::vector<lang::Diagnostic> found_;
};

}  // namespace

DatabaseTurn::DatabaseTurn(Database::State& state) : state_(state), lock_(state.writing) {
  const std::lock_guard gate(state.gate);
  // Readers in other threads get the state as it is before this turn; if there are none, nothing is kept for them, and
  // the writer need not copy what it changes.
  if (!state.asked_elsewhere)
    state.published = nullptr;
  else if (!state.published)
    state.published = state.fresh();
  state.asked_elsewhere = false;
  state.writer = std::this_thread::get_id();
  state.running = true;
}

DatabaseTurn::~DatabaseTurn() {
  const std::lock_guard gate(state_.gate);
  state_.published = nullptr;
  state_.running = false;
}

std::shared_ptr<const Snapshot::State> Database::State::snapshot() {
  {
    const std::lock_guard guard(gate);
    const bool is_writer = writer == std::this_thread::get_id();
    if (is_writer && running) return fresh();  // asked by a listener or a resolver, between statements
    asked_elsewhere = asked_elsewhere || !is_writer;
    if (published) return published;
  }
  const std::lock_guard lock(writing);
  const std::lock_guard guard(gate);
  if (!published) published = fresh();
  return published;
}

Database::Database(Resolver resolver)
    : state_(std::make_unique<State>(file_reader(resolver, most_file_bytes), file_finder(resolver))) {}

Database Database::open(const std::string& path, Resolver resolver) {
  Database database(std::move(resolver));
  translated([&] { database.state_->session.open_database(path); });
  return database;
}

bool Database::refresh() {
  const DatabaseTurn turn(*state_);
  return translated([&] { return state_->session.refresh(); });
}

Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

void Database::run(std::string_view text, std::string_view name, const Listener& listener, const Control& control) {
  const DatabaseTurn turn(*state_);
  const engine::Interrupt interrupt = interrupt_of(control);
  Hearing hearing(listener);
  lang::Session& session = state_->session;
  const auto source = std::make_shared<lang::SourceText>(lang::SourceText{std::string(name), std::string(text)});
  const auto& limits = session.environment().store.program().limits;
  session.run(
      source, [&](const lang::Outcome& outcome) { hearing(outcome); },
      std::make_shared<engine::Meter>(limits, &interrupt));
  hearing.end();
}

Snapshot Database::snapshot() const { return Snapshot(state_->snapshot()); }

Query Snapshot::prepare(std::string_view text) const {
  return translated([&] {
    auto source = std::make_shared<lang::SourceText>(lang::SourceText{"query", std::string(text)});
    return Query(std::make_shared<const Query::State>(lang::prepare(state_->environment, std::move(source))));
  });
}

Answer Snapshot::query(std::string_view text, const std::vector<Parameter>& parameters, const Control& control) const {
  return answered(state_->environment, state_->answers, text, parameters, control);
}

void Database::set_limits(const Limits& limits) {
  const DatabaseTurn turn(*state_);
  engine::Limits own = state_->session.environment().store.program().limits;
  own.steps = limits.steps;
  own.rows = limits.rows;
  own.bytes = limits.bytes;
  own.bits = std::max<std::size_t>(limits.bits, 64);
  state_->session.set_limits(own);
}

void Database::set_parameter(std::string name, std::string text) {
  const DatabaseTurn turn(*state_);
  state_->session.set_parameter(std::move(name), std::move(text));
}

namespace {

// The host's function over the engine's ranges; what it throws becomes an error that names it.
auto engine_function(std::string name, HostFunction function) {
  return [name = std::move(name), function = std::move(function)](std::span<const engine::Range> ranges) {
    std::vector<Range> arguments;
    for (const engine::Range& range : ranges) arguments.push_back(made(range));
    std::optional<Range> result;
    try {
      result = function(arguments);
    } catch (const std::exception& thrown) {
      throw engine::Error(engine::problem::host_function, "the function " + name + " failed: " + thrown.what());
    }
    if (!result) return std::optional<engine::Range>();
    auto range = engine_range(*result);
    if (!range)
      throw engine::Error(engine::problem::host_function, "the function " + name + " gave what is no range",
                          "its low end must not lie above its high end, and its best figure must lie inside");
    return range;
  };
}

}  // namespace

void Database::define(std::string_view name, const std::vector<std::string>& units, HostFunction function,
                      Tightness tightness) {
  const DatabaseTurn turn(*state_);
  translated([&] {
    const engine::UnitTable& known = state_->session.environment().catalog().units();
    auto made = std::make_shared<engine::HostFunction>();
    made->name = name;
    if (units.size() < 2)
      throw engine::Error(lang::problem::wrong_arguments, "a function takes an argument at least",
                          "give the unit of each argument, and last that of the result");
    for (const std::string& unit : units) made->arguments.push_back(known.parse(unit));
    made->result = made->arguments.back();
    made->arguments.pop_back();
    made->monotone = tightness == Tightness::monotone;
    made->call = engine_function(made->name, std::move(function));
    state_->session.define(std::move(made));
  });
}

std::string_view version() noexcept { return RECKON_VERSION; }

}  // namespace reckon

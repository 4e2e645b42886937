// Binding parameters and running prepared queries.
#include "reckon/query.hpp"

#include "api/number_access.hpp"
#include "api/state.hpp"
#include "api/translated.hpp"
#include "engine/exec/plan_explanation.hpp"

namespace reckon {
namespace {

using Takes = lang::Parameter::Takes;

engine::Binding bind(const lang::PreparedQuery& query, std::size_t index, const Parameter& given) {
  switch (given.kind) {
    case Parameter::Kind::integer: return query.bind(index, given.integer);
    case Parameter::Kind::range: {
      auto range = engine_range(given.range);
      if (!range)
        throw error_of("parameter-unbound", "$" + std::string(given.name) + " is bound to what is no range",
                       "its low end must not lie above its high end, and its best figure must lie inside");
      return query.bind(index, std::move(*range));
    }
    default: return query.bind(index, given.text);
  }
}

void bind_all(const lang::PreparedQuery& query, std::span<const Parameter> given,
              std::vector<engine::Binding>& bindings) {
  const auto& wanted = query.parameters();
  bindings.resize(wanted.size());
  std::size_t used = 0;
  for (const Parameter& parameter : given) {
    bool is_wanted = false;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (wanted[i].name != parameter.name) continue;
      bindings[i] = bind(query, i, parameter);
      is_wanted = true;
      ++used;
    }
    if (!is_wanted)
      throw error_of("parameter-unbound", "the query has no parameter $" + std::string(parameter.name), "leave it out");
  }
  if (used == wanted.size()) return;
  for (const lang::Parameter& parameter : wanted) {
    bool bound = false;
    for (const Parameter& each : given) bound = bound || each.name == parameter.name;
    if (!bound)
      throw error_of("parameter-unbound", "the parameter $" + parameter.name + " is not bound",
                     "bind it when the query is run");
  }
  throw error_of("parameter-unbound", "a parameter is bound twice", "bind each once");
}

}  // namespace

engine::Interrupt interrupt_of(const Control& control) {
  engine::Interrupt interrupt;
  if (control.deadline) interrupt.deadline = *control.deadline;
  if (control.cancel) interrupt.cancelled = control.cancel->flag();
  interrupt.keep_going = control.keep_going;
  return interrupt;
}

namespace {

void run(const lang::PreparedQuery& query, std::span<const Parameter> parameters, const Control& control,
         engine::Keep keep, PooledAnswer& answer) {
  bind_all(query, parameters, answer.bindings);
  const engine::Interrupt interrupt = interrupt_of(control);
  query.run(answer.evaluation, answer.bindings, keep, &interrupt);
}

std::unique_ptr<PooledAnswer> evaluated(const Query::State& query, std::span<const Parameter> parameters,
                                        const Control& control, engine::Keep keep) {
  return translated([&] {
    auto made = query.answers->take();
    run(query.query, parameters, control, keep, *made);
    made->set_words(query.words);
    return made;
  });
}

Answer handed_out(std::unique_ptr<PooledAnswer> made, const std::shared_ptr<AnswerPool>& home) {
  made->home = home;
  return Answer(std::unique_ptr<const Answer::State, Answer::Release>(made.release()));
}

Answer answered(const Query::State& query, std::span<const Parameter> parameters, const Control& control) {
  return handed_out(evaluated(query, parameters, control, engine::Keep::nothing), query.answers);
}

}  // namespace

Answer answered(const lang::Environment& environment, const std::shared_ptr<AnswerPool>& answers, std::string_view text,
                std::span<const Parameter> parameters, const Control& control) {
  return translated([&] {
    auto made = answers->take();
    auto room = made->asked ? std::move(*made->asked).release_script() : nullptr;
    auto source = std::make_shared<lang::SourceText>(lang::SourceText{"query", std::string(text)});
    made->asked.emplace(lang::prepare(environment, std::move(source), std::move(room)));
    made->set_words(nullptr);
    run(*made->asked, parameters, control, engine::Keep::nothing, *made);
    return handed_out(std::move(made), answers);
  });
}

Answer Query::run(std::initializer_list<Parameter> parameters, const Control& control) const {
  return answered(*state_, {parameters.begin(), parameters.size()}, control);
}

Answer Query::run(const std::vector<Parameter>& parameters, const Control& control) const {
  return answered(*state_, parameters, control);
}

std::vector<Explanation> Query::why(const std::vector<Parameter>& parameters, const Control& control) const {
  const auto answer = evaluated(*state_, parameters, control, engine::Keep::lineage);
  return translated([&] { return made(engine::explain(*answer->answer)); });
}

std::vector<Explanation> Query::explain(const std::vector<Parameter>& parameters, const Control& control) const {
  const auto answer = evaluated(*state_, parameters, control, engine::Keep::profile);
  return translated([&] { return made({engine::explain_plan(*answer->answer)}); });
}

std::vector<ParameterInfo> Query::parameters() const {
  std::vector<ParameterInfo> all;
  for (const lang::Parameter& parameter : state_->query.parameters()) {
    ParameterInfo info;
    info.name = parameter.name;
    if (parameter.takes == Takes::date) info.takes = ParameterInfo::Takes::date;
    if (parameter.takes == Takes::member) {
      info.takes = ParameterInfo::Takes::member;
      info.dimension = state_->query.program().catalog->dimension(parameter.dimension).name();
    }
    all.push_back(std::move(info));
  }
  return all;
}

std::vector<std::string> Query::column_names() const { return state_->words->column_names; }

}  // namespace reckon

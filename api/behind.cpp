// What lies behind a value: where its ends are reached, and the cells that its width comes from.
#include <stdexcept>

#include "api/number_access.hpp"
#include "api/state.hpp"
#include "api/translated.hpp"
#include "engine/exec/variable_words.hpp"

namespace reckon {

const engine::Answer& Answer::State::traced() const {
  const std::lock_guard lock(making_);
  if (!traced_)
    traced_ = answer->lineage ? answer
                              : std::make_shared<const engine::Answer>(engine::evaluate(
                                    answer->program, answer->plan, answer->bindings, engine::Keep::lineage));
  return *traced_;
}

Drivers drivers_of(const engine::Answer& traced, const engine::Drivers& found) {
  const engine::VariableWords words(traced);
  const engine::UnitTable& units = traced.catalog().units();
  Drivers result;
  const bool bounded = traced.value(found.row, found.column).range.is_bounded();
  result.width = bounded ? NumberAccess::made(found.width) : Number::infinity();
  for (const engine::Driver& driver : found.cells) {
    Driver made{words.name(driver.node),
                units.text(words.unit(driver.node)),
                reckon::made(driver.range),
                NumberAccess::made(driver.at),
                driver.endless ? Number::infinity() : NumberAccess::made(driver.goes),
                driver.endless || driver.proved,
                {}};
    for (const auto& fact : words.facts(driver.node))
      made.facts.push_back({reckon::made(fact.value), fact.source, fact.kind, fact.date, fact.note});
    result.cells.push_back(std::move(made));
  }
  result.rest = found.rest;
  if (found.bounded && found.rest > 0) result.rest_goes = NumberAccess::made(found.rest_goes);
  return result;
}

Reached Row::reached(End end, std::size_t column) const {
  if (column >= answer_->columns()) throw std::out_of_range("the answer has no column " + std::to_string(column));
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
      reached.places.push_back({words.name(place.node), NumberAccess::made(place.value),
                                answer.catalog().units().text(words.unit(place.node)), place.above, place.below});
    return reached;
  });
}

Drivers Row::drivers(std::size_t column) const {
  if (column >= answer_->columns()) throw std::out_of_range("the answer has no column " + std::to_string(column));
  return translated([&] {
    const engine::Answer& answer = answer_->state_->traced();
    const auto found = engine::drivers(answer, row_, column);
    return found ? drivers_of(answer, *found) : Drivers();
  });
}

}  // namespace reckon

// What stands behind the handles of the public interface.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "api/shown.hpp"
#include "engine/exec/drivers.hpp"
#include "engine/exec/explanation.hpp"
#include "lang/prepared_query.hpp"
#include "reckon/answer.hpp"
#include "reckon/query.hpp"

namespace reckon {

struct Answer::State {
  State(std::shared_ptr<const engine::Answer> made, std::string asked, std::vector<std::string> names)
      : answer(std::move(made)), query(std::move(asked)), column_names(std::move(names)) {}

  const std::shared_ptr<const engine::Answer> answer;
  const std::string query;                      // as written
  const std::vector<std::string> column_names;

  ShownAnswer shown() const { return {*answer, query, column_names}; }
  // The answer with its lineage, made when it is first asked for.
  const engine::Answer& traced() const;

 private:
  mutable std::once_flag once_;
  mutable std::shared_ptr<const engine::Answer> traced_;
};

Drivers drivers_of(const engine::Answer& traced, const engine::Drivers&);

struct Query::State {
  lang::PreparedQuery query;
};

std::vector<Explanation> made(const std::vector<engine::Explanation>&);
// The engine's side of a control; it refers to the control, which must outlive it.
engine::Interrupt interrupt_of(const Control&);

}  // namespace reckon

// What stands behind the handles of the public interface.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/shown.hpp"
#include "engine/exec/explanation.hpp"
#include "lang/prepared_query.hpp"
#include "reckon/answer.hpp"
#include "reckon/query.hpp"

namespace reckon {

struct Answer::State {
  std::shared_ptr<const engine::Answer> answer;
  std::string query;                      // as written
  std::vector<std::string> column_names;

  ShownAnswer shown() const { return {*answer, query, column_names}; }
};

struct Query::State {
  lang::PreparedQuery query;
};

std::vector<Explanation> made(const std::vector<engine::Explanation>&);
// The engine's side of a control; it refers to the control, which must outlive it.
engine::Interrupt interrupt_of(const Control&);

}  // namespace reckon

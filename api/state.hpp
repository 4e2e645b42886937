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

// The words of a query, which all its answers share.
struct QueryWords {
  std::string query;  // as written
  std::vector<std::string> column_names;
};

struct Answer::State {
  State(std::shared_ptr<const engine::Answer> made, std::shared_ptr<const QueryWords> asked)
      : answer(std::move(made)), words(std::move(asked)) {}

  const std::shared_ptr<const engine::Answer> answer;
  const std::shared_ptr<const QueryWords> words;

  ShownAnswer shown() const { return {*answer, words->query, words->column_names}; }
  // The answer with its lineage, made when it is first asked for.
  const engine::Answer& traced() const;

 private:
  mutable std::once_flag once_;
  mutable std::shared_ptr<const engine::Answer> traced_;
};

Drivers drivers_of(const engine::Answer& traced, const engine::Drivers&);

struct Query::State {
  explicit State(lang::PreparedQuery prepared)
      : query(std::move(prepared)),
        words(std::make_shared<const QueryWords>(QueryWords{query.text(), query.column_names()})) {}

  const lang::PreparedQuery query;
  const std::shared_ptr<const QueryWords> words;
};

std::vector<Explanation> made(const std::vector<engine::Explanation>&);
// The engine's side of a control; it refers to the control, which must outlive it.
engine::Interrupt interrupt_of(const Control&);

}  // namespace reckon

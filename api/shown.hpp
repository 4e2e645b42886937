// An answer with the words that the language has for it, as every form of output takes it.
#pragma once

#include <string>
#include <vector>

#include "engine/exec/answer.hpp"

namespace reckon {

// Refers to the answer, which must outlive it.
struct ShownAnswer {
  const engine::Answer& answer;
  std::string query;                      // as written
  std::vector<std::string> column_names;  // by column; of a relation none

  // A relation's rows have keys and no values.
  std::size_t columns() const { return answer.is_relation() ? 0 : answer.columns(); }
  std::string unit(std::size_t column) const { return answer.catalog().units().text(answer.unit(column)); }
  const std::string& name(std::size_t column) const {
    return column < column_names.size() ? column_names[column] : query;
  }
};

}  // namespace reckon

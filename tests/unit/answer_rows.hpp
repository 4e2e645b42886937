// An answer as lines of text, to compare whole: the members of each row, each with a bar behind it, and the value.
#pragma once

#include <string>

#include "engine/exec/answer.hpp"

namespace reckon::test {

inline std::string answer_rows(const engine::Answer& answer) {
  std::string all;
  for (std::size_t row = 0; row < answer.rows(); ++row) {
    for (std::size_t axis = 0; axis < answer.axes().size(); ++axis) all += answer.key_text(row, axis) + '|';
    all += (answer.value(row).is_missing() ? "missing" : answer.value(row).range.text()) + '\n';
  }
  return all;
}

}  // namespace reckon::test

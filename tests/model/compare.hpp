// The engine's answer beside the model's: exactly the same where no cell is used twice; within it otherwise; and in
// every sampled world the exact result lies in the engine's answer.
#pragma once

#include "engine/exec/answer.hpp"
#include "tests/model/evaluate.hpp"

namespace reckon::model {

// What differs, in words; nothing where the answers agree.
using Difference = std::optional<std::string>;

Difference compare(const Store&, const Answer& model, const engine::Answer&);
Difference compare_world(const Store&, const Answer& world, const engine::Answer&);
// In the world where every cell is at its best. `model` tells which rows are certain.
Difference compare_best(const Store&, const Answer& world, const Answer& model, const engine::Answer&);

// Whether any row of the answer could only be enclosed.
bool is_plain(const Answer&);

}  // namespace reckon::model

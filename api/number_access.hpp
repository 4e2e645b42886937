// Between the public numbers and the engine's.
#pragma once

#include <optional>

#include "engine/model/range.hpp"
#include "reckon/number.hpp"

namespace reckon {

struct NumberAccess {
  static Number made(engine::Number value) noexcept;
  static const engine::Number& engine_number(const Number& number) noexcept;  // of finite ones
};

Range made(const engine::Range&);
// Nothing where an end is no number, low is above high, or the best figure lies outside.
std::optional<engine::Range> engine_range(const Range&);

}  // namespace reckon

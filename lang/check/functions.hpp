// The built-in functions by name.
#pragma once

#include <span>
#include <string_view>

#include "engine/plan/plan.hpp"

namespace reckon::lang {

enum class FunctionForm : std::uint8_t { aggregate, rank, top, extreme, assume, apply };

struct FunctionInfo {
  std::string_view name;
  FunctionForm form;
  engine::op::Statistic statistic = engine::op::Statistic::sum;  // of aggregates
  engine::op::Function function = engine::op::Function::negate;  // of apply
};

// Null where there is no such function.
const FunctionInfo* find_function(std::string_view name);
std::span<const FunctionInfo> functions();

}  // namespace reckon::lang

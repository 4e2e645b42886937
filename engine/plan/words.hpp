// Parts of plans in the words of a query: members, tests, policies, operators. What has no written form is shown near
// it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/plan/plan.hpp"

namespace reckon::engine {

// A name as it is written in a query: in quotes where it holds signs that a plain name may not.
std::string written_name(std::string_view name);

// A member as it is written: `Meta`, `"GPT-4"`, `2024Q3`; a parameter as `$1`, counted from 1; no_code as `_`.
std::string member_text(const Catalog&, DimensionId, const CodeOperand&);

// A level reached from one of the axes: `region`, or `user.region` where several axes lead to it.
std::string level_text(const Catalog&, const std::vector<Axis>&, std::size_t axis, DimensionId level);

std::string text(const Catalog&, const AxisTest&, const std::vector<Axis>&);  // `region = CN`, `year in 2022..2024`
std::string text(const Catalog&, const AttributeTest&);                       // `source = omdia`, `date >= 2024-01-01`
std::string text(const Catalog&, const Policy&);                              // `hull`, `prefer(omdia, gpu_race)`

std::string_view sign(op::Combination);  // `+`, `<=`, `and`; `least` and `greatest` by name
std::string_view name(op::Statistic);    // `sum`
std::string_view name(op::Function);     // `abs`; `-` and `not` for the two that are signs

}  // namespace reckon::engine

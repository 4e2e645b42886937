// Statistics over exactly the first k of some rows, whichever they are: each is monotone in every row's value, so its
// ends are those of the k first low ends and of the k first high ends.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "engine/exec/run.hpp"

namespace reckon::engine {

// Over the rows of a frame, which all have values and among which the first `top.count` are in any case. Nothing for
// `first` and `last`, which depend on where a row stands.
std::optional<Range> chosen_statistic(op::Statistic what, const op::Top& top, const Frame& frame,
                                      std::span<const std::uint32_t> rows);

}  // namespace reckon::engine

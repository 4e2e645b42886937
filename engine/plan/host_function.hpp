// A function that a host program gives: ranges in, an enclosing range out.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/model/range.hpp"
#include "engine/model/unit.hpp"

namespace reckon::engine {

struct HostFunction {
  std::string name;
  std::vector<Unit> arguments;
  Unit result;
  // The ends of what it gives are reached where each argument is at one of its ends. Else answers through it are not
  // proved tight.
  bool monotone = false;
  // Every value that the function takes while each argument is in its range; nothing where it has none. May be called
  // from several threads at once. Throws Error.
  std::function<std::optional<Range>(std::span<const Range>)> call;
};

}  // namespace reckon::engine

// Measures and relations: what facts are about. A relation is a measure without values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/code.hpp"
#include "engine/model/range.hpp"
#include "engine/model/unit.hpp"

namespace reckon::engine {

// A coordinate of a measure: a dimension in a role; the role is the dimension's own name where it comes once.
struct Axis {
  std::string name;
  DimensionId dimension = 0;
  friend bool operator==(const Axis&, const Axis&) = default;
};

// Over what a measure may be summed (Kimball): everything, everything but time, nothing.
enum class Additivity : std::uint8_t { flow, stock, rate };

// How several facts of one cell become one range.
enum class PolicyKind : std::uint8_t { hull, meet, latest, prefer, least, greatest };

struct Policy {
  PolicyKind kind = PolicyKind::hull;
  std::vector<SourceId> preferred;  // of prefer, best first
  friend bool operator==(const Policy&, const Policy&) = default;
};

struct Measure {
  std::string name, description;
  std::vector<Axis> axes;
  bool is_relation = false;
  Unit unit;
  Additivity additivity = Additivity::flow;
  std::optional<Range> domain;   // every cell's range is cut to it
  std::optional<Policy> policy;  // nothing: the store's
};

enum class Kind : std::uint8_t { none, actual, estimate, forecast, plan, rumour, derived };

std::optional<Kind> parse_kind(std::string_view);
std::string_view kind_text(Kind);

struct Source {
  std::string name, description;
  Day date = no_code;
  bool is_rule = false;
};

}  // namespace reckon::engine

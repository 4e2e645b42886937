// A checked expression: an engine operation for every part, with what is known before it runs: dimensions, unit,
// and over what it may be summed. Invariant: arguments fit the operation; compiling it cannot fail.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "engine/model/problems.hpp"
#include "engine/plan/plan.hpp"
#include "lang/ast/ast.hpp"

namespace reckon::lang {

struct TypedAxis {
  std::string name;
  engine::DimensionId dimension = 0;
  bool additive = false;
  bool pinned = false;  // one member only, so that summing over it counts nothing twice
  friend bool operator==(const TypedAxis&, const TypedAxis&) = default;
};

enum class ValueType : std::uint8_t { number, truth, relation };

// The argument is read under other circumstances.
struct InWorld {
  std::optional<engine::Day> as_of;
  std::optional<int> as_of_parameter;
  std::vector<engine::Assumed> assumed;
  std::optional<engine::Policy> policy;
  std::optional<engine::Condition> attributes;
  bool by_source = false;
  friend bool operator==(const InWorld&, const InWorld&) { return false; }  // never recognised as a shared shape
};

struct Typed {
  std::variant<engine::op::Constant, engine::op::Scan, engine::op::Filter, engine::op::Slice, engine::op::Shift,
               engine::op::Apply, engine::op::Join, engine::op::Choose, engine::op::Aggregate, engine::op::Share,
               engine::op::Rank, engine::op::Top, engine::op::Columns, engine::op::Spread, engine::op::Call, InWorld>
      what;
  Span span;
  ValueType type = ValueType::number;
  engine::Unit unit;
  bool bare = false;       // literals alone, without a unit: takes the unit of what it meets
  bool extensive = false;  // a quantity (stock, flow, count) rather than a rate or pure number
  std::vector<TypedAxis> axes;
  std::vector<std::unique_ptr<Typed>> args;

  std::optional<std::size_t> axis(std::string_view name) const {
    for (std::size_t i = 0; i < axes.size(); ++i)
      if (axes[i].name == name) return i;
    return std::nullopt;
  }
};

using TypedPtr = std::unique_ptr<Typed>;

// The same operations over the same cells, so that both are one value.
bool same_value(const Typed&, const Typed&);

// A parameter `$name` of a query, and what it stands for.
struct Parameter {
  enum class Takes : std::uint8_t { number, member, date };

  std::string name;
  Takes takes = Takes::number;
  engine::DimensionId dimension = 0;  // of members
  Span span;                          // where it stands first
};

struct CheckedQuery {
  TypedPtr root;
  std::vector<Parameter> parameters;
  std::vector<std::string> labels;  // of columns, by position; empty where unnamed
};

}  // namespace reckon::lang

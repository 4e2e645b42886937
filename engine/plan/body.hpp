// A rule's body: what its variables must satisfy, and what the head makes of them. Plain structs, without text to read.
// Invariant: every variable of the head, of a negated atom and of a condition is bound by an atom or a step.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/plan/plan.hpp"

namespace reckon::engine {

using Variable = std::uint32_t;

struct BodyVariable {
  std::string name;
  DimensionId dimension = 0;
};

// An argument of an atom: any member, one member, or a variable.
struct Term {
  enum class What : std::uint8_t { any, member, variable } what = What::any;
  Code code = no_code;
  Variable variable = 0;
  friend bool operator==(const Term&, const Term&) = default;
};

// A row of a relation, a cell of a measure, or the value that an aggregate has for its keys.
struct BodyAtom {
  enum class Use : std::uint8_t {
    binds,      // the row exists, and binds its variables
    absent,     // no such row exists
    looked_up,  // a value that may be missing; its variables are bound elsewhere
  } use = Use::binds;
  MeasureId measure = 0;
  int aggregate = -1;       // of the body's aggregates, in place of a measure
  std::vector<Term> terms;  // by axis; of an aggregate by key
  std::string text;         // as written
};

// `to` is `from` moved along an ordered dimension, or the member of a coarser dimension that it rolls up to, or a
// member.
struct BodyStep {
  Variable from = 0, to = 0;  // the same where it is a member
  std::int32_t by = 0;
  bool rolls_up = false;
  Code member = no_code;
  std::string text;
};

// One side of a comparison of members: a variable, read at its own dimension or a coarser one, or a member.
struct CodeSide {
  bool is_variable = false;
  Variable variable = 0;
  DimensionId from = 0, level = 0;
  std::int32_t by = 0;  // moved along an ordered dimension
  Code code = no_code;
};

// A value made of cells, members and numbers. Invariant: arguments have lower numbers; the last node is the result.
struct FormulaNode {
  enum class What : std::uint8_t { constant, cell, codes, combine, apply, choose } what = What::constant;
  Range value;                                 // constant
  std::size_t atom = 0;                        // cell
  CodeSide left, right;                        // codes
  op::Combination how = op::Combination::add;  // codes, combine
  op::Apply apply;
  std::vector<std::uint32_t> arguments;
};
struct Formula {
  std::vector<FormulaNode> nodes;
  std::string text;
  bool empty() const { return nodes.empty(); }
};

struct BodyAggregate;

struct Body {
  std::vector<BodyVariable> variables;
  std::vector<BodyAtom> atoms;
  std::vector<BodyStep> steps;
  std::vector<Formula> conditions;  // each must be certain
  std::vector<std::shared_ptr<const BodyAggregate>> aggregates;
  std::vector<Term> head;  // by axis; of an aggregate's body its keys and then what tells rows apart
  Formula value;           // empty for relations and counts
};

// A statistic over the distinct rows of a body, for each combination of its keys.
struct BodyAggregate {
  op::Statistic what = op::Statistic::sum;
  Body body;
  std::size_t counted = 0;  // how many of the body's atoms come first as what is aggregated
  std::size_t keys = 0;     // how many of the body's head terms come first as keys
};

}  // namespace reckon::engine

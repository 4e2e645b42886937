// What a query is compiled to: a list of operations, each reading the results of earlier ones.
// Plain structs, without text or columns. Invariant: an operation's inputs have lower numbers; the last is the answer.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/model/catalog.hpp"
#include "engine/plan/host_function.hpp"

namespace reckon::engine {

using OperationId = std::uint32_t;

// A member known when compiled, or the parameter that will name it.
struct CodeOperand {
  Code code = no_code;
  int parameter = -1;
  friend bool operator==(const CodeOperand&, const CodeOperand&) = default;
};

// A test of a row's member on one axis, or of that member's code in a coarser dimension.
struct AxisTest {
  std::size_t axis = 0;
  DimensionId level = 0;  // the axis's own dimension, or a coarser one
  bool negated = false;
  bool repeated = false;  // of scans: a filter above tests it too, so a description leaves it out
  bool is_interval = false;
  std::vector<CodeOperand> members;     // one of these; or for intervals:
  std::optional<CodeOperand> from, to;  // inclusive
  friend bool operator==(const AxisTest&, const AxisTest&) = default;
};

// A test of a fact's provenance.
struct AttributeTest {
  enum class What : std::uint8_t { source, kind, date } what = What::source;
  bool negated = false;
  std::vector<std::uint32_t> one_of;  // sources or kinds
  std::optional<Day> from, to;        // dates, inclusive
  // Of dates that a parameter names: the first or last day of its period, or the day beyond.
  int from_parameter = -1, to_parameter = -1;
  bool after = false, before = false;  // beyond the parameter's period
  friend bool operator==(const AttributeTest&, const AttributeTest&) = default;
};

// A condition on rows. Leaves test axes, provenance (scans of facts only) or the truth of another operation's rows.
struct Condition {
  enum class What : std::uint8_t { all_of, any_of, negation, axis, attribute, truth, relation } what = What::all_of;
  std::vector<Condition> parts;
  AxisTest axis;
  AttributeTest attribute;
  std::size_t input = 0;         // truth, relation: which of the filter's inputs
  std::vector<std::size_t> key;  // truth, relation: the filtered axes that the input's axes are, in order
  friend bool operator==(const Condition&, const Condition&) = default;
};

// Under which circumstances cells are read: `as of`, `assuming`, `where source …`, `under …`. 0 is the store as it is.
using WorldId = std::uint32_t;

namespace op {

struct Constant {
  Range value;
  int parameter = -1;
  Truth truth = Truth::no;
  bool is_truth = false;
  friend bool operator==(const Constant&, const Constant&) = default;
};

// The cells of a measure (or the rows of a relation); fixed axes are left out of the result.
struct Scan {
  MeasureId measure = 0;
  WorldId world = 0;
  std::vector<std::optional<CodeOperand>> fixed;  // by axis of the measure
  std::vector<AxisTest> tests;                    // all must hold; axes count in the measure
  friend bool operator==(const Scan&, const Scan&) = default;
};
// The rows of another operation for which a condition holds (input 0; further inputs are conditions' truths).
// Where the condition compares the very value that is filtered, a row that may fail is cut to what passes.
struct Filter {
  Condition condition;
  std::optional<Range> cut;
  bool own_value = false;  // the condition compares the filtered value with constants, and nothing else
  friend bool operator==(const Filter&, const Filter&) = default;
};
// One member of an axis, which goes.
struct Slice {
  std::size_t axis = 0;
  CodeOperand member;
  friend bool operator==(const Slice&, const Slice&) = default;
};
// Each row moves `by` along an ordered axis, so that year 2025 shows the value of 2024 where by is 1.
struct Shift {
  std::size_t axis = 0;
  std::int32_t by = 0;
  friend bool operator==(const Shift&, const Shift&) = default;
};

enum class Function : std::uint8_t {
  negate,
  logical_not,
  abs,
  low,
  high,
  middle,
  width,
  floor,
  ceil,
  round,
  power,
  root,
  ln,
  exp,
  scale,
  assume,
  possibly,
};
struct Apply {
  Function function = Function::negate;
  std::int64_t argument = 0;  // digits, exponent, degree
  Number factor = 1;          // of scale: a conversion of units
  std::string assumption;     // of assume: what reading is taken on purpose
  friend bool operator==(const Apply&, const Apply&) = default;
};

enum class Combination : std::uint8_t {
  add,
  subtract,
  multiply,
  divide,
  least,
  greatest,
  coalesce,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  logical_and,
  logical_or,
};
// How an axis of the right side meets the left: the same, or coarser.
struct Alignment {
  std::size_t left = 0, right = 0;
  friend bool operator==(const Alignment&, const Alignment&) = default;
};
// Row by row on shared axes; an axis that only one side has is spread over the other.
struct Join {
  Combination how = Combination::add;
  std::vector<Alignment> on;
  friend bool operator==(const Join&, const Join&) = default;
};
// Inputs: condition, then, else, each aligned to the result's axes by name.
struct Choose {
  friend bool operator==(const Choose&, const Choose&) = default;
};

enum class Statistic : std::uint8_t { sum, count, min, max, avg, median, first, last };
struct GroupAxis {
  std::size_t axis = 0;
  DimensionId level = 0;
  friend bool operator==(const GroupAxis&, const GroupAxis&) = default;
};
struct Aggregate {
  Statistic what = Statistic::sum;
  std::vector<GroupAxis> by;
  std::optional<std::size_t> along;  // of first and last: the ordered axis
  friend bool operator==(const Aggregate&, const Aggregate&) = default;
};
// x / sum(x over the axes not kept), each cell once: tight for independent cells that are not negative.
struct Share {
  std::vector<std::size_t> within;
  friend bool operator==(const Share&, const Share&) = default;
};
struct Rank {
  std::vector<std::size_t> within;
  friend bool operator==(const Rank&, const Rank&) = default;
};
struct Top {
  std::int64_t count = 0;
  bool bottom = false;
  std::vector<std::size_t> within;
  friend bool operator==(const Top&, const Top&) = default;
};
// Side by side over the union of the inputs' rows.
struct Columns {
  friend bool operator==(const Columns&, const Columns&) = default;
};
// Every member of closed dimensions or of given bounds, for the axes of a rule's head that its expression lacks.
struct Spread {
  std::vector<Axis> axes;
  std::vector<AxisTest> bounds;
  friend bool operator==(const Spread&, const Spread&) = default;
};

// A function that the host gives, of its input's columns side by side.
struct Call {
  std::shared_ptr<const HostFunction> function;
  friend bool operator==(const Call&, const Call&) = default;
};

}  // namespace op

struct Operation {
  std::variant<op::Constant, op::Scan, op::Filter, op::Slice, op::Shift, op::Apply, op::Join, op::Choose, op::Aggregate,
               op::Share, op::Rank, op::Top, op::Columns, op::Spread, op::Call>
      what;
  std::vector<OperationId> inputs;
  std::vector<Axis> axes;  // of the result
  Unit unit;
  bool is_truth = false;
  bool is_relation = false;  // rows without values
};

struct Assumed {
  MeasureId measure = 0;
  std::vector<CodeOperand> key;
  Range value;
  int parameter = -1;
};

// What differs from the store as it is. Worlds of equal as_of and assumed share their derived cells.
struct World {
  Day as_of = std::numeric_limits<Day>::max();
  std::vector<int> as_of_parameters;  // dates that are bound later; the earliest counts
  std::vector<Assumed> assumed;
  std::optional<Policy> policy;         // of the measures named, instead of theirs
  std::optional<Condition> attributes;  // choose among the finished facts of the measures named
  bool by_source = false;
};

// A result's column: what the unit is; its name belongs to the language.
struct Plan {
  std::vector<Operation> operations;
  std::vector<World> worlds{World{}};
  bool ranked = false;  // rows keep the order of a rank or top

  const Operation& answer() const { return operations.back(); }
};

// One operation a line: `%2 = aggregate sum(%1) by org : org [H100e]`.
std::string print(const Plan&, const Catalog&);
std::string print(const Plan&, OperationId, const Catalog&);  // one of them, without a line end
// An operation's meaning as an expression, for messages: `h100e[year = 2025]`, `sum(purchases over chip)`.
std::string describe(const Plan&, OperationId, const Catalog&);

struct Body;

// How a rule uses a measure or relation that it reads: what may stand in a cycle depends on it.
enum class ReadKind : std::uint8_t {
  joins,     // an atom binds its variables
  computes,  // the head's value is made of it
  moves,     // read strictly before along an ordered dimension
  compares,  // a condition tests its value
  negates,
  aggregates,
  reads,  // an expression uses it in any other way
};

struct RuleRead {
  MeasureId measure = 0;
  ReadKind how = ReadKind::reads;
  DimensionId along = 0;  // moves: the ordered dimension
  std::int32_t by = 0;    // moves: how far back
};

// A rule: what its plan or its body yields becomes facts of the head, from a source of the rule's own.
struct Rule {
  MeasureId head = 0;
  bool is_default = false;
  SourceId source = 0;
  std::string text;                  // as written, for why
  std::string assumption;            // the rule's own description
  std::shared_ptr<const Plan> plan;  // of an expression: null where there is a body
  std::shared_ptr<const Body> body;  // body.hpp
  std::vector<std::size_t> axes;     // where each axis of the head lies in the plan's answer
  std::vector<MeasureId> reads;      // the measures that it reads
  std::vector<RuleRead> uses;        // and how it uses each; one measure may be used in several ways
  std::string place;                 // file, line and column, for messages
};

}  // namespace reckon::engine

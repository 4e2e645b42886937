// The syntax tree: what was written, with places, before any meaning. Trees live in the arena of their Script.
// Invariant: every node has the span of the text it was read from; texts point into the source or the arena.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lang/ast/arena.hpp"

namespace reckon::lang {

// Byte offsets into the source text, end exclusive.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// A named text: a file, standard input, a -c query, a module of the standard library.
struct SourceText {
  std::string name;
  std::string text;
  std::size_t first_line = 1;  // where the text is a part of what has that name: a line of a data file
};

// ---- expressions -----------------------------------------------------------------------------------------------

enum class ExprKind : std::uint8_t {
  number,       // text: the digits with suffix as written ("75万", "1_000", "15%"); unit: what followed it, or empty
  period,       // text: "2024Q3", "2024M11"
  date,         // text: "2024-12-18"
  name,         // text: the name, unquoted; quoted says whether it was in quotes
  path,         // text: first part; args[0]: a name, the part after the dot (`user.region`)
  parameter,    // text: the name after $
  call,         // text: what is called; args; labels where some argument is named (`org: Meta`); may be quoted
  index,        // args[0] the indexed; args[1..] the items: `year = 2024` or `year - 1`, as binary expressions
  unary,        // op (negate, logical_not); args[0]
  binary,       // op; args[0], args[1]
  conditional,  // args: condition, then, else
  range,        // args: low or null, high or null, best or null
  about,        // `~x`: args[0], args[1] best or null
  plus_minus,   // `x ± d`: args: middle, deviation, best or null
  list,         // the right side of `in (a, b)`: args
  columns,      // `{ label: e, … }`: args; labels (empty where none)
  clauses,      // args[0] with clauses
};

enum class Op : std::uint8_t {
  none,
  negate,
  logical_not,
  add,
  subtract,
  multiply,
  divide,
  power,
  coalesce,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,
  not_in,
  logical_and,
  logical_or,
};

enum class ClauseKind : std::uint8_t {
  where,     // expr
  by,        // names: names or paths
  over,      // names
  to,        // unit
  as_of,     // expr: a date or period or parameter
  under,     // policy: hull meet latest prefer least greatest; names: the sources of prefer
  assuming,  // assumptions: pairs of call and value
};

struct Expr;

struct Assumption {
  Expr* cell = nullptr;  // a call, or a name for a measure without dimensions
  Expr* value = nullptr;
};

struct Clause {
  ClauseKind kind = ClauseKind::where;
  Span span;
  Expr* expr = nullptr;
  List<Expr*> names;
  std::string_view text;  // the unit of `to`, the policy of `under`
  List<Assumption> assumptions;
};

struct Expr {
  ExprKind kind = ExprKind::number;
  Op op = Op::none;
  bool quoted = false;
  Span span;
  std::string_view text;
  std::string_view unit;
  List<Expr*> args;
  List<std::string_view> labels;
  List<Clause*> clauses;
};

// ---- statements ------------------------------------------------------------------------------------------------

enum class StatementKind : std::uint8_t {
  use,
  unit,
  source,
  dimension,
  measure,
  relation,
  facts,
  retract,
  load,
  rule,
  let,
  check,
  set,
  query,
};

struct Statement {
  StatementKind kind;
  Span span;
};

// A name with the place where it stands.
struct Name {
  std::string_view text;
  Span span;
  bool quoted = false;
};

// What every declaration may carry: `"description"` and `example "query"`.
struct Doc {
  std::string_view description;
  std::string_view example;
  Span example_span;
};

struct Use : Statement {
  Name module;  // quoted: a file
};

struct UnitDeclaration : Statement {
  Name name;
  Expr* factor = nullptr;  // `unit MW = 1_000_000 W`: a constant expression whose last number carries the unit; or null
  Doc doc;
};

struct SourceDeclaration : Statement {
  Name name;
  Expr* date = nullptr;
  Doc doc;
};

struct Member {
  Name name;
  std::string_view description;
  List<Name> aliases;
  List<Name> parents;  // in the order of the dimension's parents
};

struct DimensionDeclaration : Statement {
  Name name;
  bool ordered = false;
  bool closed = false;  // has braces
  List<Name> parents;
  List<Member> members;
  Doc doc;
};

struct Axis {
  Name role;  // empty text where the dimension's own name serves
  Name dimension;
};

enum class AdditivityWord : std::uint8_t { unstated, flow, stock, rate };

struct MeasureDeclaration : Statement {
  Name name;
  List<Axis> axes;
  std::string_view unit;
  Span unit_span;
  AdditivityWord additivity = AdditivityWord::unstated;
  Expr* domain = nullptr;    // `in 0..`
  Clause* policy = nullptr;  // `under …`, or null
  Doc doc;
};

struct RelationDeclaration : Statement {
  Name name;
  List<Axis> axes;
  Doc doc;
};

struct Provenance {
  Name source;           // empty where not given
  Name kind;             // as …
  Expr* date = nullptr;  // on …
  std::string_view note;
  Expr* confidence = nullptr;  // ci …
};

struct FactRow {
  Span span;
  List<Expr*> args;
  List<std::string_view> labels;
  Expr* value = nullptr;  // null for relations; a name `unknown` says that the source has no figure
  Provenance provenance;
};

// `fact m(…) = v …` (one row, grouped false) and `facts m … { rows }`.
struct FactsStatement : Statement {
  Name head;
  bool grouped = false;
  Provenance provenance;  // of the group; a row's own wins part by part
  List<FactRow> rows;
};

struct RetractStatement : Statement {
  Expr* cell = nullptr;  // a call
  Name source;
  Expr* date = nullptr;
};

// A column of a loaded file: its header, and how to read it.
struct ColumnRef {
  Name column;
  std::string_view format;  // of dates, or empty
};

struct LoadTarget {
  Name dimension;    // the axis, dimension or record measure
  ColumnRef column;  // same text as dimension where `= column` was left out
};

struct RecordMeasure {
  Name name;
  Name column;  // `revenue = "LO_REVENUE" : USD`; same as name where left out
  std::string_view unit;
  Span unit_span;
  AdditivityWord additivity = AdditivityWord::unstated;
};

enum class LoadKind : std::uint8_t { facts, dimension, records };

struct LoadStatement : Statement {
  LoadKind what = LoadKind::facts;
  std::string_view file;
  Span file_span;
  std::string_view table;    // of an SQLite file, or empty
  Name head;                 // the measure, relation, dimension or record set
  Name column;               // of a dimension's members; same text as head where `= column` was left out
  List<LoadTarget> targets;  // facts: axes; records: axes; dimension: parents (`-> brand`)
  bool ordered = false;
  List<RecordMeasure> measures;  // records
  Name value_low, value_high;    // `value c` has only the low; `value a..b` both
  bool value_is_range = false;
  Name best;
  Expr* confidence = nullptr;                                 // ci 90%
  Name source;                                                // from NAME
  Name source_column, kind_column, date_column, note_column;  // `from column c`, `as column c`, …
  std::string_view date_format;
  Name kind;
  Expr* date = nullptr;
  std::string_view note;
  Expr* skip_limit = nullptr;  // `skipping errors up to N`
};

struct RuleStatement : Statement {
  bool is_default = false;
  Name name;              // as NAME, or empty
  Expr* head = nullptr;   // a call, or a name
  Expr* value = nullptr;  // after `=`, with its clauses; null for relations
  Expr* body = nullptr;   // after `if`, or null
  Doc doc;                // a default's or rule's own words: its assumption
};

struct LetStatement : Statement {
  Name name;
  List<Name> parameters;
  Expr* value = nullptr;
  Doc doc;
};

struct CheckStatement : Statement {
  Expr* condition = nullptr;
  std::string_view message;
};

struct SetStatement : Statement {
  Name name;              // about, reconcile, …
  Expr* value = nullptr;  // a number, a name, or a call (`prefer(a, b)`)
};

enum class Verb : std::uint8_t { none, why, why_not, explain, drivers, plot, conflicts };

struct QueryStatement : Statement {
  Verb verb = Verb::none;
  Verb inner = Verb::none;  // `plot drivers Q`
  Expr* expr = nullptr;     // for conflicts a name
};

// A parsed text: owns the source, the arena, and the trees in it.
struct Script {
  std::shared_ptr<const SourceText> source;
  Arena arena;
  std::vector<Statement*> statements;
};

}  // namespace reckon::lang

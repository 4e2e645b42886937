// What a script declares and states, in plain structs: the naive evaluator's own catalog and facts.
// Invariant: nothing here comes from the engine but exact numbers and ranges.
#pragma once

#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/range.hpp"
#include "lang/ast/ast.hpp"

namespace reckon::model {

using engine::Number;
using engine::Range;
using Key = std::vector<int>;  // a code for each axis

using Day = int;  // days since 1970-01-01
inline constexpr Day undated = std::numeric_limits<Day>::min();
inline constexpr Day end_of_time = std::numeric_limits<Day>::max();
inline constexpr int no_code = std::numeric_limits<int>::min();

// A script that the naive evaluator cannot follow: a fault of the generator, never of the engine.
struct Unsupported : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// What a user gets wrong about the facts: values that cannot both be, or that leave their domain.
struct FactError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

enum class Calendar { none, year, quarter, month };

struct Dimension {
  std::string name;
  Calendar calendar = Calendar::none;
  bool ordered = false, closed = false, is_source = false;
  std::vector<std::string> members;
  std::map<std::string, int, std::less<>> codes;  // names and aliases
  std::vector<int> parents;                       // coarser dimensions
  std::vector<std::map<int, int>> parent_codes;   // by parent: member -> its member there
};

using Unit = std::map<std::string, int>;  // exponents of declared units

struct Axis {
  std::string name;
  int dimension = 0;
};

struct Policy {
  std::string kind = "hull";
  std::vector<int> preferred;
};

struct Measure {
  std::string name;
  std::vector<Axis> axes;
  Unit unit;
  bool is_relation = false;
  std::optional<Range> domain;
  std::optional<Policy> policy;
};

struct Rule {
  int head = 0;
  int source = 0;
  bool is_default = false;
  const lang::RuleStatement* statement = nullptr;
};

struct Source {
  std::string name;
  Day date = undated;
};

struct Fact {
  std::size_t id = 0;
  Key key;
  Range value;  // without a central figure
  std::optional<Number> best;
  bool unknown = false;
  int source = 0;
  std::string kind;
  Day date = undated;
  std::optional<Day> withdrawn;  // from this day on; undated: from ever
  const Rule* rule = nullptr;    // of derived facts
};

struct Let {
  std::string name;
  std::vector<std::string> parameters;
  const lang::Expr* body = nullptr;
};

// A value that stands in a script: a fact's, a literal's.
struct Constant {
  Range value;
  std::optional<Number> best;
  Unit unit;
  bool bare = true;
};

class Store {
 public:
  Store();

  // Reads declarations, facts, rules, definitions; the script must live as long as the store.
  // Queries are passed over. Throws FactError or Unsupported.
  void read(const lang::Script&);

  std::vector<Dimension> dimensions;
  std::vector<Measure> measures;
  std::vector<std::vector<Fact>> facts;  // by measure
  std::vector<Source> sources;           // 0: none given
  std::vector<std::unique_ptr<Rule>> rules;
  std::map<std::string, Let, std::less<>> lets;
  std::map<std::string, std::pair<Number, Unit>, std::less<>> units;  // in terms of base units
  Policy policy;
  Number about{Number::ratio(1, 20)};
  std::size_t next_fact = 0;

  std::optional<int> find_dimension(std::string_view) const;
  std::optional<int> find_measure(std::string_view) const;
  int find_source(std::string_view) const;
  std::optional<int> find_code(int dimension, std::string_view) const;
  std::string text(int dimension, int code) const;
  bool rolls_up(int from, int to) const;
  // The member of a coarser dimension that a member belongs to; no_code where it has none.
  int roll_up(int code, int from, int to) const;
  // The arguments of a cell by axis.
  std::vector<const lang::Expr*> arguments(const Measure&, lang::List<lang::Expr*>,
                                           lang::List<std::string_view> labels) const;

  Constant constant(const lang::Expr&) const;
  // A constant in the given unit: bare numbers take it, others convert.
  Constant constant_in(const lang::Expr&, const Unit&) const;
  Unit unit(std::string_view) const;
  Number factor(const Unit&) const;  // to base units
  Policy policy_of(std::string_view kind, lang::List<lang::Expr*> sources) const;

 private:
  void declare(const lang::DimensionDeclaration&);
  void declare(const lang::MeasureDeclaration&);
  void declare(const lang::RelationDeclaration&);
  void state(const lang::FactsStatement&);
  void withdraw(const lang::RetractStatement&);
  void add_rule(const lang::RuleStatement&);
  void set(const lang::SetStatement&);
  std::vector<Axis> axes(lang::List<lang::Axis>) const;
  int code_of(int dimension, const lang::Expr&);
  void provide(Fact&, const lang::Provenance&) const;
  Number point(const lang::Expr&, Constant& unit_of) const;
};

// The last day of what is written: 2024-12-18, 2024M12, 2024Q4 or 2024.
Day read_date(std::string_view);
// "2024", "2024Q3", "2024M11" as codes; nothing where the text is not of that calendar.
std::optional<int> read_period(std::string_view, Calendar);

}  // namespace reckon::model

// Random programs as text: declarations, facts, rules and queries, typed as they are made so that few are refused.
// Invariant: the same seed makes the same program.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace reckon::model {

struct Query {
  std::string text;
  std::set<std::string> constructs;  // what it is made of
};

struct Program {
  std::vector<std::string> setup;    // a statement each
  std::set<std::string> constructs;  // of the setup
  std::vector<Query> queries;

  std::string script() const;  // the setup
};

// Every construct that a run must have met.
const std::vector<std::string>& all_constructs();

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  // 0 .. below - 1; the same on every system.
  int below(int limit) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(limit)); }
  bool chance(int percent) { return below(100) < percent; }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(below(static_cast<int>(from.size())))];
  }
  std::string pick(std::initializer_list<const char*> from) {
    return from.begin()[below(static_cast<int>(from.size()))];
  }

 private:
  std::mt19937_64 engine_;
};

// What an expression is known to be.
struct ShapeAxis {
  std::string name, dimension;
  bool additive = false, pinned = false;
};
struct Shape {
  std::string text;
  std::vector<ShapeAxis> axes;
  std::string unit;        // "chip", "USD", "" …; "?" where it is none of the declared ones
  bool bare = false;       // a literal without a unit
  bool extensive = false;  // a stock or flow
  std::string measure;     // where it is a measure's bare name
  bool has_best = true;

  const ShapeAxis* axis(const std::string& name) const;
};

struct MadeMeasure {
  std::string name;
  std::vector<ShapeAxis> axes;
  std::string unit;
  bool extensive = false, relation = false, derived = false, not_negative = false;
};

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}
  Program program(int queries);
  // Another query for the same declarations.
  Query query();

 private:
  // vocabulary.cpp: what is declared and stated
  void declare_dimensions();
  void declare_measures();
  void declare_relations();
  void state_facts(const MadeMeasure&);
  void state_cell(const MadeMeasure&, const std::vector<std::string>& key);
  std::string value(int middle, bool honest, const MadeMeasure&);
  void state_relation(const MadeMeasure&);
  void retract();
  void derive();
  void add_default(const MadeMeasure&);
  void define();
  std::vector<std::vector<std::string>> coordinates(const std::vector<ShapeAxis>&) const;
  void say(std::string statement) { program_.setup.push_back(std::move(statement)); }

  // generate.cpp: expressions
  Shape number(int depth);
  Shape cells();
  Shape measure(const MadeMeasure&);
  Shape literal(const std::string& unit);
  Shape alike(const Shape&, int depth);  // of the same unit
  Shape arithmetic(int depth);
  Shape combined(const std::string& op, const Shape& a, const Shape& b);
  Shape coalesced(int depth);
  Shape conditional(int depth);
  Shape of_each(int depth);
  Shape of_ends();
  Shape extreme(int depth);
  Shape indexed(int depth);
  Shape shared();
  Shape defined();
  Shape aggregate(int depth);
  Shape at_edge(int depth);
  Shape aggregate_of_top(int depth);
  Shape by_source();
  Shape ranked(int depth);
  Shape topped(int depth);
  Shape filtered(int depth);
  Shape in_other_world(int depth);
  Shape converted(int depth);
  std::string grouping(const Shape&, std::vector<ShapeAxis>& kept, bool summed, bool levels);

  // conditions.cpp
  std::string truth(int depth, std::vector<ShapeAxis>& axes);
  std::string comparison(const Shape&);
  std::string condition(Shape&, int depth);
  std::string axis_condition(Shape&, bool pin);
  std::string value_condition(const Shape&);
  std::string relation_condition(const Shape&);
  std::string provenance();

  bool is_ordered(const std::string& dimension) const;
  std::vector<std::string> levels(const std::string& dimension) const;
  std::string member(const std::string& dimension);
  std::string date();
  std::string count(const std::string& construct) {
    (in_setup_ ? program_.constructs : used_).insert(construct);
    return {};
  }

  Random random_;
  Program program_;
  std::map<std::string, std::vector<std::string>> members_;  // by dimension
  std::map<std::string, std::vector<std::string>> parents_;
  std::vector<MadeMeasure> measures_;
  struct Definition {
    std::string name;
    Shape shape;
  };
  std::vector<Definition> lets_;
  std::vector<std::string> sources_;
  std::map<std::string, std::string> source_dates_;
  std::vector<std::pair<std::string, std::string>> stated_;  // cell and source, for retractions
  std::set<std::string> used_;
  bool in_setup_ = true;
};

}  // namespace reckon::model

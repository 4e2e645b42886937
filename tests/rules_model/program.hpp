// Random rules and facts over small dimensions, and what they mean by the plainest reading: every assignment of
// every rule's variables is tried, again and again, until nothing changes.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace rules_model {

constexpr int nodes = 5, years = 4, first_year = 2020;

using Row = std::vector<int>;
struct Interval {
  int low = 0, high = 0;
  friend bool operator==(const Interval&, const Interval&) = default;
};

struct Random {
  std::uint64_t state;
  std::uint64_t next() {
    std::uint64_t z = state += 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  int below(int n) { return static_cast<int>(next() % static_cast<std::uint64_t>(n)); }
  bool one_in(int n) { return below(n) == 0; }
};

// An argument: a variable from 0 on, a member as -1 - member, or any.
constexpr int any = 1000;

struct Atom {
  int relation = 0;
  bool negated = false;
  std::vector<int> terms;
  int shift = 0;  // added to the last argument, a year
};
struct Condition {
  enum What {
    differ,
    same_region,
    in_region,
    value_above,
    possibly_above,
    counted,
    year_from,
    what_count
  } what = differ;
  int left = 0, right = 0, number = 0;
};
struct Rule {
  int head = 0;
  std::vector<int> terms;
  std::vector<Atom> atoms;
  std::vector<Condition> conditions;
  std::vector<bool> is_year;  // by variable
};
struct Relation {
  std::string name;
  std::vector<bool> axes;  // true where it is a year
  int layer = 0;           // 0: facts alone
};

struct Program {
  std::vector<Relation> relations;
  std::vector<Rule> rules;
  std::vector<std::set<Row>> facts;  // by relation
  std::map<Row, Interval> weights;   // the measure w(a, b)
  std::set<Row> no_figure;           // coordinates of w for which there is a source without a figure
  std::map<Row, Interval> near;      // facts of d(a, b)
  std::map<Row, Interval> held;      // facts of held(a, year), which a default carries on
  std::map<Row, Interval> grown;     // facts of grown(a, year), to which a rule adds along the years
  bool halves = false;               // numbers are written divided by 2
};

Program random_program(Random&, std::map<std::string, int>& constructs);
std::string declarations(const Program&);
std::string fact_text(const Program&, int relation, const Row&);
std::string cell_text(const Program&, const std::string& measure, const Row&, const Interval&);
std::string number_text(const Program&, int value);

// What everything derives.
struct Meaning {
  std::vector<std::set<Row>> rows;     // by relation
  std::vector<std::set<Row>> unknown;  // rows that would follow from what has no figure
  std::map<Row, Interval> least;     // d(a, b) under least: its facts, the weight, or d(a, x) + w(x, b)
  std::map<Row, Interval> greatest;  // wide(a, b) under greatest: the weight, or the less of wide(a, x) and w(x, b)
  std::map<Row, Interval> sums;      // total(a): the sum of w(a, b) over e0(a, b), where u0(a)
  std::map<Row, Interval> held;      // the fact, or the year before and 1 in the three years after the first
  std::map<Row, Interval> grown;     // the hull of the fact and, where s0(a, year), of the year before and 2
};
Meaning evaluate(const Program&);
// The measures alone, once the rows are known.
void evaluate_measures(const Program&, Meaning&);

}  // namespace rules_model

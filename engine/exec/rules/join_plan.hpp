// In what order a body's variables are bound, and what constrains each: a worst-case optimal join over tries.
// (Ngo, Porat, Ré, Rudra: Worst-case optimal join algorithms; one variable after another, by intersection.)
// Where the codes of the head's last column depend on a part of the other variables alone, they are collected once for
// that part, over all variables that the head does not name, and then go to every row of the rest.
#pragma once

#include <optional>
#include <vector>

#include "engine/exec/rules/stored_relation.hpp"
#include "engine/plan/body.hpp"

namespace reckon::engine {

// An atom that is read by a trie. Columns: members, then variables in the order of binding, then any.
struct JoinSource {
  std::size_t atom = 0;
  bool only_new = false;  // reads the rows that the last round added
  bool by_leaf = false;   // of these the last column below what is given; it has that column alone
  ColumnOrder order;
  std::vector<Term> terms;  // in that order
  std::size_t fixed = 0;    // how many of them are members
  std::size_t used = 0;     // how many of them are not `any`
  std::size_t place = 0;    // of its first level, among the levels of all sources
};

struct TrieLevel {
  std::size_t source = 0, level = 0;
  bool again = false;   // the variable stood in an earlier column of the source
  bool deeper = false;  // a later column of the source is used too
  std::size_t place = 0;
};

// What happens when a variable gets its code.
struct JoinStep {
  Variable variable = 0;
  int computed_by = -1;  // a step of the body that gives the code; -1: the codes that all levels share
  bool forward = true;
  std::vector<TrieLevel> levels;
  std::vector<std::size_t> checks;   // steps of the body with both sides bound
  std::vector<std::size_t> absent;   // of the plan's absent sources
  std::vector<std::size_t> lookups;  // atoms whose value is now known
  std::vector<std::size_t> conditions;
};

struct JoinPlan {
  const Body* body = nullptr;
  std::vector<JoinSource> sources;  // of atoms that bind
  std::vector<JoinSource> absent;   // of negated atoms
  std::vector<JoinStep> steps;      // the first has no variable: what holds before any is bound
  std::size_t places = 0;           // levels of all sources
  // Codes of the head's last column are handed over in words: steps from `collect` on find them, those from `spread` on
  // the rest of the head.
  bool in_words = false;
  std::size_t collect = 0, spread = 0;
  bool in_points = false;  // or, where points are computed, the last step's with the values of a whole row
};

struct JoinChoice {
  std::optional<std::size_t> only_new;  // the atom that reads new rows alone
  bool by_leaf = false;                 // those below one prefix at a time, which is given
  std::vector<bool> bound;              // variables that are given; empty for none
  std::vector<std::uint64_t> sizes;     // rows by atom
  bool in_words = true;                 // whether codes may go over together
};

JoinPlan plan_join(const Body&, const JoinChoice&);

}  // namespace reckon::engine

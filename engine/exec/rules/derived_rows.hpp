// The rows of a relation as the fixpoint of its rules left them: codes in a trie, a few bits to a few bytes each.
// Scans, counts, conditions and the bodies of other rules read them so; tables of facts and cells are made of them only
// for those who ask about provenance.
#pragma once

#include <memory>
#include <vector>

#include "engine/exec/rules/trie.hpp"
#include "engine/facts/fact_table.hpp"

namespace reckon::engine {

struct DerivedRows {
  // The rows that one rule gave first.
  struct OfRule {
    SourceId source = 0;
    Trie rows;
  };

  Trie rows;                               // all, those of facts among them
  std::shared_ptr<const FactTable> facts;  // stated, or given by expressions
  Trie stated;                             // the rows of those facts
  std::vector<OfRule> of_rule;             // all rules that gave rows but one
  SourceId of_the_rest = 0;                // that one

  std::size_t bytes() const;
};

// Adds what the rules gave to a table of facts: kind derived, the rule as source.
void append_facts(const DerivedRows&, FactTable&);
// The same for one row, which a rule gave, known since a day.
void append_fact(const DerivedRows&, std::span<const Code> row, Day, FactTable&);

}  // namespace reckon::engine

// One join, its bindings as facts.
#include "engine/exec/rules/body_facts.hpp"

#include "engine/exec/cell_lookup.hpp"
#include "engine/exec/rules/fixpoint.hpp"

namespace reckon::engine {
namespace {

class FactSink : public JoinSink {
 public:
  FactSink(Universe& universe, const Rule& rule, FactTable& facts, const CellTable* taken)
      : formulas_(universe), rule_(rule), facts_(facts), taken_(taken), seen_(stored_width(rule.body->head.size())) {}

  bool row(std::span<const Code> variables, std::span<const Value> cells) override {
    Fact fact;
    for (const Term& term : rule_.body->head)
      fact.key.push_back(term.what == Term::What::member ? term.code : variables[term.variable]);
    if (taken_ && find_cell(*taken_, fact.key) != no_cell) return true;
    fact.kind = Kind::derived;
    fact.source = rule_.source;
    if (rule_.body->value.empty()) {
      if (!seen_.insert(fact.key.empty() ? std::vector<Code>{0} : fact.key)) return true;
    } else {
      const Value value = formulas_(rule_.body->value, variables, cells);
      if (value.is_missing() || value.maybe) return true;
      fact.value = value.range;
      fact.date = value.date;
      for (const Value& cell : cells)
        if (!cell.is_missing()) fact.date = std::max(fact.date, cell.date);
    }
    facts_.append(fact);
    return true;
  }

 private:
  FormulaValues formulas_;
  const Rule& rule_;
  FactTable& facts_;
  const CellTable* taken_;
  Trie seen_;
};

}  // namespace

void append_body_facts(Universe& universe, const Rule& rule, FactTable& facts, const CellTable* taken) {
  Fixpoint finished(universe, {});
  FactSink sink(universe, rule, facts, taken);
  finished.bindings(*rule.body, {}, sink);
}

}  // namespace reckon::engine

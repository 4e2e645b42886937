// From rows back to facts.
#include "engine/exec/rules/derived_rows.hpp"

namespace reckon::engine {

std::size_t DerivedRows::bytes() const {
  std::size_t total = rows.bytes() + stated.bytes();
  for (const OfRule& of : of_rule) total += of.rows.bytes();
  return total;
}

void append_fact(const DerivedRows& derived, std::span<const Code> row, Day day, FactTable& facts) {
  Fact fact;
  fact.key.assign(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(facts.axes()));
  fact.kind = Kind::derived;
  fact.source = derived.of_the_rest;
  for (const DerivedRows::OfRule& of : derived.of_rule)
    if (of.rows.contains(row)) fact.source = of.source;
  fact.date = day;
  facts.append(fact);
}

void append_facts(const DerivedRows& derived, FactTable& facts) {
  Fact fact;
  fact.key.resize(facts.axes());
  fact.kind = Kind::derived;
  const auto append = [&](SourceId source, Code last) {
    fact.source = source;
    if (!fact.key.empty()) fact.key.back() = last;
    facts.append(fact);
  };
  std::vector<const BitRow*> of_rule(derived.of_rule.size());
  derived.rows.each_leaf([&](std::span<const Code> prefix, Trie::Node node) {
    std::copy(prefix.begin(), prefix.end(), fact.key.begin());
    const BitRow* stated = derived.stated.row_of(prefix);
    for (std::size_t i = 0; i < of_rule.size(); ++i) of_rule[i] = derived.of_rule[i].rows.row_of(prefix);
    derived.rows.row(node).each_word([&](std::int32_t index, std::uint64_t word) {
      if (stated) word &= ~stated->word(index);
      BitRow::each_bit(index, word, [&](Code code) {
        SourceId source = derived.of_the_rest;
        for (std::size_t i = 0; i < of_rule.size(); ++i)
          if (of_rule[i] && of_rule[i]->contains(code)) source = derived.of_rule[i].source;
        append(source, code);
      });
    });
  });
}

}  // namespace reckon::engine

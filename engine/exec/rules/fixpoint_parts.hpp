// What a fixpoint holds for each head and each relation that it reads, and where its joins put what they find.
#pragma once

#include "engine/exec/row_index.hpp"
#include "engine/exec/rules/fixpoint.hpp"
#include "engine/exec/rules/pending_rows.hpp"

namespace reckon::engine {

// A relation or measure that another stratum has finished, or the values of an aggregate.
struct Fixpoint::Table {
  std::shared_ptr<StoredRelation> rows;
  std::optional<CellValues> values = {};
};

struct Fixpoint::Head {
  Head(const Program&, const FixpointStart&, std::vector<const Rule*>);

  MeasureId measure;
  const Measure& declared;
  std::vector<const Rule*> rules;  // those with bodies
  bool keeps_extreme = false;      // a measure under least or greatest
  bool least = false;
  std::size_t axes;
  StoredRelation all;                     // every row, or coordinate of a cell
  std::unique_ptr<StoredRelation> fresh;  // what the last round added or changed
  Trie next;                              // what this round adds
  std::unique_ptr<PendingRows> pending;   // of strata that go by leaf: what rules of the stratum have not read yet
  CellValues values;                      // of measures that keep an extreme: the values so far
  CellValues better;                      // what this round would put in their place
  std::vector<std::uint32_t> given_by;    // by cell of values: the rule, or no_rule
  std::vector<std::uint32_t> better_by;   // by cell of better
  std::vector<Trie> of_rule;              // of relations: the rows that each rule gave first, but for the rest's
  std::size_t of_the_rest = 0;            // the rule whose rows are all others: one that is likely to give most
  Trie stated;                            // of relations: the rows at the start
  std::vector<std::vector<Code>> assumed;
  FactTable derived;         // of other measures: the facts as they come
  std::vector<Trie> rounds;  // of traced runs: what each round added

  bool is_pending() const { return pending && !pending->empty(); }
  static constexpr std::uint32_t no_rule = 0xffffffff;
};

// The head's coordinate for a binding.
inline void head_key(const Body& body, std::span<const Code> variables, std::vector<Code>& key) {
  key.clear();
  for (const Term& term : body.head)
    key.push_back(term.what == Term::What::member ? term.code : variables[term.variable]);
  if (key.empty()) key.push_back(0);
}

// Rows of a relation.
class Fixpoint::RelationSink : public JoinSink {
 public:
  RelationSink(Fixpoint& fixpoint, Head& head, std::size_t rule)
      : fixpoint_(fixpoint), head_(head), rule_(rule), body_(*head.rules[rule]->body) {}
  bool row(std::span<const Code> variables, std::span<const Value> cells) override;
  void words(std::span<const Code> variables, std::span<const CodeWord>) override;

 private:
  void add(std::span<const CodeWord>);
  void add_at_once(std::span<const CodeWord>);
  void count(std::int32_t index, std::uint64_t fresh);
  std::span<const Code> prefix() const { return std::span(key_).first(key_.size() - 1); }

  Fixpoint& fixpoint_;
  Head& head_;
  std::size_t rule_;
  const Body& body_;
  std::vector<Code> key_;
  Trie::Node own_ = Trie::none;  // of the rule's rows: where those of key_ are
};

// Cells of a measure.
class Fixpoint::ValueSink : public JoinSink {
 public:
  ValueSink(Fixpoint& fixpoint, Head& head, std::size_t rule)
      : fixpoint_(fixpoint), head_(head), rule_(rule), body_(*head.rules[rule]->body) {}
  bool row(std::span<const Code> variables, std::span<const Value> cells) override;

 private:
  void keep_extreme(const Value&);

  Fixpoint& fixpoint_;
  Head& head_;
  std::size_t rule_;
  const Body& body_;
  std::vector<Code> key_;
};

// The distinct rows of an aggregate's body, with their values.
class Fixpoint::AggregateSink : public JoinSink {
 public:
  AggregateSink(Fixpoint& fixpoint, const BodyAggregate& what)
      : fixpoint_(fixpoint), what_(what), seen_(stored_width(what.body.head.size())) {}
  bool row(std::span<const Code> variables, std::span<const Value> cells) override;
  void finish(Table&);

 private:
  Fixpoint& fixpoint_;
  const BodyAggregate& what_;
  Trie seen_;
  std::vector<Code> key_;
  Frame rows_;
};

}  // namespace reckon::engine

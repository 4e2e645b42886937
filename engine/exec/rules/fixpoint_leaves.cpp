// Strata of relations whose rules each read one row of the stratum at most: new rows are added where they belong at
// once, and go on from row to row below one prefix (PendingRows), not round by round.
#include <algorithm>

#include "engine/exec/rules/fixpoint_parts.hpp"
#include "engine/exec/rules/leaf_readers.hpp"

namespace reckon::engine {

// The join that new rows below one prefix run.
struct Fixpoint::Reader {
  Reader(Fixpoint& fixpoint, Head& writes, std::size_t rule, std::size_t number)
      : work(fixpoint.work_),
        source(*writes.rules[rule]),
        atom(source.body->atoms[number]),
        plan(fixpoint.plan_of(source, number)),
        sink(fixpoint, writes, rule),
        join(fixpoint.catalog_, plan, fixpoint.inputs(plan), fixpoint.formulas_, sink) {}

  void run(std::span<const Code> prefix);

  RuleWork& work;
  const Rule& source;
  const BodyAtom& atom;
  const JoinPlan& plan;
  RelationSink sink;
  Join join;
  std::vector<Code> given;
};

void Fixpoint::Reader::run(std::span<const Code> prefix) {
  if (!bind_prefix(*source.body, atom, prefix, given)) return;
  work.begin(source);
  join.run(given);
}

bool Fixpoint::goes_by_leaf() const {
  if (traced_) return false;
  return std::all_of(heads_.begin(), heads_.end(), [&](const auto& head) {
    return head->declared.is_relation && std::all_of(head->rules.begin(), head->rules.end(), [&](const Rule* rule) {
             return atoms_within(*rule, profile_.group).size() <= 1;
           });
  });
}

// Heads that rules of the stratum read wait for them with what they begin with.
void Fixpoint::make_pending() {
  for (const auto& head : heads_)
    for (const Rule* rule : head->rules)
      for (const std::size_t atom : atoms_within(*rule, profile_.group)) {
        Head& read = *this->head(rule->body->atoms[atom].measure);
        if (read.pending) continue;
        const Trie& known = read.all.rows();
        read.pending = std::make_unique<PendingRows>(known.width() - 1);
        known.each_leaf(
            [&](std::span<const Code> prefix, Trie::Node node) { read.pending->of(node, prefix) = known.row(node); });
      }
}

void Fixpoint::run_by_leaf() {
  at_once_ = true;
  make_pending();
  std::uint64_t known = rows();
  const RoundTimer first;
  for (const auto& head : heads_)
    for (std::size_t rule = 0; rule < head->rules.size(); ++rule) {
      work_.begin(*head->rules[rule]);
      if (atoms_within(*head->rules[rule], profile_.group).empty()) run_rule(*head, rule, std::nullopt);
    }
  profile_.rounds.push_back(first.round(rows() - known));
  const auto readers = leaf_readers<Reader>(*this, heads_, profile_.group);
  while (std::any_of(heads_.begin(), heads_.end(), [](const auto& head) { return head->is_pending(); })) {
    const RoundTimer round;
    known = rows();
    for (std::size_t head = 0; head < heads_.size(); ++head) {
      if (!heads_[head]->is_pending()) continue;
      heads_[head]->pending->sweep([&](Trie::Node, std::span<const Code> prefix) {
        for (const auto& reader : readers[head]) reader->run(prefix);
      });
    }
    profile_.rounds.push_back(round.round(rows() - known));
  }
  for (const auto& head : heads_) head->pending = nullptr;
}

// Of all heads.
std::uint64_t Fixpoint::rows() const {
  std::uint64_t rows = 0;
  for (const auto& head : heads_) rows += head->all.rows().rows();
  return rows;
}

}  // namespace reckon::engine

// Strata of points whose rules each read one cell of the stratum at most: values go on as they are found, from row to
// row below one prefix (PendingRows), the least of a row first, as in Dijkstra's algorithm by halves of what is
// pending.
#include <algorithm>
#include <utility>

#include "engine/exec/rules/leaf_readers.hpp"
#include "engine/exec/rules/point_parts.hpp"

namespace reckon::engine {
namespace {

// Of so many sweeps one chooses everything: each such one settles one more step of every least path. After so many of
// these without a new cell all do, as values may well change for ever.
constexpr std::size_t sweeps_for_all = 8, long_quiet = 16;
// A part is worth choosing where it has at least one of so many.
constexpr std::size_t least_part = 8;

bool cuts_worse_values(const Range& domain, bool least) {
  return least ? !domain.unbounded_above : !domain.unbounded_below;
}

}  // namespace

// The join that changed cells below one prefix run.
struct PointFixpoint::Reader {
  Reader(PointFixpoint& fixpoint, Head& writes, std::size_t rule, std::size_t number)
      : work(fixpoint.work_),
        source(*writes.rules[rule]),
        atom(source.body->atoms[number]),
        plan(fixpoint.plan_of(source, number, true)),
        sink(fixpoint.work_, writes, rule),
        join(fixpoint.catalog_, plan, fixpoint.inputs(writes, rule, plan), fixpoint.formulas_, sink) {}

  void run(std::span<const Code> prefix) {
    if (!bind_prefix(*source.body, atom, prefix, given)) return;
    work.begin(source);
    join.run(given);
  }

  RuleWork& work;
  const Rule& source;
  const BodyAtom& atom;
  const JoinPlan& plan;
  Sink sink;
  Join join;
  std::vector<Code> given;
};

// The order of values is another than by rounds; a domain must not refuse what is not yet as good as it gets.
bool PointFixpoint::goes_by_leaf() const {
  return std::all_of(heads_.begin(), heads_.end(), [&](const auto& head) {
    const auto& domain = head->declared.domain;
    return !(domain && cuts_worse_values(*domain, head->least)) &&
           std::all_of(head->rules.begin(), head->rules.end(),
                       [&](const Rule* rule) { return atoms_within(*rule, profile_.group).size() <= 1; });
  });
}

void PointFixpoint::make_pending() {
  for (const auto& head : heads_) {
    head->pending = std::make_unique<PendingRows>(stored_width(head->axes) - 1);
    head->all.rows().each_leaf([&](std::span<const Code> prefix, Trie::Node node) {
      head->pending->of(head->values.node(prefix), prefix) = head->all.rows().row(node);
    });
  }
}

void PointFixpoint::run_by_leaf() {
  make_pending();
  const RoundTimer first;
  for (const auto& head : heads_)
    for (std::size_t rule = 0; rule < head->rules.size(); ++rule) {
      work_.begin(*head->rules[rule]);
      if (atoms_within(*head->rules[rule], profile_.group).empty()) run_rule(*head, rule, std::nullopt);
    }
  finish_sweep(first, false);
  const auto readers = leaf_readers<Reader>(*this, heads_, profile_.group);
  const auto is_pending = [](const auto& head) { return !head->pending->empty(); };
  for (std::size_t sweep = 1; std::any_of(heads_.begin(), heads_.end(), is_pending); ++sweep) {
    const RoundTimer timer;
    const bool all = sweep % sweeps_for_all == 0 || quiet_rounds_ > long_quiet, endless = is_endless();
    for (std::size_t i = 0; i < heads_.size(); ++i) {
      Head& head = *heads_[i];
      head.pending->sweep([&](LeastPoints::Node node, std::span<const Code> prefix) {
        choose(head, node, prefix, all);
        if (endless) endless_at(head, prefix);
        if (head.declared.domain) check_chosen(head, node);
        for (const auto& reader : readers[i]) reader->run(prefix);
      });
    }
    finish_sweep(timer, all);
  }
}

void PointFixpoint::finish_sweep(const RoundTimer& timer, bool all) {
  std::uint64_t changes = 0;
  bool new_cell = false;
  for (const auto& head : heads_) {
    head->values.settle();
    changes += std::exchange(head->changes, 0);
    new_cell = std::exchange(head->cells_before, head->values.cells()) < head->values.cells() || new_cell;
  }
  profile_.rounds.push_back(timer.round(changes));
  quiet_rounds_ = new_cell ? 0 : quiet_rounds_ + (all ? 1 : 0);
}

// The lower half of what the pending values of a row span, so that few cells get lower again after others have read
// them. What is not chosen stays pending.
void PointFixpoint::choose(Head& head, LeastPoints::Node node, std::span<const Code> prefix, bool all) {
  head.values.settle(node);
  const BitRow& taken = head.pending->taken();
  const PointView row = head.values.row(node);
  std::int64_t low = greatest_point, high = -greatest_point;
  std::size_t size = 0, below = 0;
  taken.each([&](Code code) {
    low = std::min(low, row[code]);
    high = std::max(high, row[code]);
    ++size;
  });
  const std::int64_t middle = low + (high - low) / 2;  // values lie within 62 bits
  taken.each([&](Code code) { below += row[code] <= middle ? 1 : 0; });
  if (all || below == size || below * least_part < size) {
    head.chosen = taken;
    return;
  }
  head.chosen.clear();
  BitRow& later = head.pending->of(node, prefix);
  taken.each([&](Code code) { (row[code] <= middle ? head.chosen : later).insert(code); });
}

void PointFixpoint::check_chosen(const Head& head, LeastPoints::Node node) const {
  const PointView row = head.values.row(node);
  head.chosen.each([&](Code code) {
    const Number point = Number::decimal(head.least ? row[code] : -row[code], scale_);
    if (!head.declared.domain->contains(point)) throw outside_domain(head.declared, point);
  });
}

// One of the cells chosen shows it.
void PointFixpoint::endless_at(const Head& head, std::span<const Code> prefix) const {
  std::vector<Code> key(prefix.begin(), prefix.end());
  head.chosen.each([&](Code code) {
    key.push_back(code);
    throw endless_rule(catalog_, *head.rules[head.values.by(key)], key, head.least);
  });
}

}  // namespace reckon::engine

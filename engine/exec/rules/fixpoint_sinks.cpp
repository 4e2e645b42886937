// Where joins put what they find: new rows, better values, groups of an aggregate.
#include <algorithm>

#include "engine/exec/rules/fixpoint_parts.hpp"
#include "engine/exec/statistic.hpp"

namespace reckon::engine {

bool Fixpoint::RelationSink::row(std::span<const Code> variables, std::span<const Value>) {
  fixpoint_.work_.found(1);
  head_key(body_, variables, key_);
  const CodeWord word{BitRow::index_of(key_.back()), BitRow::bit_of(key_.back())};
  add(std::span(&word, 1));
  return true;
}

void Fixpoint::RelationSink::words(std::span<const Code> variables, std::span<const CodeWord> words) {
  fixpoint_.work_.found(words.size());
  head_key(body_, variables, key_);
  add(words);
}

// Words of the last column below the first columns of key_.
void Fixpoint::RelationSink::add(std::span<const CodeWord> words) {
  own_ = Trie::none;
  if (fixpoint_.at_once_) return add_at_once(words);
  const Trie& all = head_.all.rows();
  const Trie::Node known = all.leaf(prefix());
  Trie::Node leaf = Trie::none;
  for (const CodeWord& word : words) {
    std::uint64_t bits = word.bits;
    if (known != Trie::none) bits &= ~all.row(known).word(word.index);
    if (bits == 0) continue;
    if (leaf == Trie::none) leaf = head_.next.make_leaf(prefix());
    if (const std::uint64_t fresh = head_.next.insert(leaf, word.index, bits)) count(word.index, fresh);
  }
}

void Fixpoint::RelationSink::add_at_once(std::span<const CodeWord> words) {
  Trie& all = head_.all.edit_rows();
  const Trie::Node leaf = all.make_leaf(prefix());
  BitRow* pending = nullptr;
  for (const CodeWord& word : words) {
    const std::uint64_t fresh = all.insert(leaf, word.index, word.bits);
    if (fresh == 0) continue;
    count(word.index, fresh);
    if (!head_.pending) continue;
    if (!pending) pending = &head_.pending->of(leaf, prefix());
    pending->insert(word.index, fresh);
  }
}

// New rows, by the rule that gave them.
void Fixpoint::RelationSink::count(std::int32_t index, std::uint64_t fresh) {
  fixpoint_.work_.held(static_cast<std::uint64_t>(std::popcount(fresh)));
  if (rule_ == head_.of_the_rest) return;
  if (own_ == Trie::none) own_ = head_.of_rule[rule_].make_leaf(prefix());
  head_.of_rule[rule_].insert(own_, index, fresh);
}

bool Fixpoint::ValueSink::row(std::span<const Code> variables, std::span<const Value> cells) {
  fixpoint_.work_.found(1);
  Value value = fixpoint_.formulas_(body_.value, variables, cells);
  if (value.is_missing() || value.maybe) return true;
  for (const Value& cell : cells)
    if (!cell.is_missing()) value.date = std::max(value.date, cell.date);
  head_key(body_, variables, key_);
  if (std::find(head_.assumed.begin(), head_.assumed.end(), key_) != head_.assumed.end()) return true;
  if (head_.keeps_extreme) {
    keep_extreme(value);
    return true;
  }
  if (!head_.all.rows().contains(key_)) head_.next.insert(key_);
  fixpoint_.work_.held(1);
  Fact fact;
  fact.key.assign(key_.begin(), key_.begin() + static_cast<std::ptrdiff_t>(head_.axes));
  fact.value = value.range;
  fact.kind = Kind::derived;
  fact.source = head_.rules[rule_]->source;
  fact.date = value.date;
  head_.derived.append(fact);
  return true;
}

void Fixpoint::ValueSink::keep_extreme(const Value& value) {
  const auto is_no_better = [&](const Range& known, const Range& found) {
    if (!known.is_point() || !found.is_point()) return false;
    return head_.least ? known.low <= found.low : found.low <= known.low;
  };
  const auto better_of = [&](const Range& a, const Range& b) { return head_.least ? least(a, b) : greatest(a, b); };
  const std::uint32_t known = head_.values.find(key_);
  // Most values found are no better: these need no copy.
  if (known != CellValues::none && is_no_better(head_.values.range(known), value.range)) return;
  Range range = value.range;
  if (known != CellValues::none) {
    range = better_of(head_.values.range(known), range);
    if (range == head_.values.range(known)) return;
  }
  const auto [cell, fresh] = head_.better.make(key_);
  if (!fresh) {
    range = better_of(head_.better.range(cell), range);
    if (range == head_.better.range(cell)) return;
  } else {
    fixpoint_.work_.held(1);
    head_.better_by.push_back(0);
  }
  head_.better.range(cell) = std::move(range);
  head_.better.date(cell) = value.date;
  head_.better_by[cell] = static_cast<std::uint32_t>(rule_);
}

bool Fixpoint::AggregateSink::row(std::span<const Code> variables, std::span<const Value> cells) {
  fixpoint_.work_.found(1);
  head_key(what_.body, variables, key_);
  if (!seen_.insert(key_)) return true;
  fixpoint_.work_.held(1);
  Value value;
  if (!what_.body.value.empty()) value = fixpoint_.formulas_(what_.body.value, variables, cells);
  if (value.is_missing()) return true;
  rows_.keys.resize(what_.keys);
  for (std::size_t i = 0; i < what_.keys; ++i) rows_.keys[i].push_back(key_[i]);
  rows_.values().push_back(std::move(value));
  return true;
}

void Fixpoint::AggregateSink::finish(Table& table) {
  RowIndex::Columns columns;
  for (const auto& codes : rows_.keys) columns.push_back(codes.data());
  const Groups groups = group_rows(columns, rows_.rows());
  std::vector<GroupRows> members(groups.size());
  for (std::uint32_t row = 0; row < rows_.rows(); ++row) {
    members[groups.of_row[row]].rows.push_back(row);
    members[groups.of_row[row]].maybe.push_back(false);
  }
  Plan plan;
  plan.operations.resize(1);
  Run run(fixpoint_.universe_, plan);
  op::Aggregate how;
  how.what = what_.what;
  GroupPlaces places;
  for (std::size_t group = 0; group < members.size(); ++group) {
    const Value value = statistic(run, 0, how, rows_, members[group], places);
    if (value.is_missing()) continue;
    std::vector<Code> key;
    for (const auto& codes : rows_.keys) key.push_back(codes[groups.first_row[group]]);
    if (key.empty()) key.push_back(0);
    table.rows->edit_rows().insert(key);
    const std::uint32_t cell = table.values->make(key).first;
    table.values->range(cell) = value.range;
    table.values->date(cell) = value.date;
  }
}

}  // namespace reckon::engine

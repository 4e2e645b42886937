// Which scans are kept, and counting by words.
#include "engine/exec/kept_rows.hpp"

#include <tsl/robin_map.h>

#include <algorithm>
#include <bit>
#include <map>

namespace reckon::engine {
namespace {

bool is_relation_test(const Condition& condition, std::size_t input) {
  if (condition.what == Condition::What::truth && condition.input == input) return false;
  return std::all_of(condition.parts.begin(), condition.parts.end(),
                     [&](const Condition& part) { return is_relation_test(part, input); });
}

// Whether the operation can read this input where it is.
bool reads_kept(const Plan& plan, const Operation& operation, std::size_t input) {
  if (const auto* filter = std::get_if<op::Filter>(&operation.what))
    return input > 0 && is_relation_test(filter->condition, input);
  const auto* aggregate = std::get_if<op::Aggregate>(&operation.what);
  if (!aggregate || aggregate->what != op::Statistic::count) return false;
  const auto& axes = plan.operations[operation.inputs.front()].axes;
  return std::all_of(aggregate->by.begin(), aggregate->by.end(),
                     [&](const op::GroupAxis& by) { return axes[by.axis].dimension == by.level; });
}

std::uint64_t bits_of(const BitRow& row) {
  std::uint64_t bits = 0;
  row.each_word([&](std::int32_t, std::uint64_t word) { bits += static_cast<std::uint64_t>(std::popcount(word)); });
  return bits;
}

// f(prefix, codes) for each prefix: how many rows it has that are accepted.
template <class F>
void each_count(const KeptRows& kept, F&& f) {
  const Trie& rows = kept.derived->rows;
  const std::size_t last = rows.width() - 1;
  kept.choice.each_leaf(rows, [&](std::span<const Code> prefix, Trie::Node node) {
    std::uint64_t codes = 0;
    if (!kept.choice.tests(last))
      codes = bits_of(rows.row(node));
    else
      rows.row(node).each([&](Code code) { codes += kept.choice.accepts(last, code) ? 1 : 0; });
    if (codes > 0) f(prefix, codes);
  });
}

class GroupCounts {
 public:
  void add(const std::vector<Code>& key, std::uint64_t rows) { counts_[key] += rows; }
  // Rows of one group but for the last code, which is part of the key too.
  void add(const std::vector<Code>& key, const BitRow& codes, const RowChoice& choice, std::size_t axis) {
    const std::uint32_t group = prefixes_.try_emplace(key, static_cast<std::uint32_t>(prefixes_.size())).first->second;
    codes.each([&](Code code) {
      if (choice.accepts(axis, code)) ++by_code_[std::uint64_t{group} << 32 | static_cast<std::uint32_t>(code)];
    });
  }
  template <class F>
  void each(F&& f) const {
    for (const auto& [key, rows] : counts_) f(key, no_code, rows);
    std::vector<const std::vector<Code>*> keys(prefixes_.size());
    for (const auto& [key, group] : prefixes_) keys[group] = &key;
    for (const auto& [place, rows] : by_code_)
      f(*keys[place >> 32], static_cast<Code>(static_cast<std::uint32_t>(place)), rows);
  }

 private:
  std::map<std::vector<Code>, std::uint64_t> counts_;
  std::map<std::vector<Code>, std::uint32_t> prefixes_;
  tsl::robin_map<std::uint64_t, std::uint64_t, NodeCodeHash> by_code_;
};

}  // namespace

std::uint64_t KeptRows::count() const {
  std::uint64_t rows = 0;
  each_count(*this, [&](std::span<const Code>, std::uint64_t codes) { rows += codes; });
  return rows;
}

bool KeptRows::contains(std::span<const Code> free) const {
  std::vector<Code> row;
  choice.complete(free, row);
  for (std::size_t axis = 0; axis < row.size(); ++axis)
    if (!choice.accepts(axis, row[axis])) return false;
  return derived->rows.contains(row);
}

std::shared_ptr<const KeptRows> keep_rows(const Run& run, OperationId id) {
  const auto& scan = std::get<op::Scan>(run.operation(id).what);
  const World& world = run.plan.worlds[scan.world];
  if (run.recorder || run.with_unknown || world.policy || world.attributes || world.by_source) return nullptr;
  bool read = false;
  for (OperationId reader = id + 1; reader < run.plan.operations.size(); ++reader) {
    const Operation& operation = run.operation(reader);
    for (std::size_t input = 0; input < operation.inputs.size(); ++input) {
      if (operation.inputs[input] != id) continue;
      if (!reads_kept(run.plan, operation, input)) return nullptr;
      read = true;
    }
  }
  if (!read) return nullptr;
  auto derived = run.universes[scan.world]->rows(scan.measure);
  if (!derived) return nullptr;
  return std::make_shared<KeptRows>(KeptRows{std::move(derived), RowChoice(run, scan)});
}

Frame count_rows(Run& run, OperationId id, const op::Aggregate& how, const KeptRows& kept) {
  const std::size_t last = kept.derived->rows.width() - 1;
  std::vector<std::size_t> axes;  // of the rows, by group axis
  for (const op::GroupAxis& by : how.by) axes.push_back(kept.choice.free()[by.axis]);
  const auto of_last = std::find(axes.begin(), axes.end(), last);
  GroupCounts counts;
  std::vector<Code> key;
  const auto key_of = [&](std::span<const Code> prefix) {
    key.clear();
    for (const std::size_t axis : axes)
      if (axis != last) key.push_back(prefix[axis]);
  };
  const Trie& rows = kept.derived->rows;
  if (of_last != axes.end()) {
    kept.choice.each_leaf(rows, [&](std::span<const Code> prefix, Trie::Node node) {
      key_of(prefix);
      counts.add(key, rows.row(node), kept.choice, last);
    });
  } else {
    each_count(kept, [&](std::span<const Code> prefix, std::uint64_t codes) {
      key_of(prefix);
      counts.add(key, codes);
    });
    if (axes.empty()) counts.add({}, 0);
  }
  Frame frame;
  frame.keys.resize(axes.size());
  counts.each([&](const std::vector<Code>& prefix, Code code, std::uint64_t found) {
    std::size_t next = 0;
    for (std::size_t i = 0; i < axes.size(); ++i) frame.keys[i].push_back(axes[i] == last ? code : prefix[next++]);
    Value value;
    value.range = Number(static_cast<std::int64_t>(found));
    frame.values().push_back(run.finish(std::move(value), id, {}));
  });
  run.check_rows(id, frame.rows());
  return frame;
}

}  // namespace reckon::engine

// Groups of rows to one value each. Missing values are passed over and noted; rows that may not belong count as both.
#include <algorithm>
#include <optional>

#include "engine/exec/row_index.hpp"
#include "engine/exec/statistic.hpp"

namespace reckon::engine {
namespace {

class Aggregator {
 public:
  Aggregator(Run& run, OperationId id, const op::Aggregate& how)
      : run_(run), id_(id), how_(how), operation_(run.operation(id)), input_(run.input(operation_, 0)) {}

  Frame run();

 private:
  void group_keys();
  void finish_group(std::size_t group, std::span<const std::uint32_t> rows);
  void note_missing();

  Run& run_;
  OperationId id_;
  const op::Aggregate& how_;
  const Operation& operation_;
  const Frame& input_;
  std::vector<std::vector<Code>> keys_;  // of the input's rows, by group axis
  Frame result_;
  std::uint64_t missing_ = 0;
  std::vector<MissingId> reasons_;
  GroupPlaces places_;
};

void Aggregator::group_keys() {
  const auto& axes = run_.operation(operation_.inputs[0]).axes;
  for (const op::GroupAxis& by : how_.by) {
    auto codes = input_.keys[by.axis];
    const DimensionId own = axes[by.axis].dimension;
    if (own != by.level)
      for (Code& code : codes) code = run_.catalog.roll_up(code, own, by.level);
    keys_.push_back(std::move(codes));
  }
}

Frame Aggregator::run() {
  group_keys();
  result_.keys.resize(how_.by.size());
  const std::size_t rows = input_.rows();
  if (how_.by.empty()) {
    std::vector<std::uint32_t> all(rows);
    for (std::uint32_t row = 0; row < rows; ++row) all[row] = row;
    finish_group(RowIndex::none, all);
    note_missing();
    return std::move(result_);
  }
  RowIndex::Columns columns;
  for (const auto& codes : keys_) columns.push_back(&codes);
  const Groups groups = group_rows(columns, rows);
  // Rows of a group side by side: a counting sort by group.
  std::vector<std::uint32_t> begin(groups.size() + 1, 0), sorted(rows);
  for (const auto group : groups.of_row) ++begin[group + 1];
  for (std::size_t g = 0; g < groups.size(); ++g) begin[g + 1] += begin[g];
  auto next = begin;
  for (std::uint32_t row = 0; row < rows; ++row) sorted[next[groups.of_row[row]]++] = row;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    // A member without a parent belongs to no group of that level.
    const std::uint32_t first = groups.first_row[g];
    if (std::any_of(keys_.begin(), keys_.end(), [&](const auto& codes) { return codes[first] == no_code; })) continue;
    for (std::size_t i = 0; i < keys_.size(); ++i) result_.keys[i].push_back(keys_[i][first]);
    finish_group(first, {sorted.data() + begin[g], begin[g + 1] - begin[g]});
  }
  note_missing();
  return std::move(result_);
}

void Aggregator::finish_group(std::size_t, std::span<const std::uint32_t> rows) {
  GroupRows group;
  group.rows.reserve(rows.size());
  group.maybe.reserve(rows.size());
  std::vector<NodeId> nodes;
  Day latest = no_code;
  MissingId first_missing = present;
  for (const auto row : rows) {
    const Value& value = input_.values()[row];
    const Membership membership = input_.membership(row);
    if (membership == Membership::excluded) {
      ++group.excluded;
      if (run_.recorder && !how_.along) nodes.push_back(value.node);
      continue;
    }
    if (value.is_missing()) {
      ++missing_;
      if (first_missing == present) first_missing = value.missing;
      if (reasons_.size() < 3) reasons_.push_back(value.missing);
      continue;
    }
    group.rows.push_back(row);
    group.maybe.push_back(membership == Membership::maybe || value.maybe);
    group.conditional = group.conditional || membership == Membership::maybe;
    latest = std::max(latest, value.date);
    if (run_.recorder && !how_.along) nodes.push_back(value.node);
  }
  if (run_.recorder && how_.along)
    for (const std::uint32_t i : edge_order(how_, input_, group)) nodes.push_back(input_.values()[group.rows[i]].node);
  Value result = statistic(run_, id_, how_, input_, group, places_);
  if (result.is_missing() && first_missing != present && group.rows.empty() && group.excluded == 0)
    result.missing = first_missing;
  result.date = latest;
  result_.values().push_back(run_.finish(std::move(result), id_, nodes));
}

void Aggregator::note_missing() {
  if (missing_ > 0) run_.notes.push_back({Note::What::missing_passed_over, id_, missing_, reasons_});
  if (places_.differ) run_.notes.push_back({Note::What::groups_differ, id_, 0, {}});
}

}  // namespace

Frame run_aggregate(Run& run, OperationId id, const op::Aggregate& how) { return Aggregator(run, id, how).run(); }

}  // namespace reckon::engine

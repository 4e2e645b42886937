// Groups of rows to one value each. Missing values are passed over and noted; rows that may not belong count as both.
#include <algorithm>
#include <optional>

#include "engine/exec/chosen_statistic.hpp"
#include "engine/exec/kept_rows.hpp"
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
  void look_for_top();
  void finish_group(std::size_t group, std::span<const std::uint32_t> rows);
  void note_missing();
  void leave_out(std::span<const std::uint32_t> rows);

  Run& run_;
  OperationId id_;
  const op::Aggregate& how_;
  const Operation& operation_;
  const Frame& input_;
  std::vector<std::vector<Code>> keys_;  // of the input's rows, by group axis
  Frame result_;
  std::uint64_t missing_ = 0;
  std::vector<MissingId> reasons_;
  std::uint64_t without_parent_ = 0;
  std::vector<MissingId> homeless_;
  GroupPlaces places_;
  const op::Top* top_ = nullptr;  // of the input: an aggregate takes exactly so many of its rows
  bool takes_exactly_ = false;    // they are the first of each group, and known to have values
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

void Aggregator::look_for_top() {
  const Operation& source = run_.operation(operation_.inputs[0]);
  top_ = std::get_if<op::Top>(&source.what);
  if (!top_) return;
  std::vector<std::size_t> by;
  for (const op::GroupAxis& group : how_.by)
    if (group.level == source.axes[group.axis].dimension) by.push_back(group.axis);
  auto within = top_->within;
  std::sort(by.begin(), by.end());
  std::sort(within.begin(), within.end());
  const Frame& all = run_.input(source, 0);
  takes_exactly_ = by.size() == how_.by.size() && by == within;
  for (std::size_t row = 0; row < all.rows() && takes_exactly_; ++row)
    takes_exactly_ = all.membership(row) != Membership::maybe && !all.values()[row].maybe;
}

Frame Aggregator::run() {
  look_for_top();
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
    if (std::any_of(keys_.begin(), keys_.end(), [&](const auto& codes) { return codes[first] == no_code; })) {
      leave_out({sorted.data() + begin[g], begin[g + 1] - begin[g]});
      continue;
    }
    for (std::size_t i = 0; i < keys_.size(); ++i) result_.keys[i].push_back(keys_[i][first]);
    finish_group(first, {sorted.data() + begin[g], begin[g + 1] - begin[g]});
  }
  note_missing();
  return std::move(result_);
}

void Aggregator::finish_group(std::size_t, std::span<const std::uint32_t> rows) {
  run_.charge(rows.size());
  GroupRows group;
  group.rows.reserve(rows.size());
  group.maybe.reserve(rows.size());
  std::vector<NodeId> nodes;
  Day latest = no_code;
  MissingId first_missing = present;
  bool stays = how_.by.empty(), may_stay = false;  // some row has a group in any case, or may have one
  for (const auto row : rows) {
    const Value& value = input_.values()[row];
    const Membership membership = input_.membership(row);
    const bool has_value = !value.is_missing() && !value.maybe;
    stays = stays || membership == Membership::certain || has_value;
    may_stay = may_stay || membership != Membership::excluded || !value.is_missing();
    if (membership == Membership::excluded) {
      if (has_value) ++group.excluded;
      group.may_exclude = group.may_exclude || !value.is_missing();
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
    group.may_exclude = group.may_exclude || membership == Membership::maybe;
    group.all_may_lack = group.all_may_lack && value.maybe;
    latest = std::max(latest, value.date);
    if (run_.recorder && !how_.along) nodes.push_back(value.node);
  }
  if (run_.recorder && how_.along)
    for (const std::uint32_t i : edge_order(how_, input_, group)) nodes.push_back(input_.values()[group.rows[i]].node);
  const bool varied = std::find(group.maybe.begin(), group.maybe.end(), true) != group.maybe.end();
  const bool takes_some = takes_exactly_ && (varied || static_cast<std::int64_t>(group.rows.size()) > top_->count);
  const auto chosen = takes_some ? chosen_statistic(how_.what, *top_, input_, group.rows) : std::nullopt;
  if (top_ && varied && !chosen) run_.proved = false;
  Value result;
  if (chosen)
    result.range = *chosen;
  else
    result = statistic(run_, id_, how_, input_, group, places_);
  if (result.is_missing() && first_missing != present && group.rows.empty() && group.excluded == 0)
    result.missing = first_missing;
  // A group that may not be there has nothing to give to an aggregate above: it is not excluded by a value.
  if (!stays && !result.is_missing()) result.maybe = true;
  result.date = latest;
  result_.values().push_back(run_.finish(std::move(result), id_, nodes));
  if (!stays || !result_.memberships.empty())
    result_.set_membership(result_.rows() - 1, stays      ? Membership::certain
                                               : may_stay ? Membership::maybe
                                                          : Membership::excluded);
}

// A member without a parent is told once.
void Aggregator::leave_out(std::span<const std::uint32_t> rows) {
  for (const auto row : rows) {
    MissingReason why{MissingReason::What::no_parent, id_, {}, 0, 0};
    for (std::size_t i = 0; i < keys_.size(); ++i)
      why.key.push_back(keys_[i][row] == no_code ? input_.keys[how_.by[i].axis][row] : no_code);
    ++without_parent_;
    const auto same = [&](MissingId id) { return run_.reasons[id].key == why.key; };
    if (homeless_.size() < 3 && std::none_of(homeless_.begin(), homeless_.end(), same))
      homeless_.push_back(run_.reasons.add(std::move(why)));
  }
}

void Aggregator::note_missing() {
  if (without_parent_ > 0) run_.notes.push_back({Note::What::without_parent, id_, without_parent_, homeless_});
  if (missing_ > 0) run_.notes.push_back({Note::What::missing_passed_over, id_, missing_, reasons_});
  if (places_.differ) run_.notes.push_back({Note::What::groups_differ, id_, 0, {}});
}

}  // namespace

Frame run_aggregate(Run& run, OperationId id, const op::Aggregate& how) {
  if (const KeptRows* kept = run.kept_input(run.operation(id), 0)) return count_rows(run, id, how, *kept);
  return Aggregator(run, id, how).run();
}

}  // namespace reckon::engine

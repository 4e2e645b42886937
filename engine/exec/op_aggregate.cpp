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
      : run_(run),
        id_(id),
        how_(how),
        operation_(run.operation(id)),
        input_(run.input(operation_, 0)),
        rolled_(&run.scratch),
        keys_(&run.scratch),
        result_(run.frame_for(id)) {}

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
  ScratchVector<ScratchVector<Code>> rolled_;
  RowIndex::Columns keys_;  // codes of the input's rows, by group axis
  Frame result_;
  Note missing_{Note::What::missing_passed_over, id_};
  Note without_parent_{Note::What::without_parent, id_};
  GroupPlaces places_;
  const op::Top* top_ = nullptr;  // of the input: an aggregate takes exactly so many of its rows
  bool takes_exactly_ = false;    // they are the first of each group, and known to have values
};

void Aggregator::group_keys() {
  const auto& axes = run_.operation(operation_.inputs[0]).axes;
  rolled_.reserve(how_.by.size());  // what is made stays where it is
  for (const op::GroupAxis& by : how_.by) {
    const auto& codes = input_.keys[by.axis];
    keys_.push_back(codes.data());
    const DimensionId own = axes[by.axis].dimension;
    if (own == by.level) continue;
    auto& coarser = rolled_.emplace_back(codes.begin(), codes.end());
    for (Code& code : coarser) code = run_.catalog.roll_up(code, own, by.level);
    keys_.back() = coarser.data();
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
    ScratchVector<std::uint32_t> all(rows, &run_.scratch);
    for (std::uint32_t row = 0; row < rows; ++row) all[row] = row;
    finish_group(RowIndex::none, all);
    note_missing();
    return std::move(result_);
  }
  const Groups groups = group_rows(keys_, rows);
  // Rows of a group side by side: a counting sort by group.
  ScratchVector<std::uint32_t> begin(groups.size() + 1, 0, &run_.scratch), sorted(rows, &run_.scratch);
  for (const auto group : groups.of_row) ++begin[group + 1];
  for (std::size_t g = 0; g < groups.size(); ++g) begin[g + 1] += begin[g];
  ScratchVector<std::uint32_t> next(begin, &run_.scratch);
  for (std::uint32_t row = 0; row < rows; ++row) sorted[next[groups.of_row[row]]++] = row;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    // A member without a parent belongs to no group of that level.
    const std::uint32_t first = groups.first_row[g];
    if (std::any_of(keys_.begin(), keys_.end(), [&](const Code* codes) { return codes[first] == no_code; })) {
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
  GroupRows group(&run_.scratch);
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
      if (first_missing == present) first_missing = value.missing;
      if (missing_.count < missing_.reasons.size()) missing_.reasons[missing_.count] = value.missing;
      ++missing_.count;
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
    ++without_parent_.count;
    for (MissingId& told : without_parent_.reasons) {
      if (told != present && run_.reasons[told].key == why.key) break;
      if (told != present) continue;
      told = run_.reasons.add(std::move(why));
      break;
    }
  }
}

void Aggregator::note_missing() {
  if (without_parent_.count > 0) run_.notes.push_back(without_parent_);
  if (missing_.count > 0) run_.notes.push_back(missing_);
  if (places_.differ) run_.notes.push_back({Note::What::groups_differ, id_, 0, {}});
}

}  // namespace

Frame run_aggregate(Run& run, OperationId id, const op::Aggregate& how) {
  if (const KeptRows* kept = run.kept_input(run.operation(id), 0)) return count_rows(run, id, how, *kept);
  return Aggregator(run, id, how).run();
}

}  // namespace reckon::engine

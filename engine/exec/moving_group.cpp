// One member of the dimension after another.
#include "engine/exec/moving_group.hpp"

#include <algorithm>
#include <chrono>

#include "engine/exec/reconcile.hpp"
#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"

namespace reckon::engine {
namespace {

constexpr std::size_t most_passes = 2000;  // at one member

std::optional<std::size_t> only_axis(const std::vector<Axis>& axes, DimensionId dimension) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    if (axes[i].dimension != dimension) continue;
    if (found) return std::nullopt;
    found = i;
  }
  return found;
}

// Whether what the operation gives at a member is made of what its inputs give there.
bool keeps_member(const Plan& plan, const Operation& operation, DimensionId along) {
  if (!only_axis(operation.axes, along)) return false;
  if (const auto* aggregate = std::get_if<op::Aggregate>(&operation.what)) {
    const auto& axes = plan.operations[operation.inputs.front()].axes;
    return std::any_of(aggregate->by.begin(), aggregate->by.end(),
                       [&](const op::GroupAxis& by) { return by.level == along && axes[by.axis].dimension == along; });
  }
  return std::holds_alternative<op::Apply>(operation.what) || std::holds_alternative<op::Join>(operation.what) ||
         std::holds_alternative<op::Choose>(operation.what) || std::holds_alternative<op::Filter>(operation.what);
}

// Whether the plan's answer at a member reads the group only at the member itself and as far off as its shifts say.
bool shows_moves(const Plan& plan, const std::vector<MeasureId>& group, DimensionId along) {
  std::vector<bool> reads(plan.operations.size(), false);
  for (OperationId id = 0; id < plan.operations.size(); ++id) {
    const Operation& operation = plan.operations[id];
    if (const auto* scan = std::get_if<op::Scan>(&operation.what)) {
      reads[id] = std::binary_search(group.begin(), group.end(), scan->measure);
      if (reads[id] && (scan->world != 0 || !only_axis(operation.axes, along))) return false;
      continue;
    }
    for (const OperationId input : operation.inputs) reads[id] = reads[id] || reads[input];
    if (!reads[id]) continue;
    const bool shifts_scan = std::holds_alternative<op::Shift>(operation.what) &&
                             std::holds_alternative<op::Scan>(plan.operations[operation.inputs.front()].what) &&
                             only_axis(operation.axes, along);
    if (!shifts_scan && !keeps_member(plan, operation, along)) return false;
  }
  return true;
}

Fact fact_of(const FactTable& facts, std::uint32_t row) {
  Fact fact;
  for (std::size_t axis = 0; axis < facts.axes(); ++axis) fact.key.push_back(facts.keys(axis)[row]);
  fact.value = facts.values()[row];
  fact.unknown = facts.unknown(row);
  fact.source = facts.source(row);
  fact.kind = facts.kind(row);
  fact.date = facts.date(row);
  return fact;
}

bool same_facts(const std::vector<Fact>& a, const std::vector<Fact>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Fact& x, const Fact& y) {
    return x.key == y.key && x.value == y.value && x.unknown == y.unknown && x.source == y.source && x.date == y.date;
  });
}

}  // namespace

std::optional<Moves> moves_of(const Program& program, const std::vector<MeasureId>& group) {
  Moves moves;
  bool any = false;
  const auto within = [&](MeasureId measure) { return std::binary_search(group.begin(), group.end(), measure); };
  for (const auto& rule : program.rules) {
    if (!within(rule->head)) continue;
    for (const RuleRead& read : rule->uses) {
      if (!within(read.measure)) continue;
      if (read.how != ReadKind::moves) {
        moves.alone = false;
        continue;
      }
      const bool backward = read.by < 0;
      if (any && (moves.along != read.along || moves.backward != backward)) return std::nullopt;
      any = true;
      moves.along = read.along;
      moves.backward = backward;
      moves.most = std::max(moves.most, backward ? -read.by : read.by);
    }
  }
  if (!any) return std::nullopt;
  for (const MeasureId measure : group) {
    const auto axis = only_axis(program.catalog->measure(measure).axes, moves.along);
    if (!axis) return std::nullopt;
    moves.axes.push_back(*axis);
  }
  for (const auto& rule : program.rules)
    if (within(rule->head) && rule->plan && !shows_moves(*rule->plan, group, moves.along)) return std::nullopt;
  return moves;
}

Error unsettled(const Catalog& catalog, MeasureId measure) {
  return {problem::rule_cycle,
          "the rules of " + catalog.measure(measure).name + " do not settle within " + std::to_string(most_passes) +
              " steps",
          "bound the dimension that they move along, as in where year in 2026..2030"};
}

MovingGroup::MovingGroup(const Program& program, Surroundings& around, Day as_of, const std::vector<MeasureId>& group,
                         Moves moves)
    : program_(program), around_(around), moves_(std::move(moves)) {
  for (std::size_t i = 0; i < group.size(); ++i) {
    Member member{group[i], moves_.axes[i], std::make_shared<FactTable>(*program_.facts[group[i]]), {}};
    for (std::uint32_t row = 0; row < member.facts->size(); ++row)
      if (member.facts->stands(row, as_of)) member.at[member.facts->keys(member.axis)[row]].push_back(row);
    members_.push_back(std::move(member));
    profile_.group.push_back(group[i]);
  }
}

// Open are the members of facts, and those for which rules have something to say without any other member's.
void MovingGroup::begin() {
  for (const Member& member : members_) {
    show(member.measure, member.facts);
    for (const auto& [code, rows] : member.at) open_.insert(code);
  }
  for (const Member& member : members_)
    for (const auto& rule : program_.rules) {
      if (rule->head != member.measure) continue;
      FactTable found(member.facts->axes());
      around_.apply(*rule, found, nullptr);
      for (const Code code : found.keys(member.axis)) open_.insert(code);
    }
}

void MovingGroup::run() {
  begin();
  while (!open_.empty()) {
    const auto start = std::chrono::steady_clock::now();
    const Code code = moves_.backward ? *open_.rbegin() : *open_.begin();
    open_.erase(code);
    const std::uint64_t rows = settle(code);
    const auto took = std::chrono::steady_clock::now() - start;
    profile_.rounds.push_back(
        {rows, static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(took).count())});
  }
  for (const Member& member : members_) show(member.measure, member.facts);
}

void MovingGroup::show(MeasureId measure, std::shared_ptr<const FactTable> facts) {
  auto known = std::make_shared<MeasureCells>();
  known->cells = around_.reconciled(measure, *facts);
  known->facts = std::move(facts);
  around_.assume(measure, known->cells);
  around_.show(measure, std::move(known));
}

// Where rules read the group at the member itself too, the member settles by passes.
std::uint64_t MovingGroup::settle(Code code) {
  std::vector<std::vector<Fact>> found(members_.size());
  for (std::size_t i = 0; i < members_.size(); ++i) show_window(members_[i], code, found[i]);
  bool changed = true;
  for (std::size_t pass = 0; changed; ++pass) {
    if (pass > most_passes) throw unsettled(*program_.catalog, members_.front().measure);
    changed = false;
    for (std::size_t i = 0; i < members_.size(); ++i) {
      auto now = derived(members_[i], code);
      if (same_facts(now, found[i])) continue;
      found[i] = std::move(now);
      changed = !moves_.alone;
      if (changed) show_window(members_[i], code, found[i]);
    }
  }
  std::uint64_t rows = 0;
  bool any = false;
  for (std::size_t i = 0; i < members_.size(); ++i) {
    for (const Fact& fact : found[i]) {
      members_[i].at[code].push_back(static_cast<std::uint32_t>(members_[i].facts->size()));
      members_[i].facts->append(fact);
    }
    rows += found[i].size();
    any = any || members_[i].at.contains(code);
  }
  // What was found here may be read from here on.
  for (std::int32_t by = 1; any && by <= moves_.most; ++by) open_.insert(moves_.backward ? code - by : code + by);
  return rows;
}

std::vector<Fact> MovingGroup::derived(const Member& member, Code code) {
  std::vector<Fact> facts;
  for (const bool defaults : {false, true})
    for (const auto& rule : program_.rules) {
      if (rule->head != member.measure || rule->is_default != defaults) continue;
      const CellTable taken = defaults ? cells_at(member, code, facts) : CellTable();
      FactTable found(member.facts->axes());
      around_.apply(*rule, found, defaults ? &taken : nullptr);
      take(member, found, code, facts);
    }
  return facts;
}

// What has no figure says nothing where some other statement stands.
void MovingGroup::take(const Member& member, const FactTable& found, Code code, std::vector<Fact>& facts) const {
  const auto& codes = found.keys(member.axis);
  const auto is_stated = [&](const Fact& fact) {
    const auto at = member.at.find(code);
    const auto has_key = [&](std::uint32_t row) {
      for (std::size_t axis = 0; axis < fact.key.size(); ++axis)
        if (member.facts->keys(axis)[row] != fact.key[axis]) return false;
      return true;
    };
    return (at != member.at.end() && std::any_of(at->second.begin(), at->second.end(), has_key)) ||
           std::any_of(facts.begin(), facts.end(), [&](const Fact& other) { return other.key == fact.key; });
  };
  for (std::uint32_t row = 0; row < found.size(); ++row) {
    if (codes[row] != code) continue;
    Fact fact = fact_of(found, row);
    if (!fact.unknown || !is_stated(fact)) facts.push_back(std::move(fact));
  }
}

void MovingGroup::add_stated(const Member& member, Code code, FactTable& table) const {
  const auto at = member.at.find(code);
  if (at == member.at.end()) return;
  for (const std::uint32_t row : at->second) table.append(fact_of(*member.facts, row));
}

CellTable MovingGroup::cells_at(const Member& member, Code code, const std::vector<Fact>& derived) const {
  FactTable table(member.facts->axes());
  add_stated(member, code, table);
  for (const Fact& fact : derived) table.append(fact);
  return around_.reconciled(member.measure, table);
}

// What rules see of a measure while a member is settled: the members that they may read, and what is known of its own.
void MovingGroup::show_window(const Member& member, Code code, const std::vector<Fact>& derived) {
  auto facts = std::make_shared<FactTable>(member.facts->axes());
  for (std::int32_t back = moves_.most; back >= 0; --back)
    add_stated(member, moves_.backward ? code + back : code - back, *facts);
  for (const Fact& fact : derived) facts->append(fact);
  show(member.measure, std::move(facts));
}

}  // namespace reckon::engine

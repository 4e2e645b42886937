// Measures and relations that are derived together: by a fixpoint, or member by member of the dimension that they move
// along.
#include <algorithm>

#include "engine/exec/moving_group.hpp"
#include "engine/exec/reconcile.hpp"
#include "engine/exec/row_index.hpp"
#include "engine/exec/rules/derived_rows.hpp"
#include "engine/exec/rules/fixpoint.hpp"
#include "engine/exec/rules/point_fixpoint.hpp"
#include "engine/exec/rules/row_dates.hpp"
#include "engine/exec/rules/unknown_pass.hpp"
#include "engine/exec/world.hpp"
#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"

namespace reckon::engine {
namespace {

constexpr std::size_t most_passes = 2000;

bool same_cells(const CellTable& a, const CellTable& b) {
  if (a.size() != b.size() || a.keys != b.keys || a.dates != b.dates || a.values.size() != b.values.size())
    return false;
  if (a.unknown_keys != b.unknown_keys) return false;
  for (std::size_t cell = 0; cell < a.values.size(); ++cell)
    if (!(a.values[cell] == b.values[cell])) return false;
  return true;
}

}  // namespace

void Universe::derive_group(const std::vector<MeasureId>& group) {
  const bool moves = std::any_of(program_.rules.begin(), program_.rules.end(), [&](const auto& rule) {
    const auto within = [&](MeasureId m) { return std::binary_search(group.begin(), group.end(), m); };
    const auto moves_within = [&](const RuleRead& read) { return read.how == ReadKind::moves && within(read.measure); };
    if (!within(rule->head)) return false;
    return ((rule->plan || rule->is_default) && std::any_of(rule->reads.begin(), rule->reads.end(), within)) ||
           std::any_of(rule->uses.begin(), rule->uses.end(), moves_within);
  });
  if (moves)
    derive_by_moving(group);
  else
    derive_by_fixpoint(group);
}

void Universe::derive_by_fixpoint(const std::vector<MeasureId>& group) {
  std::vector<std::shared_ptr<FactTable>> finished;  // null where rows are kept in their place
  std::vector<std::shared_ptr<MeasureCells>> made;
  std::vector<FixpointStart> starts;
  for (const MeasureId measure : group) {
    finished.push_back(std::make_shared<FactTable>(*program_.facts[measure]));
    for (const auto& rule : program_.rules)
      if (rule->head == measure && rule->plan && !rule->is_default) apply_rule(*rule, *finished.back(), nullptr);
    made.push_back(std::make_shared<MeasureCells>());
    made.back()->cells = reconciled(measure, *finished.back());
    assume(measure, made.back()->cells);
    starts.push_back({measure, &made.back()->cells, {}});
    for (const AssumedCell& assumed : assumed_)
      if (assumed.measure == measure) starts.back().assumed.push_back(assumed.key);
  }
  const bool unknown = reads_unknown(group);
  if (const auto points = PointFixpoint::of(*this, starts); points && points->run()) {
    derivations_.push_back(points->profile());
    derivations_.back().bytes = points->bytes();
    for (std::size_t i = 0; i < group.size(); ++i) points->append_facts(group[i], *finished[i]);
  } else {
    Fixpoint fixpoint(*this, starts);
    fixpoint.run();
    derivations_.push_back(fixpoint.profile());
    derivations_.back().bytes = fixpoint.bytes();
    for (std::size_t i = 0; i < group.size(); ++i) {
      if (!program_.catalog->measure(group[i]).is_relation) {
        fixpoint.append_facts(group[i], *finished[i]);
        continue;
      }
      auto rows = std::make_shared<DerivedRows>(fixpoint.take_rows(group[i]));
      if (unknown || !is_plain(group[i], made[i]->cells, *finished[i])) {
        append_facts(*rows, *finished[i]);
        continue;
      }
      rows->facts = std::move(finished[i]);
      finished[i] = nullptr;
      cache().store(group[i], std::shared_ptr<const DerivedRows>(std::move(rows)));
    }
  }
  if (unknown) pass_unknown(group, finished);
  for (std::size_t i = 0; i < group.size(); ++i)
    if (finished[i]) finish_cells(group[i], std::move(finished[i]));
}

// Whether rules with bodies of the group read coordinates without a figure.
bool Universe::reads_unknown(const std::vector<MeasureId>& group) {
  return std::any_of(program_.rules.begin(), program_.rules.end(), [&](const auto& rule) {
    if (!rule->body || rule->is_default || !std::binary_search(group.begin(), group.end(), rule->head)) return false;
    return UnknownPass::reads_unknown(*this, *rule, group) ||
           std::any_of(rule->reads.begin(), rule->reads.end(), [&](MeasureId read) {
             return std::binary_search(group.begin(), group.end(), read) && program_.facts[read]->has_unknown();
           });
  });
}

// A measure's cells from its facts, those of rules among them; then defaults, and what is assumed.
void Universe::finish_cells(MeasureId measure, std::shared_ptr<FactTable> facts) {
  auto made = std::make_shared<MeasureCells>();
  made->cells = reconciled(measure, *facts);
  apply_defaults(measure, *facts, made->cells);
  made->facts = std::move(facts);
  assume(measure, made->cells);
  add_dependence(measure, *made);
  cache().store(measure, std::shared_ptr<const MeasureCells>(std::move(made)));
}

// Whether the rows alone say all: there are no unknown figures, assumptions or defaults. Dates are found when they are
// asked for.
bool Universe::is_plain(MeasureId relation, const CellTable& stated, const FactTable& facts) const {
  const bool has_default = std::any_of(program_.rules.begin(), program_.rules.end(),
                                       [&](const auto& rule) { return rule->head == relation && rule->is_default; });
  const bool assumed =
      std::any_of(assumed_.begin(), assumed_.end(), [&](const AssumedCell& cell) { return cell.measure == relation; });
  return stated.unknown_rows.empty() && !facts.has_unknown() && !has_default && !assumed;
}

void Universe::derive_by_moving(const std::vector<MeasureId>& group) {
  class Surroundings : public MovingGroup::Surroundings {
   public:
    explicit Surroundings(Universe& universe) : universe_(universe) {}
    CellTable reconciled(MeasureId measure, const FactTable& facts) const override {
      return universe_.reconciled(measure, facts);
    }
    void assume(MeasureId measure, CellTable& cells) const override { universe_.assume(measure, cells); }
    void apply(const Rule& rule, FactTable& facts, const CellTable* taken) override {
      universe_.apply_rule(rule, facts, taken);
    }
    void show(MeasureId measure, std::shared_ptr<const MeasureCells> cells) override {
      universe_.provisional_[measure] = std::move(cells);
    }

   private:
    Universe& universe_;
  };
  const auto settle_by_passes = [&] {
    for (const MeasureId measure : group) {
      auto start = std::make_shared<MeasureCells>();
      start->facts = program_.facts[measure];
      start->cells = reconciled(measure, *start->facts);
      assume(measure, start->cells);
      provisional_[measure] = std::move(start);
    }
    // Each pass fixes at least one more member.
    bool changed = true;
    for (std::size_t pass = 0; changed; ++pass) {
      if (pass > most_passes) throw unsettled(*program_.catalog, group.front());
      changed = false;
      for (const MeasureId measure : group) {
        auto made = apply_rules(measure);
        changed = changed || !same_cells(made->cells, provisional_[measure]->cells);
        provisional_[measure] = std::move(made);
      }
    }
  };
  if (const auto moves = moves_of(program_, group)) {
    Surroundings around(*this);
    MovingGroup moving(program_, around, as_of_, group, *moves);
    moving.run();
    derivations_.push_back(moving.profile());
  } else {
    settle_by_passes();
  }
  for (const MeasureId measure : group) {
    auto made = std::make_shared<MeasureCells>(*provisional_[measure]);
    add_dependence(measure, *made);
    cache().store(measure, std::shared_ptr<const MeasureCells>(std::move(made)));
  }
  for (const MeasureId measure : group) provisional_.erase(measure);
}

// Passes on what has no figure, for the rules with bodies of a group whose facts are complete: their cells are known
// for the while.
void Universe::pass_unknown(const std::vector<MeasureId>& group,
                            const std::vector<std::shared_ptr<FactTable>>& finished) {
  std::vector<const Rule*> rules;
  std::map<MeasureId, FactTable*> facts;
  for (std::size_t i = 0; i < group.size(); ++i) {
    auto known = std::make_shared<MeasureCells>();
    known->facts = finished[i];
    known->cells = reconciled(group[i], *finished[i]);
    assume(group[i], known->cells);
    provisional_[group[i]] = std::move(known);
    facts.emplace(group[i], finished[i].get());
    for (const auto& rule : program_.rules)
      if (rule->head == group[i] && rule->body && !rule->is_default) rules.push_back(rule.get());
  }
  for (std::size_t i = 0; i < group.size(); ++i)
    if (program_.catalog->measure(group[i]).is_relation)
      if (const auto dated = dated_facts(*this, group[i], *finished[i])) *finished[i] = *dated;
  add_unknown(rules, facts);
  for (const MeasureId measure : group) provisional_.erase(measure);
}

// What rules with bodies would have given, where no other statement stands.
void Universe::add_unknown(std::span<const Rule* const> rules, const std::map<MeasureId, FactTable*>& facts) {
  std::map<MeasureId, RowIndex> stated;
  for (const auto& [measure, table] : facts) {
    RowIndex::Columns columns;
    for (std::size_t axis = 0; axis < table->axes(); ++axis) columns.push_back(table->keys(axis).data());
    stated.emplace(measure, RowIndex(columns, table->size()));
  }
  UnknownPass pass(*this);
  const auto found = pass.run(rules, [&](MeasureId head, std::span<const Code> key) {
    return stated.at(head).find({key.begin(), key.end()}) != RowIndex::none || assumes(head, key);
  });
  for (const auto& [measure, fact] : found) facts.at(measure)->append(fact);
}

}  // namespace reckon::engine

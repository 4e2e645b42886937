// Deriving: base facts, then rules, then defaults for what is still open, then assumptions.
#include "engine/exec/world.hpp"

#include <algorithm>
#include <set>

#include "engine/exec/bounds/tighten.hpp"
#include "engine/exec/cell_lookup.hpp"
#include "engine/exec/reconcile.hpp"
#include "engine/exec/records/record_rows.hpp"
#include "engine/exec/row_index.hpp"
#include "engine/exec/rules/body_facts.hpp"
#include "engine/exec/rules/derived_rows.hpp"
#include "engine/exec/rules/proof.hpp"
#include "engine/exec/rules/row_dates.hpp"
#include "engine/exec/rules/rule_reach.hpp"
#include "engine/exec/rules/stored_relation.hpp"
#include "engine/exec/rules/unknown_pass.hpp"
#include "engine/exec/run.hpp"
#include "engine/exec/tightness.hpp"
#include "engine/facts/records/cell_columns.hpp"
#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"

namespace reckon::engine {
namespace {

// Coordinates of the head, from a row of the rule's answer.
std::vector<Code> head_key(const Rule& rule, const Frame& frame, std::size_t row) {
  std::vector<Code> key;
  for (const std::size_t axis : rule.axes) key.push_back(frame.keys[axis][row]);
  return key;
}

void add_all(std::vector<MeasureId>& to, const std::vector<MeasureId>& more) {
  std::vector<MeasureId> all;
  std::set_union(to.begin(), to.end(), more.begin(), more.end(), std::back_inserter(all));
  to = std::move(all);
}

}  // namespace

bool Universe::is_fresh() const {
  return deriving_.empty() && provisional_.empty() && rule_nodes_.empty() && loose_.empty() && !proofs_ &&
         derivations_.empty();
}

std::shared_ptr<const MeasureCells> Universe::cells(MeasureId measure) {
  if (measure < known_.size() && known_[measure]) return known_[measure];
  if (const auto so_far = provisional_.find(measure); so_far != provisional_.end()) return so_far->second;
  if (auto known = cache().find(measure)) {
    if (deriving_.empty()) {
      if (measure >= known_.size()) known_.resize(measure + 1);
      known_[measure] = known;
    }
    return known;
  }
  if (!cache().find_rows(measure)) make(measure);
  if (const auto rows = cache().find_rows(measure)) {
    auto made = dated_cells(*this, measure, *rows);
    cache().store(measure, made ? std::move(made) : cells_of(measure, *rows));
  }
  return cache().find(measure);
}

std::shared_ptr<const DerivedRows> Universe::rows(MeasureId measure) {
  if (provisional_.contains(measure) || !program_.catalog->measure(measure).is_relation) return nullptr;
  if (auto known = cache().find_rows(measure)) return known;
  if (!cache().find(measure)) make(measure);
  return cache().find_rows(measure);
}

std::shared_ptr<const CellColumns> Universe::columns(MeasureId measure) {
  if (provisional_.contains(measure)) return std::make_shared<CellColumns>();
  if (auto known = cache().find_columns(measure)) return known;
  const auto source = cells(measure);
  meter_->charge(source->cells.size());
  const Catalog& catalog = *program_.catalog;
  auto made = std::make_shared<const CellColumns>(cell_columns(source->cells, catalog, catalog.measure(measure)));
  cache().store(measure, made);
  return made;
}

std::shared_ptr<StoredRelation> Universe::stored(MeasureId measure) {
  const std::size_t axes = program_.catalog->measure(measure).axes.size();
  if (provisional_.contains(measure)) return std::make_shared<StoredRelation>(cells(measure)->cells, axes);
  if (auto known = cache().find_stored(measure)) return known;
  auto rows = this->rows(measure);
  auto made = rows ? std::make_shared<StoredRelation>(std::move(rows))
                   : std::make_shared<StoredRelation>(cells(measure)->cells, axes);
  cache().store(measure, made);
  return made;
}

// Makes a measure's cells or rows, and those of the measures that it is derived together with.
void Universe::make(MeasureId measure) {
  if (std::find(deriving_.begin(), deriving_.end(), measure) != deriving_.end())
    throw Error(problem::rule_cycle,
                "the rules of " + program_.catalog->measure(measure).name + " read their own result",
                "a rule may read its own measure only through an ordered dimension, as in m[year - 1]");
  // Chains of rules may be longer than the stack is deep: what lies behind is made first, nearest to the facts first.
  if (deriving_.empty() && provisional_.empty()) {
    for (const MeasureId read : derived_before(program_, measure)) {
      if (cache().find(measure) || cache().find_rows(measure)) return;
      if (!cache().find(read) && !cache().find_rows(read)) make_group(read);
    }
    if (cache().find(measure) || cache().find_rows(measure)) return;
  }
  make_group(measure);
}

void Universe::make_group(MeasureId measure) {
  const std::size_t outer = deriving_.size();
  const auto group = group_of(measure);
  deriving_.insert(deriving_.end(), group.begin(), group.end());
  try {
    if (group.size() == 1 && !reads(program_, measure, measure))
      derive(measure);
    else
      derive_group(group);
  } catch (...) {
    deriving_.resize(outer);
    provisional_.clear();
    throw;
  }
  deriving_.resize(outer);
}

// Facts to cells, under the measure's own policy.
CellTable Universe::reconciled(MeasureId measure, const FactTable& facts) const {
  meter_->charge(facts.size());
  return reconcile(*program_.catalog, measure, facts, {program_.policy_of(measure), as_of_, nullptr, nullptr, false});
}

void Universe::derive(MeasureId measure) {
  if (!program_.is_derived(measure)) {
    auto made = std::make_shared<MeasureCells>();
    const RecordsOf* records = program_.records_of(measure);
    made->facts = records ? record_facts(program_, *records) : program_.facts[measure];
    made->cells = reconciled(measure, *made->facts);
    assume(measure, made->cells);
    if (!made->cells.values.all_points()) made->ranged.push_back(measure);
    return cache().store(measure, std::shared_ptr<const MeasureCells>(std::move(made)));
  }
  const bool keeps_rows = std::any_of(program_.rules.begin(), program_.rules.end(), [&](const auto& rule) {
    return rule->head == measure && rule->body && !rule->is_default;
  });
  if (keeps_rows) return derive_by_fixpoint({measure});
  auto made = apply_rules(measure);
  add_dependence(measure, *made);
  cache().store(measure, std::shared_ptr<const MeasureCells>(std::move(made)));
}

// The tables of a relation whose rows are kept as codes.
std::shared_ptr<MeasureCells> Universe::cells_of(MeasureId measure, const DerivedRows& rows) const {
  auto facts = std::make_shared<FactTable>(*rows.facts);
  append_facts(rows, *facts);
  auto made = std::make_shared<MeasureCells>();
  made->cells = reconciled(measure, *facts);
  made->facts = std::move(facts);
  return made;
}

// A measure's facts, then rules, then defaults, each over the cells of what they read as these are now.
std::shared_ptr<MeasureCells> Universe::apply_rules(MeasureId measure) {
  auto made = std::make_shared<MeasureCells>();
  auto finished = std::make_shared<FactTable>(*program_.facts[measure]);
  for (const auto& rule : program_.rules)
    if (rule->head == measure && !rule->is_default) apply_rule(*rule, *finished, nullptr);
  made->cells = reconciled(measure, *finished);
  apply_defaults(measure, *finished, made->cells);
  made->facts = std::move(finished);
  assume(measure, made->cells);
  return made;
}

void Universe::apply_defaults(MeasureId measure, FactTable& facts, CellTable& cells) {
  for (const auto& rule : program_.rules) {
    if (rule->head != measure || !rule->is_default) continue;
    apply_rule(*rule, facts, &cells);
    cells = reconciled(measure, facts);
  }
}

// The measures that read each other through rules, this one among them.
std::vector<MeasureId> Universe::group_of(MeasureId measure) const {
  if (!program_.is_derived(measure)) return {measure};
  return derived_together(program_, measure);
}

// A derived measure depends on what its rules read; its cells are independent if no rule uses a ranged cell twice.
void Universe::add_dependence(MeasureId measure, MeasureCells& made) {
  if (made.cells.values.all_points()) return;
  made.ranged.push_back(measure);
  for (const auto& rule : program_.rules) {
    if (rule->head != measure) continue;
    if (rule->body || reads(program_, measure, measure)) {
      // Of what a body reads the same cell may stand behind several rows.
      made.independent = false;
      for (const MeasureId read : rule->reads) {
        if (std::find(deriving_.begin(), deriving_.end(), read) != deriving_.end()) continue;
        const auto behind = cells(read);
        add_all(made.ranged, behind->ranged);
      }
      continue;
    }
    const Dependence on = dependence(*rule->plan, *this);
    made.independent = made.independent && on.once && !on.repeats && !loose_.contains(measure);
    add_all(made.ranged, on.ranged);
  }
}

// A rule's rows with their ends narrowed where it reads a ranged cell twice.
Frame Universe::rule_rows(const Rule& rule) {
  Run run(*this, *rule.plan);
  execute(run, shared_from_this());
  const auto varies = [](const Value& value) { return !value.is_missing() && !value.range.is_point(); };
  const auto& values = run.frames.back().values();
  if (std::none_of(values.begin(), values.end(), varies) || !provisional_.empty() || reads_once(run, *this))
    return std::move(run.frames.back());
  loose_.insert(rule.head);
  Recorder recorder(program_.limits.lineage);
  Run again(*this, *rule.plan);
  again.recorder = &recorder;
  execute(again, shared_from_this());
  tighten(recorder, *rule.plan, again.frames.back(), program_.limits, *meter_, nullptr);
  drop_rule_nodes(recorder);
  return std::move(again.frames.back());
}

void Universe::drop_rule_nodes(const Recorder& recorder) {
  rule_nodes_.remove_if([&](const RuleNodes& nodes) { return nodes.recorder == &recorder; });
}

void Universe::apply_rule(const Rule& rule, FactTable& facts, const CellTable* taken) {
  if (rule.body) {
    append_body_facts(*this, rule, facts, taken);
    const Rule* const only = &rule;
    if (UnknownPass::reads_unknown(*this, rule)) add_unknown(std::span(&only, 1), {{rule.head, &facts}});
    return;
  }
  const Frame frame = rule_rows(rule);
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    const Value& value = frame.values()[row];
    // Only what is certain to be there: x / y where y may be 0 would be a cell that may not exist.
    if (frame.membership(row) != Membership::certain || value.maybe || value.is_missing()) continue;
    Fact fact;
    fact.key = head_key(rule, frame, row);
    if (taken && find_cell(*taken, fact.key) != no_cell) continue;
    fact.kind = Kind::derived;
    fact.source = rule.source;
    fact.date = value.date;
    fact.value = value.range;
    facts.append(fact);
  }
  const bool reads_unknown = std::any_of(rule.reads.begin(), rule.reads.end(),
                                         [&](MeasureId read) { return !cells(read)->cells.unknown_rows.empty(); });
  if (reads_unknown) pass_unknown(rule, facts);
}

// What a source has no figure for passes to the cells that the rule would have given. It is no cell, so the rule runs
// once more to find it, and it says nothing where some other statement stands.
void Universe::pass_unknown(const Rule& rule, FactTable& facts) {
  Run run(*this, *rule.plan);
  run.with_unknown = true;
  execute(run, shared_from_this());
  RowIndex::Columns columns;
  for (std::size_t axis = 0; axis < facts.axes(); ++axis) columns.push_back(facts.keys(axis).data());
  const RowIndex stated(columns, facts.size());
  std::vector<Fact> unknown;
  const Frame& frame = run.frames.back();
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    const Value& value = frame.values()[row];
    if (!value.is_missing() || run.reasons[value.missing].what != MissingReason::What::unknown) continue;
    Fact fact;
    fact.key = head_key(rule, frame, row);
    if (stated.find(fact.key) != RowIndex::none) continue;
    fact.kind = Kind::derived;
    fact.source = run.reasons[value.missing].source;
    fact.date = value.date;
    fact.unknown = true;
    unknown.push_back(std::move(fact));
  }
  for (const Fact& fact : unknown) facts.append(fact);
}

bool Universe::assumes(MeasureId measure, std::span<const Code> key) const {
  return std::any_of(assumed_.begin(), assumed_.end(), [&](const AssumedCell& cell) {
    return cell.measure == measure && std::equal(key.begin(), key.end(), cell.key.begin(), cell.key.end());
  });
}

void Universe::assume(MeasureId measure, CellTable& cells) const {
  for (const AssumedCell& assumed : assumed_)
    if (assumed.measure == measure) put_cell(cells, assumed.key, assumed.value);
}

NodeId Universe::derived_node(Recorder& recorder, const Rule& rule, std::span<const Code> key, bool& settled) {
  auto found = std::find_if(rule_nodes_.begin(), rule_nodes_.end(),
                            [&](const RuleNodes& nodes) { return nodes.recorder == &recorder && nodes.rule == &rule; });
  if (found == rule_nodes_.end()) {
    rule_nodes_.push_back({&recorder, &rule, {}, true});
    found = std::prev(rule_nodes_.end());
    record_rule(recorder, rule, *found);
    found->in_progress = false;
  }
  const auto node = found->by_key.find(std::vector<Code>(key.begin(), key.end()));
  if (node != found->by_key.end()) return node->second;
  settled = !found->in_progress;
  if (!settled && group_of(rule.head).size() > 1) recorder.set_unproved();
  return 0;
}

// A rule that moves along a dimension is recorded member by member, so that each finds the one before it recorded.
void Universe::record_rule(Recorder& recorder, const Rule& rule, RuleNodes& nodes) {
  std::optional<std::size_t> along;
  bool backward = false;
  for (const RuleRead& read : rule.uses) {
    if (read.how != ReadKind::moves || !reads(program_, read.measure, rule.head)) continue;
    const auto& axes = program_.catalog->measure(rule.head).axes;
    backward = read.by < 0;
    for (std::size_t axis = 0; axis < axes.size(); ++axis)
      if (axes[axis].dimension == read.along) along = axis;
  }
  std::set<Code> open;
  std::optional<Code> at;
  do {
    Run run(*this, *rule.plan);
    run.recorder = &recorder;
    execute(run, shared_from_this());
    const Frame& frame = run.frames.back();
    if (along && !at)
      for (const Code code : frame.keys[rule.axes[*along]]) open.insert(code);
    if (along && !open.empty()) at = backward ? *open.rbegin() : *open.begin();
    for (std::size_t row = 0; row < frame.rows(); ++row) {
      auto key = head_key(rule, frame, row);
      if (!along || key[*along] == at) nodes.by_key.emplace(std::move(key), frame.values()[row].node);
    }
    if (at) open.erase(*at);
  } while (!open.empty() && !recorder.overflowed());
}

Proofs& Universe::proofs() {
  if (!proofs_) proofs_ = std::make_unique<Proofs>(*this);
  return *proofs_;
}

Universe::Universe(const Program& program, std::shared_ptr<Meter> meter)
    : program_(program), meter_(meter ? std::move(meter) : std::make_shared<Meter>(program.limits)) {}
Universe::Universe(const Program& program, Day as_of, std::vector<AssumedCell> assumed, std::shared_ptr<Meter> meter)
    : Universe(program, std::move(meter)) {
  as_of_ = as_of;
  assumed_ = std::move(assumed);
  own_cache_ = std::make_unique<CellCache>();
}
Universe::~Universe() = default;

}  // namespace reckon::engine

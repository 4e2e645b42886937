// The rounds of a stratum, and what its joins read.
#include "engine/exec/rules/fixpoint.hpp"

#include <algorithm>
#include <utility>

#include "engine/exec/rules/fixpoint_parts.hpp"
#include "engine/model/error.hpp"
#include "engine/model/problems.hpp"

namespace reckon::engine {
namespace {

constexpr std::size_t no_atom = static_cast<std::size_t>(-1);

}  // namespace

Fixpoint::Head::Head(const Program& program, const FixpointStart& start, std::vector<const Rule*> own)
    : measure(start.measure),
      declared(program.catalog->measure(start.measure)),
      rules(std::move(own)),
      axes(declared.axes.size()),
      all(*start.cells, axes),
      next(stored_width(axes)),
      values(axes),
      better(axes),
      stated(stored_width(axes)),
      assumed(start.assumed),
      derived(axes) {
  const PolicyKind policy = program.policy_of(measure).kind;
  least = policy == PolicyKind::least;
  keeps_extreme = !declared.is_relation && (least || policy == PolicyKind::greatest);
  if (keeps_extreme) values = CellValues(*start.cells, axes);
  given_by.assign(values.size(), no_rule);
  if (!declared.is_relation) return;
  stated = all.rows();
  of_rule.assign(rules.size(), Trie(stored_width(axes)));
  for (std::size_t rule = 0; rule < rules.size(); ++rule)
    if (std::any_of(rules[rule]->uses.begin(), rules[rule]->uses.end(),
                    [&](const RuleRead& read) { return read.measure == measure; }))
      of_the_rest = rule;
}

Fixpoint::Fixpoint(Universe& universe, std::vector<FixpointStart> starts)
    : universe_(universe),
      program_(universe.program()),
      catalog_(*program_.catalog),
      formulas_(universe),
      work_(universe) {
  for (const FixpointStart& start : starts) {
    std::vector<const Rule*> rules;
    for (const auto& rule : program_.rules)
      if (rule->head == start.measure && rule->body && !rule->is_default) rules.push_back(rule.get());
    heads_.push_back(std::make_unique<Head>(program_, start, std::move(rules)));
    profile_.group.push_back(start.measure);
  }
}

Fixpoint::~Fixpoint() = default;

Fixpoint::Head* Fixpoint::head(MeasureId measure) const {
  if (reads_finished_) return nullptr;
  for (const auto& head : heads_)
    if (head->measure == measure) return head.get();
  return nullptr;
}

void Fixpoint::run() {
  // What other strata derive is derived before this one's rounds are timed.
  for (const auto& head : heads_)
    for (const Rule* rule : head->rules)
      for (const BodyAtom& atom : rule->body->atoms)
        if (atom.aggregate < 0 && !this->head(atom.measure)) table(atom.measure);
  if (goes_by_leaf()) return run_by_leaf();
  bool first = true;
  for (std::size_t round = 1; run_round(first); ++round) {
    first = false;
    check_rounds(round);
  }
}

bool Fixpoint::run_round(bool first) {
  const RoundTimer timer;
  for (const auto& head : heads_)
    for (std::size_t rule = 0; rule < head->rules.size(); ++rule) {
      work_.begin(*head->rules[rule]);
      if (first) {
        run_rule(*head, rule, std::nullopt);
        continue;
      }
      const auto& atoms = head->rules[rule]->body->atoms;
      for (std::size_t i = 0; i < atoms.size(); ++i) {
        if (atoms[i].use != BodyAtom::Use::binds || atoms[i].aggregate >= 0) continue;
        const Head* read = this->head(atoms[i].measure);
        if (read && read->fresh && !read->fresh->rows().empty()) run_rule(*head, rule, i);
      }
    }
  std::uint64_t rows = 0;
  for (const auto& head : heads_) rows += finish_round(*head);
  profile_.rounds.push_back(timer.round(rows));
  return rows > 0;
}

// What the round found becomes what the next one reads as new.
std::uint64_t Fixpoint::finish_round(Head& head) {
  if (head.keeps_extreme) finish_values(head);
  const std::uint64_t rows = head.next.rows();
  head.all.merge(head.next);
  if (traced_) head.rounds.push_back(head.next);
  auto fresh = std::make_unique<StoredRelation>(head.axes);
  fresh->edit_rows() = std::move(head.next);
  head.fresh = std::move(fresh);
  head.next = Trie(stored_width(head.axes));
  return rows;
}

void Fixpoint::finish_values(Head& head) {
  bool new_cell = false;
  head.better.rows().each_row([&](std::span<const Code> key) {
    const std::uint32_t from = head.better.find(key);
    const auto [to, fresh] = head.values.make(key);
    Range range = std::move(head.better.range(from));
    if (head.declared.domain && !head.declared.domain->contains(range)) {
      const auto cut = meet(range, *head.declared.domain);
      if (!cut) throw outside_domain(head.declared, range);
      range = *cut;
    }
    if (fresh) head.given_by.push_back(Head::no_rule);
    new_cell = new_cell || fresh;
    if (!fresh && head.values.range(to) == range) return;
    bool exact = true;
    limit_bits(range, program_.limits.bits, exact);
    head.values.range(to) = std::move(range);
    head.values.date(to) = head.better.date(from);
    head.given_by[to] = head.better_by[from];
    head.next.insert(key);
  });
  head.better = CellValues(head.axes);
  head.better_by.clear();
  quiet_rounds_ = new_cell ? 0 : quiet_rounds_ + 1;
}

// A least path visits each cell once; values that change for longer than that get smaller for ever.
void Fixpoint::check_rounds(std::size_t) const {
  std::size_t cells = 0;
  for (const auto& head : heads_) cells += head->values.size();
  if (quiet_rounds_ <= cells + 1) return;
  for (const auto& head : heads_) {
    if (!head->keeps_extreme || !head->fresh || head->fresh->rows().empty()) continue;
    std::uint32_t rule = Head::no_rule;
    std::vector<Code> key;
    head->fresh->rows().each_row([&](std::span<const Code> row) {
      if (rule != Head::no_rule) return;
      rule = head->given_by[head->values.find(row)];
      key.assign(row.begin(), row.end());
    });
    throw endless_rule(catalog_, *head->rules[rule], key, head->least);
  }
}

std::vector<std::uint64_t> Fixpoint::sizes(const Body& body) {
  std::vector<std::uint64_t> sizes;
  for (const BodyAtom& atom : body.atoms)
    sizes.push_back(atom.use == BodyAtom::Use::binds ? rows_of(atom, body).rows().rows() : 0);
  return sizes;
}

const JoinPlan& Fixpoint::plan_of(const Rule& rule, std::optional<std::size_t> only_new) {
  const auto [known, fresh] = plans_.try_emplace({&rule, only_new ? *only_new : no_atom});
  if (fresh) {
    known->second = plan_join(*rule.body, {only_new, only_new && at_once_, {}, sizes(*rule.body)});
    known->second.in_points = false;
    describe_join(catalog_, rule, known->second, profile_);
  }
  return known->second;
}

void Fixpoint::run_rule(Head& head, std::size_t number, std::optional<std::size_t> only_new) {
  const JoinPlan& plan = plan_of(*head.rules[number], only_new);
  JoinInputs reads = inputs(plan);
  if (head.declared.is_relation) {
    RelationSink sink(*this, head, number);
    Join(catalog_, plan, std::move(reads), formulas_, sink).run();
  } else {
    ValueSink sink(*this, head, number);
    Join(catalog_, plan, std::move(reads), formulas_, sink).run();
  }
}

void Fixpoint::bindings(const Body& body, std::span<const Code> given, JoinSink& sink) {
  std::vector<bool> bound;
  for (const Code code : given) bound.push_back(code != no_code);
  // Single bindings are asked for here, with their cells.
  const JoinPlan plan = plan_join(body, {std::nullopt, false, bound, sizes(body), false});
  Join(catalog_, plan, inputs(plan), formulas_, sink).run(given);
}

// Tables of every atom are made before a join starts, as making one may derive another stratum.
JoinInputs Fixpoint::inputs(const JoinPlan& plan) {
  JoinInputs reads;
  const Body& body = *plan.body;
  for (const JoinSource& source : plan.sources)
    if (const BodyAtom& atom = body.atoms[source.atom]; source.by_leaf)
      reads.sources.push_back({nullptr, &head(atom.measure)->pending->taken()});
    else
      reads.sources.push_back({&rows_of(atom, body, source.only_new).by(source.order), nullptr});
  for (const JoinSource& source : plan.absent) {
    const BodyAtom& atom = body.atoms[source.atom];
    // A traced run derives several strata at once: what is absent in the end is known from the finished cells.
    StoredRelation& rows = traced_ ? *table(atom.measure).rows : rows_of(atom, body);
    reads.absent.push_back(&rows.by(source.order));
  }
  for (const BodyAtom& atom : body.atoms) reads.values.push_back(values_of(atom, body));
  return reads;
}

StoredRelation& Fixpoint::rows_of(const BodyAtom& atom, const Body& body, bool only_new) {
  if (atom.aggregate >= 0) return *aggregate(*body.aggregates[static_cast<std::size_t>(atom.aggregate)]).rows;
  if (Head* own = head(atom.measure)) return only_new ? *own->fresh : own->all;
  return *table(atom.measure).rows;
}

const CellValues* Fixpoint::values_of(const BodyAtom& atom, const Body& body) {
  if (atom.aggregate >= 0) return &*aggregate(*body.aggregates[static_cast<std::size_t>(atom.aggregate)]).values;
  if (catalog_.measure(atom.measure).is_relation) return nullptr;
  if (const Head* own = head(atom.measure)) return own->keeps_extreme ? &own->values : nullptr;
  return &*table(atom.measure).values;
}

Fixpoint::Table& Fixpoint::table(MeasureId measure) {
  auto& made = tables_[measure];
  if (made) return *made;
  made = std::make_unique<Table>(Table{universe_.stored(measure)});
  const Measure& declared = catalog_.measure(measure);
  if (!declared.is_relation) made->values.emplace(universe_.cells(measure)->cells, declared.axes.size());
  return *made;
}

Fixpoint::Table& Fixpoint::aggregate(const BodyAggregate& what) {
  const auto known = aggregates_.find(&what);
  if (known != aggregates_.end()) return *known->second;
  auto made = std::make_unique<Table>(Table{std::make_shared<StoredRelation>(what.keys), CellValues(what.keys)});
  AggregateSink sink(*this, what);
  const bool outer = std::exchange(reads_finished_, true);
  bindings(what.body, {}, sink);
  reads_finished_ = outer;
  sink.finish(*made);
  return *(aggregates_[&what] = std::move(made));
}

DerivedRows Fixpoint::take_rows(MeasureId relation) {
  Head& from = *head(relation);
  DerivedRows rows{std::move(from.all.edit_rows()), nullptr, std::move(from.stated), {}, 0};
  for (std::size_t rule = 0; rule < from.rules.size(); ++rule) {
    const SourceId source = from.rules[rule]->source;
    if (rule == from.of_the_rest)
      rows.of_the_rest = source;
    else if (!from.of_rule[rule].empty())
      rows.of_rule.push_back({source, std::move(from.of_rule[rule])});
  }
  return rows;
}

void Fixpoint::append_facts(MeasureId measure, FactTable& facts) const {
  const Head& from = *head(measure);
  Fact fact;
  fact.key.resize(from.axes);
  fact.kind = Kind::derived;
  if (!from.keeps_extreme) {
    for (std::size_t row = 0; row < from.derived.size(); ++row) {
      for (std::size_t axis = 0; axis < from.axes; ++axis) fact.key[axis] = from.derived.keys(axis)[row];
      fact.value = from.derived.values()[row];
      fact.source = from.derived.source(row);
      fact.date = from.derived.date(row);
      facts.append(fact);
    }
    return;
  }
  from.values.rows().each_row([&](std::span<const Code> row) {
    const std::uint32_t cell = from.values.find(row);
    if (from.given_by[cell] == Head::no_rule) return;
    fact.key.assign(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(from.axes));
    fact.value = from.values.range(cell);
    fact.date = from.values.date(cell);
    fact.source = from.rules[from.given_by[cell]]->source;
    facts.append(fact);
  });
}

std::optional<std::size_t> Fixpoint::round_of(MeasureId measure, std::span<const Code> key) const {
  const Head* from = head(measure);
  if (!from || !from->all.rows().contains(key)) return std::nullopt;
  for (std::size_t round = from->rounds.size(); round-- > 0;)
    if (from->rounds[round].contains(key)) return round + 1;
  return 0;
}

std::size_t Fixpoint::bytes() const {
  std::size_t total = 0;
  for (const auto& head : heads_) {
    total += head->all.bytes() + head->stated.bytes();
    for (const Trie& rows : head->of_rule) total += rows.bytes();
  }
  return total;
}

}  // namespace reckon::engine

// Day by day: the rows of that day, and all that follow from them and from earlier ones, so that each row is found
// once, on its first day.
#include "engine/exec/rules/row_dates.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "engine/exec/reconcile.hpp"
#include "engine/exec/rules/fixpoint.hpp"
#include "engine/exec/rules/rule_reach.hpp"

namespace reckon::engine {
namespace {

// Of the rules with bodies of a head.
std::set<SourceId> sources_of_bodies(const Program& program, MeasureId head) {
  std::set<SourceId> sources;
  for (const auto& rule : program.rules)
    if (rule->head == head && rule->body && !rule->is_default) sources.insert(rule->source);
  return sources;
}

class RowDates {
 public:
  RowDates(Universe& universe, MeasureId relation);

  // Adds the derived rows of the relation to its stated facts.
  void append(MeasureId relation, const DerivedRows&, FactTable&) const;
  // The day since when a row is known by rules.
  Day of(MeasureId relation, std::span<const Code> row) const;

 private:
  // The rows of a relation or cells of a measure that are known by the day at hand.
  struct Known {
    explicit Known(std::size_t axes)
        : stated(stored_width(axes)),
          all(axes),
          fresh(std::make_unique<StoredRelation>(axes)),
          next(stored_width(axes)) {}
    Trie stated;  // what facts give, which have dates of their own
    StoredRelation all;
    std::unique_ptr<StoredRelation> fresh;  // those that the last round found
    Trie next;                              // those that this round finds
    std::map<Day, Trie> waiting;            // those that facts, or a later cell behind them, give on a day to come
    std::map<Day, Trie> found;              // of the group: those that rules give first on a day
  };
  class Sink;

  void read(MeasureId);
  void read_cells(MeasureId, const FactTable&, const CellTable&);
  void wait(MeasureId, Day, std::span<const Code> key);
  void run();
  void run_rule(const Rule&, std::size_t atom);
  bool finish_round();
  bool in_group(MeasureId id) const { return std::binary_search(group_.begin(), group_.end(), id); }

  Universe& universe_;
  const Program& program_;
  std::vector<MeasureId> group_;  // derived together, ascending
  Fixpoint finished_;             // derives nothing: reads cells
  FormulaValues formulas_;
  std::map<MeasureId, Known> known_;
  Day day_ = no_code;
};

class RowDates::Sink : public JoinSink {
 public:
  Sink(RowDates& dates, const Rule& rule) : dates_(dates), rule_(rule) {}
  bool row(std::span<const Code> variables, std::span<const Value> cells) override {
    key_.clear();
    for (const Term& term : rule_.body->head)
      key_.push_back(term.what == Term::What::member ? term.code : variables[term.variable]);
    if (key_.empty()) key_.push_back(0);
    Known& head = dates_.known_.at(rule_.head);
    if (head.all.rows().contains(key_) || head.stated.contains(key_)) return true;
    Day day = dates_.day_;
    for (const Value& cell : cells)
      if (!cell.is_missing()) day = std::max(day, cell.date);
    if (day == dates_.day_)
      head.next.insert(key_);
    else
      dates_.wait(rule_.head, day, key_);
    return true;
  }

 private:
  RowDates& dates_;
  const Rule& rule_;
  std::vector<Code> key_;
};

RowDates::RowDates(Universe& universe, MeasureId relation)
    : universe_(universe), program_(universe.program()), finished_(universe, {}), formulas_(universe) {
  group_.push_back(relation);
  for (const MeasureId other : reached(program_, relation))
    if (other != relation && reads(program_, other, relation)) group_.push_back(other);
  std::sort(group_.begin(), group_.end());
  for (const MeasureId measure : group_) read(measure);
  for (const auto& rule : program_.rules) {
    if (!in_group(rule->head) || !rule->body || rule->is_default) continue;
    for (const BodyAtom& atom : rule->body->atoms)
      if (atom.use == BodyAtom::Use::binds && atom.aggregate < 0) read(atom.measure);
  }
  run();
}

void RowDates::read(MeasureId measure) {
  const auto [at, fresh] = known_.try_emplace(measure, program_.catalog->measure(measure).axes.size());
  if (!fresh) return;
  if (!in_group(measure)) {
    const auto made = universe_.cells(measure);
    return read_cells(measure, *made->facts, made->cells);
  }
  // Of the group what facts and expressions give; the rules with bodies come later.
  const auto rows = universe_.rows(measure);
  const std::shared_ptr<const FactTable> facts = rows ? rows->facts : universe_.cells(measure)->facts;
  const auto by_body = sources_of_bodies(program_, measure);
  std::vector<std::uint32_t> stated;
  for (std::uint32_t row = 0; row < facts->size(); ++row)
    if (!by_body.contains(facts->source(row))) stated.push_back(row);
  read_cells(measure, *facts,
             reconcile(*program_.catalog, measure, *facts,
                       {program_.policy_of(measure), universe_.as_of(), &stated, nullptr, false}));
}

// A row is known since the first that states it; a value is what all of its facts say together.
void RowDates::read_cells(MeasureId measure, const FactTable& facts, const CellTable& cells) {
  const bool is_relation = program_.catalog->measure(measure).is_relation;
  std::vector<Code> key;
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    key.clear();
    for (const auto& codes : cells.keys) key.push_back(codes[cell]);
    if (key.empty()) key.push_back(0);
    Day day = cells.date(cell);
    if (is_relation)
      for (const std::uint32_t row : cells.facts(cell)) day = std::min(day, facts.date(row));
    known_.at(measure).stated.insert(key);
    wait(measure, day, key);
  }
}

void RowDates::wait(MeasureId measure, Day day, std::span<const Code> key) {
  known_.at(measure).waiting.try_emplace(day, Trie(key.size())).first->second.insert(key);
}

void RowDates::run() {
  for (;;) {
    std::optional<Day> first;
    for (const auto& [measure, known] : known_)
      if (!known.waiting.empty())
        first = std::min(first.value_or(FactTable::end_of_time), known.waiting.begin()->first);
    if (!first) return;
    day_ = *first;
    for (auto& [measure, known] : known_) {
      if (known.waiting.empty() || known.waiting.begin()->first != day_) continue;
      known.waiting.begin()->second.each_row([&, &known = known](std::span<const Code> row) {
        if (!known.all.rows().contains(row)) known.next.insert(row);
      });
      known.waiting.erase(known.waiting.begin());
    }
    while (finish_round())
      for (const auto& rule : program_.rules) {
        if (!in_group(rule->head) || !rule->body || rule->is_default) continue;
        for (std::size_t i = 0; i < rule->body->atoms.size(); ++i) {
          const BodyAtom& atom = rule->body->atoms[i];
          if (atom.use == BodyAtom::Use::binds && atom.aggregate < 0 && !known_.at(atom.measure).fresh->rows().empty())
            run_rule(*rule, i);
        }
      }
  }
}

// What the round found is fresh in the next.
bool RowDates::finish_round() {
  bool any = false;
  for (auto& [measure, known] : known_) {
    const std::size_t width = known.all.rows().width();
    any = any || !known.next.empty();
    known.all.merge(known.next);
    if (in_group(measure)) known.found.try_emplace(day_, Trie(width)).first->second.merge(known.next);
    known.fresh = std::make_unique<StoredRelation>(width);
    known.fresh->edit_rows() = std::move(known.next);
    known.next = Trie(width);
  }
  return any;
}

void RowDates::run_rule(const Rule& rule, std::size_t atom) {
  const Body& body = *rule.body;
  const JoinPlan plan = plan_join(body, {atom, false, {}, std::vector<std::uint64_t>(body.atoms.size(), 1000), false});
  JoinInputs reads = finished_.inputs(plan);
  for (std::size_t s = 0; s < plan.sources.size(); ++s) {
    const BodyAtom& read = body.atoms[plan.sources[s].atom];
    if (read.aggregate >= 0) continue;
    Known& known = known_.at(read.measure);
    reads.sources[s] = {&(plan.sources[s].only_new ? *known.fresh : known.all).by(plan.sources[s].order), nullptr};
  }
  Sink sink(*this, rule);
  Join(*program_.catalog, plan, std::move(reads), formulas_, sink).run();
}

void RowDates::append(MeasureId relation, const DerivedRows& rows, FactTable& facts) const {
  const Known& known = known_.at(relation);
  const auto append = [&](std::span<const Code> row, Day day) {
    if (!rows.stated.contains(row)) append_fact(rows, row, day, facts);
  };
  for (const auto& [day, found] : known.found)
    found.each_row([&, day = day](std::span<const Code> row) { append(row, day); });
  rows.rows.each_row([&](std::span<const Code> row) {
    if (!known.all.rows().contains(row)) append(row, no_code);
  });
}

Day RowDates::of(MeasureId relation, std::span<const Code> row) const {
  for (const auto& [day, found] : known_.at(relation).found)
    if (found.contains(row)) return day;
  return no_code;
}

// Whether some fact behind the relation has a date.
bool is_dated(const Program& program, MeasureId relation) {
  auto behind = reached(program, relation);
  behind.push_back(relation);
  return std::any_of(behind.begin(), behind.end(),
                     [&](MeasureId measure) { return !program.facts[measure]->all_stand(no_code); });
}

}  // namespace

std::shared_ptr<const MeasureCells> dated_cells(Universe& universe, MeasureId relation, const DerivedRows& rows) {
  const Program& program = universe.program();
  if (!is_dated(program, relation)) return nullptr;
  const RowDates dates(universe, relation);
  auto facts = std::make_shared<FactTable>(*rows.facts);
  dates.append(relation, rows, *facts);
  universe.meter().charge(facts->size());
  auto made = std::make_shared<MeasureCells>();
  made->cells = reconcile(*program.catalog, relation, *facts,
                          {program.policy_of(relation), universe.as_of(), nullptr, nullptr, false});
  made->facts = std::move(facts);
  return made;
}

std::shared_ptr<FactTable> dated_facts(Universe& universe, MeasureId relation, const FactTable& facts) {
  const Program& program = universe.program();
  if (!is_dated(program, relation)) return nullptr;
  const RowDates dates(universe, relation);
  const auto by_body = sources_of_bodies(program, relation);
  auto dated = std::make_shared<FactTable>(*program.facts[relation]);
  std::vector<Code> row;
  for (std::size_t number = dated->size(); number < facts.size(); ++number) {
    Fact fact;
    for (std::size_t axis = 0; axis < facts.axes(); ++axis) fact.key.push_back(facts.keys(axis)[number]);
    fact.kind = facts.kind(number);
    fact.source = facts.source(number);
    row = fact.key;
    if (row.empty()) row.push_back(0);
    fact.date = by_body.contains(fact.source) ? dates.of(relation, row) : facts.date(number);
    dated->append(fact);
  }
  return dated;
}

}  // namespace reckon::engine

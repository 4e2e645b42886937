// What a stratum of points is, and its rounds.
#include "engine/exec/rules/point_fixpoint.hpp"

#include <algorithm>

#include "engine/exec/rules/point_parts.hpp"
#include "engine/model/problems.hpp"

namespace reckon::engine {
namespace {

constexpr std::size_t no_atom = static_cast<std::size_t>(-1);

// Plain points without dates, so that a value says all of its cell.
bool holds_points(const CellTable& cells) {
  return cells.values.all_points() && cells.values.all_bounded() && cells.values.low().is_scaled() &&
         cells.dates.empty();
}

bool reads(const Formula& formula, std::size_t atom) {
  return std::any_of(formula.nodes.begin(), formula.nodes.end(), [&](const FormulaNode& node) {
    return node.what == FormulaNode::What::cell && node.atom == atom;
  });
}

}  // namespace

PointFixpoint::PointFixpoint(Universe& universe)
    : universe_(universe),
      program_(universe.program()),
      catalog_(*program_.catalog),
      formulas_(universe),
      work_(universe) {}
PointFixpoint::~PointFixpoint() = default;

std::unique_ptr<PointFixpoint> PointFixpoint::of(Universe& universe, const std::vector<FixpointStart>& starts) {
  std::unique_ptr<PointFixpoint> made(new PointFixpoint(universe));
  if (!made->take_heads(starts) || !made->take_rules() || !made->make_points()) return nullptr;
  return made;
}

bool PointFixpoint::take_scale(const CellTable& cells) {
  if (!holds_points(cells)) return false;
  scale_ = std::max(scale_, cells.values.low().scale());
  return true;
}

bool PointFixpoint::take_heads(const std::vector<FixpointStart>& starts) {
  for (const FixpointStart& start : starts) {
    const PolicyKind policy = program_.policy_of(start.measure).kind;
    const bool is_least = policy == PolicyKind::least;
    const Measure& declared = catalog_.measure(start.measure);
    if (declared.is_relation || (!is_least && policy != PolicyKind::greatest) || !start.assumed.empty()) return false;
    if (!take_scale(*start.cells)) return false;
    heads_.push_back(std::make_unique<Head>(catalog_, start, is_least));
    profile_.group.push_back(start.measure);
  }
  return !heads_.empty();
}

bool PointFixpoint::take_rules() {
  for (const auto& head : heads_)
    for (const auto& rule : program_.rules) {
      if (rule->head != head->measure || !rule->body || rule->is_default) continue;
      if (!can_take(*rule) || head->rules.size() + 1 >= by_no_rule) return false;
      head->rules.push_back(rule.get());
    }
  return true;
}

bool PointFixpoint::can_take(const Rule& rule) {
  const Body& body = *rule.body;
  const auto scale = PointFormula::scale_of(body.value);
  if (!scale || !body.aggregates.empty()) return false;
  scale_ = std::max(scale_, *scale);
  for (std::size_t i = 0; i < body.atoms.size(); ++i) {
    const BodyAtom& atom = body.atoms[i];
    const bool in_condition =
        std::any_of(body.conditions.begin(), body.conditions.end(), [&](const Formula& c) { return reads(c, i); });
    if (catalog_.measure(atom.measure).is_relation) continue;
    if (head(atom.measure)) {
      if (in_condition || atom.use != BodyAtom::Use::binds) return false;
      continue;
    }
    if (!take_scale(universe_.cells(atom.measure)->cells)) return false;
    Table& made = table(atom.measure);
    if (in_condition && !made.values) made.values.emplace(made.cells->cells, atom.terms.size());
  }
  return true;
}

// The values of what is read and of what is there already, once the scale is known.
bool PointFixpoint::make_points() {
  for (const auto& [measure, table] : tables_) {
    if (!table->cells) continue;
    table->points = PointTable::of(table->cells->cells, table->rows->rows(), scale_);
    if (!table->points) return false;
  }
  for (const auto& head : heads_) {
    for (const Rule* rule : head->rules) {
      head->formulas.push_back(PointFormula::of(rule->body->value, scale_));
      if (!head->formulas.back()) return false;
    }
    const auto values = PointTable::of(head->stated, head->all.rows(), scale_);
    if (!values) return false;
    head->all.rows().each_leaf([&](std::span<const Code> prefix, Trie::Node) {
      const LeastPoints::Node row = head->values.node(prefix);
      values->row(prefix).each([&](Code code, std::int64_t value) {
        head->values.lower(row, code, head->least ? value : -value, by_no_rule);
      });
    });
    head->values.settle();
  }
  return true;
}

PointFixpoint::Head* PointFixpoint::head(MeasureId measure) const {
  for (const auto& head : heads_)
    if (head->measure == measure) return head.get();
  return nullptr;
}

PointFixpoint::Table& PointFixpoint::table(MeasureId measure) {
  auto& made = tables_[measure];
  if (made) return *made;
  made = std::make_unique<Table>(Table{universe_.stored(measure)});
  if (!catalog_.measure(measure).is_relation) made->cells = universe_.cells(measure);
  return *made;
}

bool PointFixpoint::run() {
  try {
    if (goes_by_leaf()) {
      run_by_leaf();
      return true;
    }
    bool first = true;
    while (run_round(first)) {
      first = false;
      check_rounds();
    }
  } catch (const PointOverflow&) { return false; }
  return true;
}

bool PointFixpoint::run_round(bool first) {
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
        const Head* read = atoms[i].use == BodyAtom::Use::binds ? this->head(atoms[i].measure) : nullptr;
        if (read && read->fresh && !read->fresh->rows().empty()) run_rule(*head, rule, i);
      }
    }
  std::uint64_t rows = 0;
  bool new_cell = false;
  for (const auto& head : heads_) {
    rows += finish_round(*head);
    new_cell = new_cell || head->values.cells() > head->cells_before;
    head->cells_before = head->values.cells();
  }
  quiet_rounds_ = new_cell ? 0 : quiet_rounds_ + 1;
  profile_.rounds.push_back(timer.round(rows));
  return rows > 0;
}

std::uint64_t PointFixpoint::finish_round(Head& head) {
  head.values.settle();
  if (head.declared.domain) check_domain(head);
  const std::uint64_t rows = head.next.rows();
  head.all.merge(head.next);
  auto fresh = std::make_unique<StoredRelation>(head.axes);
  fresh->edit_rows() = std::move(head.next);
  head.fresh = std::move(fresh);
  head.next = Trie(stored_width(head.axes));
  return rows;
}

void PointFixpoint::check_domain(const Head& head) const {
  head.next.each_row([&](std::span<const Code> key) {
    const std::int64_t value = head.values.value(key);
    const Number point = Number::decimal(head.least ? value : -value, scale_);
    if (head.declared.domain->contains(point)) return;
    throw outside_domain(head.declared, point);
  });
}

// A least path visits each cell once; values that change for longer than that get smaller for ever.
bool PointFixpoint::is_endless() const {
  std::uint64_t cells = 0;
  for (const auto& head : heads_) cells += head->values.cells();
  return quiet_rounds_ > cells + 1;
}

void PointFixpoint::check_rounds() const {
  if (!is_endless()) return;
  for (const auto& head : heads_)
    head->fresh->rows().each_row([&](std::span<const Code> key) {
      throw endless_rule(catalog_, *head->rules[head->values.by(key)], key, head->least);
    });
}

StoredRelation& PointFixpoint::rows_of(const BodyAtom& atom, bool only_new) {
  if (Head* own = head(atom.measure)) return only_new ? *own->fresh : own->all;
  return *table(atom.measure).rows;
}

JoinInputs PointFixpoint::inputs(const Head& own, std::size_t rule, const JoinPlan& plan) {
  JoinInputs reads;
  const Body& body = *plan.body;
  for (const JoinSource& source : plan.sources)
    if (const BodyAtom& atom = body.atoms[source.atom]; source.by_leaf)
      reads.sources.push_back({nullptr, &head(atom.measure)->chosen});
    else
      reads.sources.push_back({&rows_of(atom, source.only_new).by(source.order), nullptr});
  for (const JoinSource& source : plan.absent)
    reads.absent.push_back(&rows_of(body.atoms[source.atom], false).by(source.order));
  for (const BodyAtom& atom : body.atoms) {
    const Head* of = head(atom.measure);
    const Table* table = of ? nullptr : &this->table(atom.measure);
    reads.values.push_back(table && table->values ? &*table->values : nullptr);
    if (of)
      reads.points.push_back({nullptr, &of->values, !of->least});
    else
      reads.points.push_back({table->points.get(), nullptr, false});
  }
  reads.formula = own.formulas[rule].get();
  return reads;
}

const JoinPlan& PointFixpoint::plan_of(const Rule& rule, std::optional<std::size_t> only_new, bool by_leaf) {
  const auto [known, fresh] = plans_.try_emplace({&rule, only_new ? *only_new : no_atom});
  if (fresh) {
    std::vector<std::uint64_t> sizes;
    for (const BodyAtom& atom : rule.body->atoms)
      sizes.push_back(atom.use == BodyAtom::Use::binds ? rows_of(atom, false).rows().rows() : 0);
    known->second = plan_join(*rule.body, {only_new, by_leaf, {}, std::move(sizes)});
    describe_join(catalog_, rule, known->second, profile_);
  }
  return known->second;
}

void PointFixpoint::run_rule(Head& head, std::size_t number, std::optional<std::size_t> only_new) {
  const JoinPlan& plan = plan_of(*head.rules[number], only_new, false);
  Sink sink(work_, head, number);
  Join(catalog_, plan, inputs(head, number, plan), formulas_, sink).run();
}

void PointFixpoint::append_facts(MeasureId measure, FactTable& facts) const {
  const Head& from = *head(measure);
  Fact fact;
  fact.key.resize(from.axes);
  fact.kind = Kind::derived;
  from.values.each([&](std::span<const Code> prefix, Code code, std::int64_t value, std::uint8_t by) {
    if (by == by_no_rule) return;
    if (from.axes > 0) {
      std::copy(prefix.begin(), prefix.end(), fact.key.begin());
      fact.key.back() = code;
    }
    fact.value = Number::decimal(from.least ? value : -value, scale_);
    fact.source = from.rules[by]->source;
    facts.append(fact);
  });
}

std::size_t PointFixpoint::bytes() const {
  std::size_t total = 0;
  for (const auto& head : heads_) total += head->all.bytes() + head->values.bytes();
  return total;
}

}  // namespace reckon::engine

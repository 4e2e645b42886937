// Rounds over the coordinates without a figure that the round before found.
#include "engine/exec/rules/unknown_pass.hpp"

#include <algorithm>

#include "engine/exec/rules/proof_words.hpp"

namespace reckon::engine {
namespace {

constexpr std::uint64_t bytes_of_gap = 200;

bool reads_cell(const Formula& formula) {
  return std::any_of(formula.nodes.begin(), formula.nodes.end(),
                     [](const FormulaNode& node) { return node.what == FormulaNode::What::cell; });
}

std::vector<Code> key_of(const std::vector<Term>& terms, std::size_t count, std::span<const Code> variables) {
  std::vector<Code> key;
  for (std::size_t i = 0; i < count; ++i)
    key.push_back(terms[i].what == Term::What::member ? terms[i].code : variables[terms[i].variable]);
  if (key.empty()) key.push_back(0);
  return key;
}

}  // namespace

// Takes the bindings whose conditions hold, or fail for want of a figure alone.
class UnknownPass::Sink : public JoinSink {
 public:
  Sink(UnknownPass& pass, const Body& body, const std::vector<Formula>& conditions, std::vector<Gaps*> gaps,
       std::size_t atom, const Found& found)
      : pass_(pass), body_(body), conditions_(conditions), gaps_(std::move(gaps)), atom_(atom), found_(found) {}

  bool row(std::span<const Code> variables, std::span<const Value> cells) override {
    for (const Formula& condition : conditions_)
      if (!pass_.formulas_.is_certain(condition, variables, cells) && !lacks_figure(condition, variables)) return true;
    found_(variables, *origin(atom_, variables));
    return true;
  }

 private:
  const Origin* origin(std::size_t atom, std::span<const Code> variables) const {
    if (!gaps_[atom] || has_any(body_.atoms[atom])) return nullptr;
    const auto found = gaps_[atom]->origins.find(atom_key(body_.atoms[atom], variables));
    return found == gaps_[atom]->origins.end() ? nullptr : &found->second;
  }
  bool lacks_figure(const Formula& condition, std::span<const Code> variables) const {
    return std::any_of(condition.nodes.begin(), condition.nodes.end(), [&](const FormulaNode& node) {
      return node.what == FormulaNode::What::cell && origin(node.atom, variables) != nullptr;
    });
  }

  UnknownPass& pass_;
  const Body& body_;
  const std::vector<Formula>& conditions_;
  std::vector<Gaps*> gaps_;  // by atom
  std::size_t atom_;
  const Found& found_;
};

bool UnknownPass::reads_unknown(Universe& universe, const Rule& rule, std::span<const MeasureId> but) {
  return std::any_of(rule.reads.begin(), rule.reads.end(), [&](MeasureId read) {
    if (std::find(but.begin(), but.end(), read) != but.end()) return false;
    return !universe.rows(read) && !universe.cells(read)->cells.unknown_rows.empty();
  });
}

std::unique_ptr<UnknownPass::Gaps> UnknownPass::gaps_of(MeasureId measure) {
  if (universe_.rows(measure)) return nullptr;
  const auto made = universe_.cells(measure);
  const CellTable& cells = made->cells;
  const std::size_t axes = universe_.program().catalog->measure(measure).axes.size();
  auto gaps = std::make_unique<Gaps>(axes);
  for (std::size_t row = 0; row < cells.unknown_rows.size(); ++row) {
    std::vector<Code> key;
    for (const auto& codes : cells.unknown_keys) key.push_back(codes[row]);
    if (key.empty()) key.push_back(0);
    gaps->next.insert(key);
    const std::uint32_t fact = cells.unknown_rows[row];
    gaps->origins.emplace(std::move(key), Origin{made->facts->source(fact), made->facts->date(fact)});
  }
  gaps->all.merge(StoredRelation(cells, axes).rows());
  return gaps;
}

// An aggregate has no figure where nothing that it is made of has one.
std::unique_ptr<UnknownPass::Gaps> UnknownPass::gaps_of(const BodyAggregate& what, const BodyAtom& atom,
                                                        const Body& body) {
  const Trie& known = known_.rows_of(atom, body).rows();
  auto gaps = std::make_unique<Gaps>(what.keys);
  each_binding(what.body, [&](std::span<const Code> variables, const Origin& origin) {
    auto key = key_of(what.body.head, what.keys, variables);
    if (known.contains(key)) return;
    gaps->next.insert(key);
    gaps->origins.emplace(std::move(key), origin);
  });
  gaps->all.merge(known);
  return gaps;
}

UnknownPass::Gaps* UnknownPass::gaps_of(const BodyAtom& atom, const Body& body) {
  std::unique_ptr<Gaps>* made = nullptr;
  if (atom.aggregate >= 0) {
    const BodyAggregate& what = *body.aggregates[static_cast<std::size_t>(atom.aggregate)];
    if (const auto known = of_aggregate_.find(&what); known != of_aggregate_.end()) return known->second.get();
    auto gaps = gaps_of(what, atom, body);
    made = &(of_aggregate_[&what] = std::move(gaps));
  } else {
    if (const auto known = of_measure_.find(atom.measure); known != of_measure_.end()) return known->second.get();
    made = &(of_measure_[atom.measure] = gaps_of(atom.measure));
  }
  if (!*made) return nullptr;
  (*made)->fresh->edit_rows() = std::move((*made)->next);
  (*made)->next = Trie((*made)->all.rows().width());
  (*made)->all.merge((*made)->fresh->rows());
  return made->get();
}

void UnknownPass::bindings(const Body& written, std::size_t atom, const Found& found) {
  Body body = written;
  BodyAtom& at_gap = body.atoms[atom];
  at_gap.use = BodyAtom::Use::binds;
  for (std::size_t i = 0; i < at_gap.terms.size(); ++i) {
    if (at_gap.terms[i].what != Term::What::any) continue;
    at_gap.terms[i] = {Term::What::variable, no_code, static_cast<Variable>(body.variables.size())};
    body.variables.push_back({"_", universe_.program().catalog->measure(at_gap.measure).axes[i].dimension});
  }
  std::vector<Formula> conditions;
  for (Formula& condition : body.conditions)
    if (reads_cell(condition)) conditions.push_back(condition);
  std::erase_if(body.conditions, reads_cell);
  body.value = {};
  // The few fresh coordinates come first.
  const JoinPlan plan = plan_join(body, {atom, false, {}, std::vector<std::uint64_t>(body.atoms.size(), 1000), false});
  JoinInputs reads = known_.inputs(plan);
  std::vector<Gaps*> gaps;
  for (const BodyAtom& read : written.atoms)
    gaps.push_back(read.use == BodyAtom::Use::absent ? nullptr : gaps_of(read, written));
  for (std::size_t s = 0; s < plan.sources.size(); ++s)
    if (Gaps* of = gaps[plan.sources[s].atom])
      reads.sources[s] = {&(plan.sources[s].only_new ? *of->fresh : of->all).by(plan.sources[s].order), nullptr};
  Sink sink(*this, body, conditions, std::move(gaps), atom, found);
  Join(*universe_.program().catalog, plan, std::move(reads), formulas_, sink).run();
}

void UnknownPass::each_binding(const Body& body, const Found& found) {
  for (std::size_t i = 0; i < body.atoms.size(); ++i) {
    if (body.atoms[i].use == BodyAtom::Use::absent) continue;
    if (const Gaps* gaps = gaps_of(body.atoms[i], body); gaps && !gaps->fresh->rows().empty()) bindings(body, i, found);
  }
}

// What the round found is fresh in the next.
bool UnknownPass::finish_round() {
  bool any = false;
  const auto turn = [&](auto& all_gaps) {
    for (auto& [of, gaps] : all_gaps) {
      if (!gaps) continue;
      const std::size_t width = gaps->all.rows().width();
      gaps->all.merge(gaps->next);
      any = any || !gaps->next.empty();
      gaps->fresh = std::make_unique<StoredRelation>(width);
      gaps->fresh->edit_rows() = std::move(gaps->next);
      gaps->next = Trie(width);
    }
  };
  turn(of_measure_);
  turn(of_aggregate_);
  return any;
}

std::vector<std::pair<MeasureId, Fact>> UnknownPass::run(std::span<const Rule* const> rules,
                                                         const IsStated& is_stated) {
  std::map<std::pair<MeasureId, std::vector<Code>>, Origin> found;
  for (const Rule* rule : rules)
    for (const BodyAtom& atom : rule->body->atoms)
      if (atom.use != BodyAtom::Use::absent) gaps_of(atom, *rule->body);
  do {
    for (const Rule* rule : rules)
      each_binding(*rule->body, [&](std::span<const Code> variables, const Origin& origin) {
        auto key = key_of(rule->body->head, rule->body->head.size(), variables);
        const auto place = std::span<const Code>(key).first(rule->body->head.size());
        if (found.contains({rule->head, key}) || is_stated(rule->head, place)) return;
        found.emplace(std::pair(rule->head, key), origin);
        universe_.meter().hold(bytes_of_gap);
        const auto own = of_measure_.find(rule->head);
        if (own == of_measure_.end() || !own->second || !own->second->origins.emplace(key, origin).second) return;
        own->second->next.insert(key);
      });
  } while (finish_round());
  std::vector<std::pair<MeasureId, Fact>> facts;
  for (auto& [place, origin] : found) {
    Fact fact;
    const std::size_t axes = universe_.program().catalog->measure(place.first).axes.size();
    fact.key.assign(place.second.begin(), place.second.begin() + static_cast<std::ptrdiff_t>(axes));
    fact.kind = Kind::derived;
    fact.source = origin.source;
    fact.date = origin.date;
    fact.unknown = true;
    facts.emplace_back(place.first, std::move(fact));
  }
  return facts;
}

}  // namespace reckon::engine

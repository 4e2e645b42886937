// The loops of a join: candidates of a variable are the words that all its tries share.
#include "engine/exec/rules/join.hpp"

#include <array>

namespace reckon::engine {

Join::Join(const Catalog& catalog, const JoinPlan& plan, JoinInputs inputs, FormulaValues& formulas, JoinSink& sink)
    : catalog_(catalog),
      plan_(plan),
      body_(*plan.body),
      inputs_(std::move(inputs)),
      formulas_(formulas),
      sink_(sink),
      variables_(body_.variables.size(), no_code),
      cells_(body_.atoms.size(), formulas.absent()) {
  if (inputs_.formula) points_.assign(body_.atoms.size(), no_point);
  for (const JoinSource& source : plan.sources) nodes_.emplace_back(source.order.size(), Trie::root);
}

bool Join::run(std::span<const Code> given) {
  std::copy(given.begin(), given.end(), variables_.begin());
  for (const Trie* trie : inputs_.sources)
    if (trie->empty()) return true;
  if (!fixed_levels()) return true;
  const JoinStep& first = plan_.steps.front();
  for (const TrieLevel& level : first.levels)
    if (!enter(level, variables_[plan_.sources[level.source].terms[level.level].variable])) return true;
  return !holds(first) || step(1);
}

// Goes down the members that atoms name.
bool Join::fixed_levels() {
  for (std::size_t s = 0; s < plan_.sources.size(); ++s)
    for (std::size_t level = 0; level < plan_.sources[s].fixed; ++level)
      if (!enter({s, level, false}, plan_.sources[s].terms[level].code)) return false;
  return true;
}

bool Join::enter(const TrieLevel& at, Code code) {
  const Trie& trie = *inputs_.sources[at.source];
  const Trie::Node node = nodes_[at.source][at.level];
  if (!trie.row(node).contains(code)) return false;
  if (at.level + 1 < trie.width() && at.level + 1 < plan_.sources[at.source].used)
    nodes_[at.source][at.level + 1] = trie.child(node, code);
  return true;
}

bool Join::step(std::size_t number) {
  if (number == plan_.steps.size()) return finish();
  const JoinStep& step = plan_.steps[number];
  if (step.computed_by >= 0) {
    const BodyStep& computed = body_.steps[static_cast<std::size_t>(step.computed_by)];
    const Code code = step.forward ? step_forward(catalog_, body_, computed, variables_[computed.from])
                                   : step_back(catalog_, body_, computed, variables_[computed.to]);
    return code == no_code || with_code(number, code);
  }
  if (plan_.in_words && number + 1 == plan_.steps.size()) return words(step);
  if (plan_.in_points && inputs_.formula && number + 1 == plan_.steps.size()) return points(step);
  const BitRow* fewest = nullptr;
  for (const TrieLevel& level : step.levels)
    if (!level.again && (!fewest || candidates(level).words() < fewest->words())) fewest = &candidates(level);
  bool go_on = true;
  fewest->each_word([&](std::int32_t index, std::uint64_t word) {
    for (const TrieLevel& level : step.levels)
      if (!level.again) word &= candidates(level).word(index);
    formulas_.meter().charge(1 + static_cast<std::uint64_t>(std::popcount(word)));
    for (; word != 0 && go_on; word &= word - 1)
      go_on = with_code(number, static_cast<Code>(index * 64 + std::countr_zero(word)));
  });
  return go_on;
}

bool Join::with_code(std::size_t number, Code code) {
  const JoinStep& at = plan_.steps[number];
  variables_[at.variable] = code;
  for (const TrieLevel& level : at.levels)
    if (!enter(level, code)) return true;
  return !holds(at) || step(number + 1);
}

bool Join::finish() {
  if (!inputs_.formula) return sink_.row(variables_, cells_);
  const std::int64_t value = (*inputs_.formula)(points_);
  if (value == no_point) return true;
  const Term last = body_.head.empty() ? Term{Term::What::member, 0, 0} : body_.head.back();
  const CodePoint found{last.what == Term::What::member ? last.code : variables_[last.variable], value};
  sink_.points(variables_, std::span(&found, 1));
  return true;
}

const BitRow& Join::fewest(const JoinStep& step) const {
  const BitRow* fewest = nullptr;
  for (const TrieLevel& level : step.levels)
    if (!fewest || candidates(level).words() < fewest->words()) fewest = &candidates(level);
  return *fewest;
}

bool Join::words(const JoinStep& last) {
  std::vector<const BitRow*> excluded;
  for (const std::size_t number : last.absent) {
    const Trie& trie = *inputs_.absent[number];
    Trie::Node node = Trie::root;
    const auto& terms = plan_.absent[number].terms;
    for (std::size_t level = 0; level + 1 < terms.size() && node != Trie::none; ++level)
      node = trie.child(
          node, terms[level].what == Term::What::member ? terms[level].code : variables_[terms[level].variable]);
    if (node != Trie::none) excluded.push_back(&trie.row(node));
  }
  batch_.clear();
  const BitRow& narrowest = fewest(last);
  formulas_.meter().charge(narrowest.words());
  narrowest.each_word([&](std::int32_t index, std::uint64_t word) {
    for (const TrieLevel& level : last.levels) word &= candidates(level).word(index);
    for (const BitRow* row : excluded) word &= ~row->word(index);
    if (word != 0) batch_.push_back({index, word});
  });
  if (!batch_.empty()) sink_.words(variables_, batch_);
  return true;
}

bool Join::is_absent(std::size_t number) const {
  const JoinSource& source = plan_.absent[number];
  const Trie& trie = *inputs_.absent[number];
  Trie::Node node = Trie::root;
  if (source.used == 0) return trie.empty();
  for (std::size_t level = 0; level < source.used; ++level) {
    const Term& term = source.terms[level];
    const Code code = term.what == Term::What::member ? term.code : variables_[term.variable];
    if (!trie.row(node).contains(code)) return true;
    if (level + 1 < source.used) node = trie.child(node, code);
  }
  return false;
}

bool Join::holds(const JoinStep& at) {
  for (const std::size_t check : at.checks) {
    const BodyStep& step = body_.steps[check];
    if (step_forward(catalog_, body_, step, variables_[step.from]) != variables_[step.to]) return false;
  }
  for (const std::size_t number : at.absent)
    if (!is_absent(number)) return false;
  for (const std::size_t atom : at.lookups) look_up(atom);
  for (const std::size_t condition : at.conditions)
    if (!formulas_.is_certain(body_.conditions[condition], variables_, cells_)) return false;
  return true;
}

void Join::look_up(std::size_t atom) {
  if (inputs_.formula && inputs_.formula->reads(atom)) points_[atom] = point(atom);
  const CellValues* values = inputs_.values[atom];
  if (!values) return;
  const auto& terms = body_.atoms[atom].terms;
  std::array<Code, 64> key;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (terms[i].what == Term::What::any) return;  // no single cell: its value is asked for by nobody
    key[i] = terms[i].what == Term::What::member ? terms[i].code : variables_[terms[i].variable];
  }
  const std::uint32_t cell = values->find(std::span(key.data(), terms.size()));
  Value& value = cells_[atom];
  if (cell == CellValues::none) {
    value = formulas_.absent();
    return;
  }
  value = Value();
  value.range = values->range(cell);
  value.date = values->date(cell);
}

}  // namespace reckon::engine

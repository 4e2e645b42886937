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
      cells_(body_.atoms.size(), formulas.absent()),
      places_(plan.places),
      collects_rows_(plan.in_words && plan.collect + 1 < plan.spread) {
  if (inputs_.formula) points_.assign(body_.atoms.size(), no_point);
  if (inputs_.formula && plan.in_points) plan_points();
  for (const JoinStep& step : plan.steps) {
    auto& asked = lookups_.emplace_back(step.lookups);
    std::erase_if(asked, [&](std::size_t atom) {
      return !inputs_.values[atom] && !(inputs_.formula && inputs_.formula->reads(atom));
    });
  }
}

bool Join::run(std::span<const Code> given) {
  std::copy(given.begin(), given.end(), variables_.begin());
  for (std::size_t s = 0; s < inputs_.sources.size(); ++s) {
    const BitRow& root = inputs_.sources[s].root();
    if (root.empty()) return true;
    places_[plan_.sources[s].place] = {Trie::root, &root};
  }
  if (!fixed_levels()) return true;
  const JoinStep& first = plan_.steps.front();
  for (const TrieLevel& level : first.levels)
    if (!enter(level, variables_[plan_.sources[level.source].terms[level.level].variable])) return true;
  return !holds(first) || step(1);
}

// Goes down the members that atoms name.
bool Join::fixed_levels() {
  for (std::size_t s = 0; s < plan_.sources.size(); ++s) {
    const JoinSource& source = plan_.sources[s];
    for (std::size_t level = 0; level < source.fixed; ++level)
      if (!enter({s, level, false, level + 1 < source.used, source.place + level}, source.terms[level].code))
        return false;
  }
  return true;
}

bool Join::enter(const TrieLevel& at, Code code) {
  if (!candidates(at).contains(code)) return false;
  descend(at, code);
  return true;
}

void Join::descend(const TrieLevel& at, Code code) {
  if (!at.deeper) return;
  const Trie& trie = *inputs_.sources[at.source].trie;
  const Trie::Node node = trie.child(places_[at.place].node, code);
  places_[at.place + 1] = {node, &trie.row(node)};
}

bool Join::step(std::size_t number) {
  if (number == plan_.steps.size()) return finish();
  if (plan_.in_words && number == plan_.collect) return collect();
  if (plan_.in_points && inputs_.formula && number + 1 == plan_.steps.size()) return points(plan_.steps[number]);
  return codes(number);
}

// Every code of the step's variable.
bool Join::codes(std::size_t number) {
  const JoinStep& step = plan_.steps[number];
  if (collects_rows_ && number + 1 == plan_.spread) {
    add_words(step);
    return true;
  }
  if (step.computed_by >= 0) {
    const BodyStep& computed = body_.steps[static_cast<std::size_t>(step.computed_by)];
    const Code code = step.forward ? step_forward(catalog_, body_, computed, variables_[computed.from])
                                   : step_back(catalog_, body_, computed, variables_[computed.to]);
    return code == no_code || with_code(number, code, false);
  }
  bool go_on = true;
  fewest(step).each_word([&](std::int32_t index, std::uint64_t word) {
    for (const TrieLevel& level : step.levels)
      if (!level.again) word &= candidates(level).word(index);
    formulas_.meter().charge(1 + static_cast<std::uint64_t>(std::popcount(word)));
    for (; word != 0 && go_on; word &= word - 1)
      go_on = with_code(number, static_cast<Code>(index * 64 + std::countr_zero(word)), true);
  });
  return go_on;
}

// A candidate lies in every level but those where the variable stands again.
bool Join::with_code(std::size_t number, Code code, bool is_candidate) {
  const JoinStep& at = plan_.steps[number];
  variables_[at.variable] = code;
  for (const TrieLevel& level : at.levels)
    if (is_candidate && !level.again)
      descend(level, code);
    else if (!enter(level, code))
      return true;
  return !holds(at) || step(number + 1);
}

bool Join::finish() {
  if (plan_.in_words) {
    sink_.words(variables_, batch_);
    return true;
  }
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
    if (!level.again && (!fewest || candidates(level).words() < fewest->words())) fewest = &candidates(level);
  return *fewest;
}

// The codes of the head's last column, over all that the steps up to `spread` bind; then the rest of the head.
bool Join::collect() {
  batch_.clear();
  if (collects_rows_) {
    collected_.clear();
    codes(plan_.collect);
    collected_.each_word([&](std::int32_t index, std::uint64_t word) { batch_.push_back({index, word}); });
  } else {
    add_words(plan_.steps[plan_.collect]);
  }
  return batch_.empty() || step(plan_.spread);
}

void Join::add_words(const JoinStep& last) {
  excluded_.clear();
  for (const std::size_t number : last.absent) {
    const Trie& trie = *inputs_.absent[number];
    Trie::Node node = Trie::root;
    const auto& terms = plan_.absent[number].terms;
    for (std::size_t level = 0; level + 1 < terms.size() && node != Trie::none; ++level)
      node = trie.child(
          node, terms[level].what == Term::What::member ? terms[level].code : variables_[terms[level].variable]);
    if (node != Trie::none) excluded_.push_back(&trie.row(node));
  }
  const BitRow& narrowest = fewest(last);
  formulas_.meter().charge(narrowest.words());
  narrowest.each_word([&](std::int32_t index, std::uint64_t word) {
    if (last.levels.size() > 1)
      for (const TrieLevel& level : last.levels) word &= candidates(level).word(index);
    for (const BitRow* row : excluded_) word &= ~row->word(index);
    if (word == 0) return;
    if (collects_rows_)
      collected_.insert(index, word);
    else
      batch_.push_back({index, word});
  });
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
  for (const std::size_t atom : lookups_[static_cast<std::size_t>(&at - plan_.steps.data())]) look_up(atom);
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

bool bind_prefix(const Body& body, const BodyAtom& atom, std::span<const Code> prefix, std::vector<Code>& given) {
  given.assign(body.variables.size(), no_code);
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    const Term& term = atom.terms[i];
    if (term.what == Term::What::any) continue;
    if (term.what == Term::What::variable && given[term.variable] == no_code) given[term.variable] = prefix[i];
    if ((term.what == Term::What::member ? term.code : given[term.variable]) != prefix[i]) return false;
  }
  return true;
}

}  // namespace reckon::engine

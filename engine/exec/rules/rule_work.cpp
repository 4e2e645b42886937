// Limits and words of rules.
#include "engine/exec/rules/rule_work.hpp"

#include <algorithm>

#include "engine/model/problems.hpp"

namespace reckon::engine {

std::string rule_name(const Catalog& catalog, const Rule& rule) {
  return "rule " + catalog.source(rule.source).name + (rule.place.empty() ? "" : " (" + rule.place + ')');
}

std::vector<std::size_t> atoms_within(const Rule& rule, const std::vector<MeasureId>& stratum) {
  std::vector<std::size_t> found;
  const auto& atoms = rule.body->atoms;
  for (std::size_t i = 0; i < atoms.size(); ++i)
    if (atoms[i].use == BodyAtom::Use::binds && atoms[i].aggregate < 0 &&
        std::find(stratum.begin(), stratum.end(), atoms[i].measure) != stratum.end())
      found.push_back(i);
  return found;
}

void RuleWork::stop(bool holds) const {
  const std::string who = running_ ? rule_name(*program_.catalog, *running_) : "this";
  if (!holds)
    throw Error(problem::too_many_rows, who + " joins more rows than the limits allow",
                "join its atoms by shared variables, or split it into rules that find less");
  throw Error(problem::too_many_rows, who + " derives more than " + std::to_string(program_.limits.rows) + " rows",
              "narrow its body, or raise the limit");
}

Error endless_rule(const Catalog& catalog, const Rule& rule, std::span<const Code> key, bool least) {
  const Measure& head = catalog.measure(rule.head);
  std::string place;
  for (std::size_t i = 0; i < head.axes.size(); ++i)
    place += (i ? ", " : "") + catalog.dimension(head.axes[i].dimension).text(key[i]);
  return {problem::endless_rule,
          "by " + rule_name(catalog, rule) + ' ' + head.name + '(' + place + ") gets " +
              (least ? "smaller" : "greater") + " for ever",
          least ? "a cycle of its steps has a negative sum: every step must add at least 0"
                : "a cycle of its steps has a positive sum: every step must add at most 0"};
}

Error outside_domain(const Measure& head, const Range& value) {
  return {problem::outside_domain,
          head.name + " would be " + value.text() + " by its rules, outside its domain " + head.domain->text(),
          "widen the measure's domain, or mend the rule or facts behind it"};
}

namespace {

// `tc by b, a`: an order that is kept beside the rows themselves.
void describe_index(const Catalog& catalog, const JoinPlan& plan, const JoinSource& source,
                    std::vector<std::string>& indexes) {
  const BodyAtom& atom = plan.body->atoms[source.atom];
  if (atom.aggregate >= 0 || std::is_sorted(source.order.begin(), source.order.end())) return;
  std::string index = catalog.measure(atom.measure).name + " by";
  for (const std::uint8_t axis : source.order)
    index += (index.back() == 'y' ? " " : ", ") + catalog.measure(atom.measure).axes[axis].name;
  if (std::find(indexes.begin(), indexes.end(), index) == indexes.end()) indexes.push_back(index);
}

// `z by new tc(z, y)`: what is given of new rows that come leaf by leaf; empty where nothing is.
std::string given_by_leaf(const JoinPlan& plan) {
  std::vector<Variable> given;
  const BodyAtom* atom = nullptr;
  for (const JoinSource& source : plan.sources)
    if (source.by_leaf) atom = &plan.body->atoms[source.atom];
  for (std::size_t i = 0; atom && i + 1 < atom->terms.size(); ++i)
    if (atom->terms[i].what == Term::What::variable) given.push_back(atom->terms[i].variable);
  std::string text;
  for (const Variable variable : given) text += (text.empty() ? "" : ", ") + plan.body->variables[variable].name;
  return text.empty() ? text : text + " by new " + atom->text;
}

}  // namespace

void describe_join(const Catalog& catalog, const Rule& rule, const JoinPlan& plan, DerivationProfile& profile) {
  std::string text = given_by_leaf(plan);
  for (std::size_t number = 1; number < plan.steps.size(); ++number) {
    const JoinStep& step = plan.steps[number];
    if (!text.empty()) text += plan.in_words && number == plan.spread ? ", for each " : ", then ";
    text += plan.body->variables[step.variable].name + " by ";
    if (step.computed_by >= 0) {
      text += plan.body->steps[static_cast<std::size_t>(step.computed_by)].text;
      continue;
    }
    for (std::size_t i = 0; i < step.levels.size(); ++i) {
      const JoinSource& source = plan.sources[step.levels[i].source];
      text += (i ? " and " : "") + std::string(source.only_new ? "new " : "") + plan.body->atoms[source.atom].text;
      describe_index(catalog, plan, source, profile.indexes);
    }
  }
  if (plan.in_words) text += " (in words)";
  if (plan.in_points) text += " (in rows)";
  profile.joins.push_back(catalog.source(rule.source).name + ": " + text);
}

}  // namespace reckon::engine

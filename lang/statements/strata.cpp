// Cycles of rules: each use of a measure by a rule is an edge; an edge inside a cycle must be one that may be.
#include "lang/statements/strata.hpp"

#include <algorithm>

namespace reckon::lang {
namespace {

using engine::MeasureId;
using engine::PolicyKind;
using engine::ReadKind;
using engine::Rule;
using engine::RuleRead;

// A use, with the rule that makes it.
struct Edge {
  const Rule* rule;
  const RuleRead* read;
};

class Strata {
 public:
  Strata(const engine::Program& program, const Rule& added)
      : program_(program), catalog_(*program.catalog), added_(added) {
    for (const auto& rule : program.rules) rules_.push_back(rule.get());
    rules_.push_back(&added);
  }

  std::optional<CycleProblem> run() const;
  bool leads_back(MeasureId measure) const { return around_added(true)[measure]; }

 private:
  // By measure, whether the added rule's head reads it, directly or not; or, backward, is read by it. It itself is.
  std::vector<bool> around_added(bool backward) const;
  // The edges of a way from one measure to another, empty where there is none.
  std::vector<Edge> way(MeasureId from, MeasureId to) const;
  bool may_recur(const Edge&) const;
  std::string words(const Edge&, bool first) const;
  std::string mend(const Edge&) const;
  std::optional<PolicyKind> extreme(MeasureId) const;

  const engine::Program& program_;
  const engine::Catalog& catalog_;
  const Rule& added_;
  std::vector<const Rule*> rules_;
};

std::vector<bool> Strata::around_added(bool backward) const {
  std::vector<std::vector<MeasureId>> next(program_.facts.size());
  for (const Rule* rule : rules_)
    for (const RuleRead& read : rule->uses)
      if (backward)
        next[read.measure].push_back(rule->head);
      else
        next[rule->head].push_back(read.measure);
  std::vector<bool> met(next.size(), false);
  std::vector<MeasureId> open{added_.head};
  met[added_.head] = true;
  while (!open.empty()) {
    const MeasureId here = open.back();
    open.pop_back();
    for (const MeasureId there : next[here]) {
      if (!met[there]) open.push_back(there);
      met[there] = true;
    }
  }
  return met;
}

std::vector<Edge> Strata::way(MeasureId from, MeasureId to) const {
  struct Reached {
    MeasureId measure;
    std::size_t before;
    Edge by;
  };
  std::vector<Reached> reached{{from, 0, {nullptr, nullptr}}};
  for (std::size_t at = 0; at < reached.size(); ++at) {
    const MeasureId here = reached[at].measure;
    if (here == to) {
      std::vector<Edge> edges;
      for (std::size_t i = at; i != 0; i = reached[i].before) edges.push_back(reached[i].by);
      std::reverse(edges.begin(), edges.end());
      return edges;
    }
    for (const Rule* rule : rules_)
      for (const RuleRead& read : rule->uses) {
        const bool known =
            std::any_of(reached.begin(), reached.end(), [&](const Reached& r) { return r.measure == read.measure; });
        if (rule->head == here && !known) reached.push_back({read.measure, at, {rule, &read}});
      }
  }
  return {};
}

std::optional<PolicyKind> Strata::extreme(MeasureId measure) const {
  const PolicyKind kind = program_.policy_of(measure).kind;
  const bool keeps = kind == PolicyKind::least || kind == PolicyKind::greatest;
  return keeps && !catalog_.measure(measure).is_relation ? std::optional(kind) : std::nullopt;
}

bool Strata::may_recur(const Edge& edge) const {
  if (edge.read->how == ReadKind::moves) return true;
  if (edge.rule->is_default) return false;
  if (edge.read->how == ReadKind::joins) return true;
  if (edge.read->how != ReadKind::computes) return false;
  const auto kept = extreme(edge.rule->head);
  return kept && kept == extreme(edge.read->measure);
}

std::string Strata::words(const Edge& edge, bool first) const {
  const auto verb = [&]() -> std::string {
    switch (edge.read->how) {
      case ReadKind::negates: return " negates ";
      case ReadKind::aggregates: return " aggregates ";
      case ReadKind::compares: return " compares ";
      default: return " reads ";
    }
  };
  return (first ? "" : ", ") + catalog_.measure(edge.rule->head).name + verb() +
         catalog_.measure(edge.read->measure).name + (edge.rule->is_default ? " by the default" : " by the rule") +
         (edge.rule->place.empty() ? "" : " at " + edge.rule->place);
}

std::string Strata::mend(const Edge& edge) const {
  switch (edge.read->how) {
    case ReadKind::negates:
      return "what is negated must be complete first: derive it by rules that do not lead back here";
    case ReadKind::aggregates:
      return "what is aggregated must be complete first: sums and counts cannot run through their own result";
    case ReadKind::compares:
      return "what is compared must be final first: derive it by rules that do not lead back here";
    case ReadKind::computes:
      return "declare " + catalog_.measure(edge.rule->head).name +
             " `under least` or `under greatest`, so that one of its values is kept";
    default: return "a rule may read its own measure only through an ordered dimension, as in m[year - 1]";
  }
}

std::optional<CycleProblem> Strata::run() const {
  // Only cycles that the added rule's head is part of are new.
  const auto below = around_added(false), above = around_added(true);
  const auto recurs = [&](MeasureId measure) { return below[measure] && above[measure]; };
  std::optional<Edge> moved;
  for (const Rule* rule : rules_)
    for (const RuleRead& read : rule->uses) {
      if (!recurs(rule->head) || !recurs(read.measure)) continue;
      const Edge edge{rule, &read};
      const bool turns = read.how == ReadKind::moves && moved &&
                         (moved->read->along != read.along || (moved->read->by > 0) != (read.by > 0));
      if (read.how == ReadKind::moves && !moved) moved = edge;
      if (may_recur(edge) && !turns) continue;
      std::string message = "these rules need their own result before it is complete: " + words(edge, true);
      const auto back = read.measure == rule->head ? std::vector<Edge>{} : way(read.measure, rule->head);
      for (const Edge& step : back) message += words(step, false);
      return CycleProblem{std::move(message),
                          turns ? "every step of a cycle must move the same way along the same dimension" : mend(edge)};
    }
  return std::nullopt;
}

}  // namespace

std::vector<RuleRead> uses_of(const engine::Plan& plan) {
  std::vector<RuleRead> uses;
  for (engine::OperationId id = 0; id < plan.operations.size(); ++id) {
    const auto* scan = std::get_if<engine::op::Scan>(&plan.operations[id].what);
    if (!scan) continue;
    RuleRead read{scan->measure, ReadKind::moves, 0, 0};
    for (const engine::Operation& reader : plan.operations) {
      if (std::find(reader.inputs.begin(), reader.inputs.end(), id) == reader.inputs.end()) continue;
      const auto* shift = std::get_if<engine::op::Shift>(&reader.what);
      const bool agrees = shift && shift->by != 0 &&
                          (read.by == 0 || (read.by == shift->by && read.along == reader.axes[shift->axis].dimension));
      if (!agrees)
        read.how = ReadKind::reads;
      else
        read.by = shift->by, read.along = reader.axes[shift->axis].dimension;
    }
    if (read.by == 0) read.how = ReadKind::reads;
    uses.push_back(read);
  }
  return uses;
}

bool leads_back(const engine::Program& program, const Rule& rule, MeasureId measure) {
  return Strata(program, rule).leads_back(measure);
}

std::optional<CycleProblem> find_cycle_problem(const engine::Program& program, const Rule& added) {
  return Strata(program, added).run();
}

}  // namespace reckon::lang

// Operations as a tree.
#include "engine/exec/plan_explanation.hpp"

#include <algorithm>

#include "engine/model/readable.hpp"

namespace reckon::engine {
namespace {

constexpr std::size_t most_depth = 200, most_rounds = 100;

std::string rows_and_time(const OperationProfile& profile) {
  const std::uint64_t tenths = (profile.nanoseconds + 50) / 100;
  return std::to_string(profile.rows) + (profile.rows == 1 ? " row, " : " rows, ") + std::to_string(tenths / 10) + '.' +
         std::to_string(tenths % 10) + " µs";
}

// "1,234 records, 3 of 1,466 blocks read, 0.1 MB, 2 threads": of an aggregate that reads columns itself.
std::string reading(const OperationProfile& profile) {
  const auto number = [](std::uint64_t value) { return readable(Number(static_cast<std::int64_t>(value))); };
  const std::uint64_t tenths = (profile.bytes + 50'000) / 100'000;
  return number(profile.records) + (profile.of_cells ? " cell" : " record") + (profile.records == 1 ? ", " : "s, ") +
         number(profile.blocks - profile.blocks_skipped) + " of " + number(profile.blocks) + " blocks read, " +
         std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " MB, " + std::to_string(profile.threads) +
         (profile.threads == 1 ? " thread" : " threads");
}

class PlanExplainer {
 public:
  PlanExplainer(const Program& program, const Plan& plan, std::span<const OperationProfile> profile)
      : program_(program), plan_(plan), profile_(profile) {}

  Explanation operation(OperationId id, std::size_t depth) const {
    Explanation step{print(plan_, id, *program_.catalog), {}, {}};
    if (id < profile_.size())
      step.detail = profile_[id].is_part ? "read by the aggregate above" : rows_and_time(profile_[id]);
    if (id < profile_.size() && profile_[id].threads > 0) step.detail += "; " + reading(profile_[id]);
    if (depth > most_depth) return step;
    const Operation& what = plan_.operations[id];
    if (const auto* scan = std::get_if<op::Scan>(&what.what)) add_rules(step, scan->measure, depth);
    for (const OperationId input : what.inputs) step.parts.push_back(operation(input, depth + 1));
    return step;
  }

 private:
  // Derived cells are made once for a snapshot, so the operations of their rules have no time of their own here.
  void add_rules(Explanation& step, MeasureId measure, std::size_t depth) const {
    for (const auto& rule : program_.rules) {
      if (rule->head != measure || !rule->plan || depth > 20) continue;
      const PlanExplainer inner(program_, *rule->plan, {});
      Explanation derived{
          std::string(rule->is_default ? "default " : "rule ") + program_.catalog->source(rule->source).name, {}, {}};
      derived.parts.push_back(inner.operation(static_cast<OperationId>(rule->plan->operations.size() - 1), depth + 1));
      step.parts.push_back(std::move(derived));
    }
    const bool by_body = std::any_of(program_.rules.begin(), program_.rules.end(),
                                     [&](const auto& rule) { return rule->head == measure && rule->body; });
    if (by_body) add_strata(step, measure);
  }

  // Strata are run once more, in a universe of their own, to be timed.
  void add_strata(Explanation& step, MeasureId measure) const {
    const auto universe = std::make_shared<Universe>(program_, FactTable::end_of_time, std::vector<AssumedCell>{});
    if (!universe->rows(measure)) universe->cells(measure);
    std::size_t number = 0;
    for (const DerivationProfile& derivation : universe->derivations()) {
      Explanation stratum{"stratum " + std::to_string(++number) + ':', {}, {}};
      for (const MeasureId head : derivation.group) stratum.text += ' ' + program_.catalog->measure(head).name;
      for (const std::string& join : derivation.joins) stratum.parts.push_back({"join " + join, {}, {}});
      for (const std::string& index : derivation.indexes) stratum.parts.push_back({"index " + index, {}, {}});
      for (std::size_t round = 0; round < derivation.rounds.size() && round < most_rounds; ++round)
        stratum.parts.push_back({"round " + std::to_string(round + 1),
                                 rows_and_time({derivation.rounds[round].rows, derivation.rounds[round].nanoseconds}),
                                 {}});
      if (derivation.rounds.size() > most_rounds)
        stratum.parts.push_back(
            {"and " + std::to_string(derivation.rounds.size() - most_rounds) + " more rounds", {}, {}});
      step.parts.push_back(std::move(stratum));
    }
  }

  const Program& program_;
  const Plan& plan_;
  std::span<const OperationProfile> profile_;
};

}  // namespace

Explanation explain_plan(const Answer& answer) {
  const PlanExplainer explainer(*answer.program, *answer.plan, answer.profile);
  return explainer.operation(static_cast<OperationId>(answer.plan->operations.size() - 1), 0);
}

}  // namespace reckon::engine
